/**
 * Merging trees: three commits that exist for this alone (base, and both sides on it) make git merge exactly those
 * trees, whatever history lies behind them: no walk, no second merge base, and no parent that a shallow clone lacks.
 * `merge-tree --merge-base` would need git 2.40.
 */
import { mergeTreeArguments, mergeTreeReader, type MergeOutcome } from '../commands/merge-tree.ts';
import { collected, type Runner } from '../run.ts';
import type { Attributes } from './attributes.ts';
import { explained } from './missing.ts';
import { commitText, type Scratch } from './scratch.ts';
import { differences, entryAt } from './trees.ts';

export interface Sides {
  /** Trees. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

export interface Merged extends MergeOutcome {
  /** What git calls the sides, in texts, markers and the names of files that it moves aside. */
  readonly labels: { readonly ours: string; readonly theirs: string };
}

const timeoutMs = 120_000;

export interface MergeOptions {
  /** A tree whose attributes were asked for before and that differs little from `ours`. */
  readonly near?: string;
  /** What is in one queue is merged one after the other. */
  readonly queue?: 'questions' | 'lists';
  readonly signal?: AbortSignal;
}

type Result = Merged | { readonly failed: unknown };

/** Merges each, in as few gits as their attributes (those of `ours`) allow. What fails is in the answer as it was thrown. */
export async function mergeAll(
  scratch: Scratch,
  attributes: Attributes,
  sides: readonly Sides[],
  options: MergeOptions = {},
): Promise<Result[]> {
  const results = new Map<Sides, Result>();
  const groups = new Map<string | undefined, Sides[]>();
  const near = options.near ?? sides[0]?.ours;
  for (const each of sides) {
    try {
      const file = await attributes.fileFor(scratch, each.ours, near);
      groups.set(file, [...(groups.get(file) ?? []), each]);
    } catch (failed) {
      results.set(each, { failed });
    }
  }
  for (const [file, group] of groups) {
    options.signal?.throwIfAborted();
    const merged = await mergeGroup(scratch, file, group, options);
    for (const [index, each] of group.entries()) results.set(each, merged[index] ?? unanswered);
  }
  return sides.map((each) => results.get(each) ?? unanswered);
}

const unanswered: Result = { failed: new Error('git merge-tree left an answer out.') };

async function mergeGroup(
  scratch: Scratch,
  attributesFile: string | undefined,
  sides: readonly Sides[],
  { signal, queue = 'questions' }: MergeOptions,
): Promise<Result[]> {
  const pairs = sides.map((each) => pairOf(scratch, each));
  try {
    const lines = pairs.map(({ ours, theirs }) => `${ours} ${theirs}`);
    const outcomes = await scratch.merger(attributesFile, queue).merge(lines);
    return pairs.map((labels, index) => withLabels(outcomes[index], labels));
  } catch {
    // One that cannot be merged ended the git of all: each by itself says why.
    const runner = scratch.runner(attributesFile === undefined ? {} : { attributesFile });
    const results: Result[] = [];
    for (const [index, labels] of pairs.entries()) {
      try {
        results.push(withLabels(await mergeOnce(runner, labels, signal), labels));
      } catch (thrown) {
        if (signal?.aborted) throw thrown;
        const one = sides[index];
        results.push({
          failed: await explained(scratch.reader, thrown, one ? await suspects(scratch, one) : []),
        });
      }
    }
    return results;
  }
}

const withLabels = (outcome: MergeOutcome | undefined, labels: Merged['labels']): Result =>
  outcome ? { ...outcome, labels } : unanswered;

/** Merges two commits by a git of its own, whose failure has words. */
export async function mergeOnce(
  runner: Runner,
  { ours, theirs }: Merged['labels'],
  signal?: AbortSignal,
): Promise<MergeOutcome | undefined> {
  const input = `${ours} ${theirs}\n`;
  const output = await collected(
    runner.stream(mergeTreeArguments, { input, timeoutMs, ...(signal ? { signal } : {}) }),
  );
  const outcomes: MergeOutcome[] = [];
  mergeTreeReader((outcome) => outcomes.push(outcome))(output);
  return outcomes[0];
}

/** One merge; throws what went wrong. */
export async function merge(
  scratch: Scratch,
  attributes: Attributes,
  sides: Sides,
  options: MergeOptions = {},
): Promise<Merged> {
  const [merged] = await mergeAll(scratch, attributes, [sides], options);
  if (!merged || 'failed' in merged) throw merged?.failed;
  return merged;
}

/** The side is in the text, so that two sides with one tree are two commits. */
function pairOf(scratch: Scratch, { base, ours, theirs }: Sides): Merged['labels'] {
  const parent = scratch.write('commit', commitText(base));
  return {
    ours: scratch.write('commit', commitText(ours, parent, 'ours')),
    theirs: scratch.write('commit', commitText(theirs, parent, 'theirs')),
  };
}

/** The files of a merge that may be missing: git names none, or only the first. */
async function suspects(scratch: Scratch, { base, ours, theirs }: Sides): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const { path, one, other } of differences(scratch.reader, base, theirs)) {
      const mine = await entryAt(scratch.reader, ours, path);
      for (const entry of [one, other, mine]) if (entry && entry.mode !== '160000') found.push(entry.object);
      if (found.length > 10_000) break;
    }
  } catch {
    // A tree that cannot be read is named by git itself.
  }
  return found;
}
