/** Letting single containers behind a front finish what they have, before they go. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Colour, Front } from '../../shared/domain/front.ts';
import type { ContainerSpec } from '../targets/target.ts';
import { hostOfContainer } from './specs.ts';

const pollMs = 20;

/**
 * Gives these containers nothing new, and waits until nothing is open on them any more, at most as long as the longest of
 * their grace periods. Answers how much still was. Those that are not behind the front have nothing open.
 */
export async function drainHosts(
  front: Front,
  colour: Colour,
  specs: readonly ContainerSpec[],
  signal: AbortSignal,
): Promise<number> {
  const hosts = new Set(specs.map(hostOfContainer));
  for (const host of hosts) await front.drain(colour, host);
  const until = performance.now() + Math.max(0, ...specs.map(({ service }) => service.stopGracePeriodMs));
  for (;;) {
    const { backends } = await front.state();
    const open = backends
      .filter((backend) => backend.colour === colour)
      .flatMap(({ slots }) => slots)
      .reduce((sum, slot) => (hosts.has(slot.host) ? sum + slot.open : sum), 0);
    if (open === 0 || performance.now() > until) return open;
    await sleep(pollMs, undefined, { signal });
  }
}
