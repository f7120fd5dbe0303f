/** Pins: refs of Slipway's own in the mirror, with everything behind them copied (keep.ts). */
import { fail, type ProblemError } from '../../shared/problem.ts';
import { lookUp } from './commands/objects.ts';
import { listPins, moveRefs } from './commands/refs.ts';
import { requireCommit } from './history.ts';
import { copyCommit } from './keep.ts';
import { pinRef } from './names.ts';
import type { Repository } from './repository.ts';
import type { Runner } from './run.ts';

export type Pins = Pick<Repository, 'pin' | 'pinned' | 'unpin'>;

/** `folder` is the mirror that `runner` works in. A pin of the same name at another commit is `conflict.pin-taken`. */
export function pinsOf(folder: string, runner: Runner): Pins {
  let last: Promise<unknown> = Promise.resolve();

  const pin = async (name: string, sha: string): Promise<void> => {
    const ref = pinRef(name);
    await requireCommit(runner, sha);
    const pins = await runner.run(listPins);
    const before = pins.find((known) => known.name === name);
    if (before?.sha === sha) return;
    if (before) throw taken(name, before.sha, sha);
    if (!pins.some((known) => known.sha === sha))
      await copyCommit(
        folder,
        runner,
        sha,
        pins.map((known) => known.sha),
      );
    await runner.run(moveRefs([{ ref, to: sha, from: null }], '0'.repeat(sha.length)));
  };
  const pinned = async (name: string): Promise<string | null> => {
    const [found] = await runner.run(lookUp([pinRef(name)]));
    return found?.sha ?? null;
  };
  const unpin = async (name: string): Promise<void> => {
    const sha = await pinned(name);
    if (sha !== null) await runner.run(moveRefs([{ ref: pinRef(name), to: null, from: sha }], '0'.repeat(sha.length)));
  };
  /** One after the other: each pin copies only what the pins before it left out. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const running = last.catch(() => undefined).then(work);
    last = running;
    return running;
  };
  return { pin: (name, sha) => inTurn(() => pin(name, sha)), pinned, unpin: (name) => inTurn(() => unpin(name)) };
}

const taken = (name: string, is: string, asked: string): ProblemError =>
  fail('conflict.pin-taken', `${name} is pinned to ${is.slice(0, 7)} already, not to ${asked.slice(0, 7)}.`, {
    details: { name, is, asked },
  });
