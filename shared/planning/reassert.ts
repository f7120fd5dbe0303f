/** What runs behind a front against what its record says, and what puts it right. */
import type { BackendState, Backends, Colour, FrontState, Traffic } from '../domain/front.ts';
import { colours, isSamePort } from '../domain/front.ts';
import type { ContainerState } from '../domain/health.ts';

/** Containers that the record has, and that do not run: gone, or ended. Those that restart by themselves are left to it. */
export function deadContainers(expected: readonly string[], containers: readonly ContainerState[]): string[] {
  return expected.filter((name) => {
    const state = containers.find((container) => container.name === name)?.state;
    return state !== 'running' && state !== 'restarting' && state !== 'paused';
  });
}

/** Why a container that is gone, or ended, does not run. */
export function endOf(found: ContainerState | null | undefined): string {
  if (!found) return 'its container was gone';
  if (found.oomKilled) return 'it ran out of memory';
  return found.exitCode === null ? `it was ${found.state}` : `it ended with code ${String(found.exitCode)}`;
}

/** How long after the n-th time that it died, counted from 1, a container is left alone: 3 s, doubled, at most 5 min. */
export const pauseAfterMs = (times: number): number => Math.min(300_000, 3000 * 2 ** Math.max(0, times - 1));

interface Reassertion {
  /** Where the traffic shall go; null when it goes there. */
  readonly shift: Traffic | null;
  /** What shall be behind which colour; null when it is. */
  readonly place: Backends | null;
}

/** What to tell a front whose record says that `stable` serves with these containers. Other colours keep what they have. */
export function reassertionOf(state: FrontState, stable: Colour, recorded: Backends): Reassertion {
  const { traffic } = state;
  const goes = traffic.stable === stable && (traffic.canary === null || traffic.share === 0);
  const held = (recorded[stable] ?? []).every((backend) => {
    const slots = state.backends.find((one) => one.colour === stable && isSamePort(one, backend))?.slots ?? [];
    const hosts = slots.filter(({ heldBack }) => !heldBack).map(({ host }) => host);
    return hosts.length === backend.hosts.length && backend.hosts.every((host) => hosts.includes(host));
  });
  return {
    shift: goes ? null : { stable, canary: null, share: 0 },
    place: held ? null : { ...asTheyAre(state.backends), ...recorded },
  };
}

/** What is behind each colour now: for whoever places some, and leaves the others alone. */
export const asTheyAre = (backends: readonly BackendState[]): Backends =>
  Object.fromEntries(
    colours.map((colour) => [
      colour,
      backends
        .filter((backend) => backend.colour === colour)
        .map(({ service, container, slots }) => ({ service, container, hosts: slots.map(({ host }) => host) })),
    ]),
  );
