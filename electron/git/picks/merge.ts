/**
 * Merging trees: three commits that exist for this alone (base, and both sides on it) make git merge exactly those
 * trees, whatever history lies behind them: no walk, no second merge base, and no parent that a shallow clone lacks.
 * `merge-tree --merge-base` would need git 2.40.
 */
import { mergeTreeArguments, parseMergeTree, type MergeOutcome } from '../commands/merge-tree.ts';
import { collected } from '../run.ts';
import type { Attributes } from './attributes.ts';
import { explained } from './missing.ts';
import type { Scratch } from './scratch.ts';
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
    const merged = await mergeGroup(scratch, file, group, options.signal);
    for (const [index, each] of group.entries()) results.set(each, merged[index] ?? unanswered);
  }
  return sides.map((each) => results.get(each) ?? unanswered);
}

const unanswered: Result = { failed: new Error('git merge-tree left an answer out.') };

async function mergeGroup(
  scratch: Scratch,
  attributesFile: string | undefined,
  sides: readonly Sides[],
  signal?: AbortSignal,
): Promise<Result[]> {
  try {
    const pairs = await Promise.all(sides.map((each) => pairOf(scratch, each)));
    const runner = scratch.runner(attributesFile === undefined ? {} : { attributesFile });
    const output = await collected(
      runner.stream(mergeTreeArguments, {
        input: pairs.map(({ ours, theirs }) => `${ours} ${theirs}\n`).join(''),
        timeoutMs,
        ...(signal ? { signal } : {}),
      }),
    );
    const outcomes = parseMergeTree(output);
    return pairs.map((labels, index) => {
      const outcome = outcomes[index];
      return outcome ? { ...outcome, labels } : unanswered;
    });
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    const [first] = sides;
    if (first && sides.length === 1)
      return [{ failed: await explained(scratch.reader, thrown, await suspects(scratch, first)) }];
    // One that cannot be merged ends the git of all.
    const results: Result[] = [];
    for (const one of sides) results.push(...(await mergeGroup(scratch, attributesFile, [one], signal)));
    return results;
  }
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

async function pairOf(scratch: Scratch, { base, ours, theirs }: Sides): Promise<{ ours: string; theirs: string }> {
  const parent = await scratch.writeCommit(commitText(base));
  const [left, right] = await Promise.all([
    scratch.writeCommit(commitText(ours, parent, 'ours')),
    scratch.writeCommit(commitText(theirs, parent, 'theirs')),
  ]);
  return { ours: left, theirs: right };
}

/** The side is in the text, so that two sides with one tree are two commits. */
const commitText = (tree: string, parent?: string, side = 'base'): string =>
  `tree ${tree}\n${parent === undefined ? '' : `parent ${parent}\n`}author slipway <> 0 +0000\ncommitter slipway <> 0 +0000\n\n${side}\n`;

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
