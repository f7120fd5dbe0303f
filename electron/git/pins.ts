/** Pins: refs of Slipway's own in the mirror, with everything behind them copied (keep.ts). */
import type { PickRequest } from '../../shared/domain/hotfix.ts';
import { fail, type ProblemError } from '../../shared/problem.ts';
import { lookUp } from './commands/objects.ts';
import { listPins, moveRefs } from './commands/refs.ts';
import { requireCommit } from './history.ts';
import { copyCommits } from './keep.ts';
import { pinRef } from './names.ts';
import type { Mirror } from './objects.ts';
import type { Repository } from './repository.ts';

export type Pins = Pick<Repository, 'pin' | 'pinned' | 'unpin' | 'movePin' | 'keepPicks'>;

/** `folder` is the mirror that `runner` works in; what is copied is checked, and told to `safe`. A pin of the same name at another commit is `conflict.pin-taken`. */
export function pinsOf(folder: string, runner: Mirror, safe: Set<string>): Pins {
  let last: Promise<unknown> = Promise.resolve();

  const pin = async (name: string, sha: string): Promise<void> => {
    const ref = pinRef(name);
    await requireCommit(runner, sha);
    const pins = await runner.run(listPins);
    const before = pins.find((known) => known.name === name);
    if (before?.sha === sha) return;
    if (before) throw taken(name, before.sha, sha);
    await copyMissing([sha], pins);
    await runner.run(moveRefs([{ ref, to: sha, from: null }], zero(sha)));
  };
  const copyMissing = async (shas: readonly string[], pins: readonly { sha: string }[]): Promise<void> => {
    const kept = pins.map((known) => known.sha);
    const missing = shas.filter((sha) => !kept.includes(sha));
    if (missing.length > 0) await copyCommits(folder, runner, missing, kept);
    for (const sha of missing) safe.add(sha);
  };
  const movePin = async (name: string, from: string | null, to: string | null): Promise<void> => {
    const is = await pinned(name);
    if (is === to) return;
    if (is !== from) throw taken(name, is, to);
    if (to !== null) {
      await requireCommit(runner, to);
      await copyMissing([to], await runner.run(listPins));
    }
    await runner.run(moveRefs([{ ref: pinRef(name), to, from }], zero(to ?? from)));
  };
  const keepPicks = async (name: string, picks: readonly PickRequest[]): Promise<void> => {
    // By a git of its own: what is not kept now is not kept later.
    const parents = await runner.run(lookUp(picks.map(({ commit, mainline }) => `${commit}^${String(mainline ?? 1)}`)));
    const wanted = new Set([...picks.map(({ commit }) => commit), ...parents.flatMap((parent) => parent?.sha ?? [])]);
    const pins = await runner.run(listPins);
    const missing = [...wanted].filter((sha) => !pins.some((pin) => pin.name === `${name}/${sha}`));
    if (missing.length === 0) return;
    await copyMissing(missing, pins);
    const changes = missing.map((sha) => ({ ref: pinRef(`${name}/${sha}`), to: sha, from: null }));
    await runner.run(moveRefs(changes, zero(missing[0] ?? null)));
  };
  const pinned = async (name: string): Promise<string | null> => {
    const [found] = await runner.objects.lookUp([pinRef(name)]);
    return found?.sha ?? null;
  };
  const unpin = async (name: string): Promise<void> => {
    const sha = await pinned(name);
    if (sha !== null) await runner.run(moveRefs([{ ref: pinRef(name), to: null, from: sha }], zero(sha)));
  };
  /** One after the other: each pin copies only what the pins before it left out. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const running = last.catch(() => undefined).then(work);
    last = running;
    return running;
  };
  return {
    pin: (name, sha) => inTurn(() => pin(name, sha)),
    pinned,
    unpin: (name) => inTurn(() => unpin(name)),
    movePin: (name, from, to) => inTurn(() => movePin(name, from, to)),
    keepPicks: (name, picks) => inTurn(() => keepPicks(name, picks)),
  };
}

/** What git takes for “no object”, as long as the names of this repository. */
const zero = (like: string | null): string => '0'.repeat(like?.length ?? 40);

const taken = (name: string, is: string | null, asked: string | null): ProblemError =>
  fail(
    'conflict.pin-taken',
    `${name} is pinned to ${is?.slice(0, 7) ?? 'nothing'}, and should be at ${asked?.slice(0, 7) ?? 'nothing'}.`,
    { details: { name, is, asked } },
  );
