/** Waiting until the front itself finds the containers behind a colour well: only then may anybody be sent there. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Colour, Front } from '../../shared/domain/front.ts';
import { fail, problemFrom, type Problem } from '../../shared/problem.ts';
import type { Patience } from './await-health.ts';

const pollMs = 20;

/** Waits until it answers at all: one that was just started does not yet. */
export const awaitAnswer = (front: Front, patience: Patience): Promise<void> =>
  awaitSeen(front, null, patience, (seen) => 'up' in seen);

/** Rejects with `failed.unhealthy` when one does not come up, and with what the front says when it does not answer. */
export const awaitReachable = (front: Front, colour: Colour, patience: Patience): Promise<void> =>
  awaitSeen(front, colour, patience, (seen) => 'up' in seen && seen.up);

/**
 * Waits until nothing is open behind these colours any more, at most `graceMs`. Answers how much still was: requests that are
 * being answered, and connections that were upgraded.
 */
export async function awaitDrained(
  front: Front,
  drained: readonly Colour[],
  graceMs: number,
  signal: AbortSignal,
): Promise<number> {
  const until = performance.now() + graceMs;
  for (;;) {
    const { backends } = await front.state();
    const open = backends.reduce((sum, backend) => (drained.includes(backend.colour) ? sum + backend.open : sum), 0);
    if (open === 0 || performance.now() > until) return open;
    await sleep(pollMs, undefined, { signal });
  }
}

async function awaitSeen(
  front: Front,
  colour: Colour | null,
  patience: Patience,
  wanted: (seen: Seen) => boolean,
): Promise<void> {
  const started = patience.elapsedMs();
  for (;;) {
    patience.signal.throwIfAborted();
    const seen = await look(front, colour);
    if (wanted(seen)) return;
    if (patience.elapsedMs() - started > patience.timeoutMs) throw unreachable(seen);
    await sleep(pollMs, undefined, { signal: patience.signal });
  }
}

type Seen = { readonly up: boolean; readonly down: readonly string[] } | { readonly problem: Problem };

/** A front that has just been started does not answer yet. */
async function look(front: Front, colour: Colour | null): Promise<Seen> {
  try {
    const { backends } = await front.state();
    const slots = backends.filter((backend) => backend.colour === colour).flatMap((backend) => backend.slots);
    const down = slots.filter((slot) => !slot.up).map(({ host, check }) => `${host} (${check || 'not checked yet'})`);
    return { up: down.length === 0, down };
  } catch (thrown) {
    const problem = problemFrom(thrown);
    if (!problem.retry) throw thrown;
    return { problem };
  }
}

function unreachable(seen: Seen): Error {
  if ('problem' in seen) return fail(seen.problem.code, seen.problem.message, { retry: true });
  return fail('failed.unhealthy', `The load balancer cannot reach ${seen.down.join(', ')}.`, {
    hint: 'The service must listen on every address of its container, at the port that it publishes.',
    details: { containers: [...seen.down] },
  });
}
