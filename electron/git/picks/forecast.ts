/** What a pick would do. */
import type { PickForecast, PickRequest } from '../../../shared/domain/hotfix.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { conflictsOf } from './conflicts.ts';
import type { Merged, Sides } from './merge.ts';
import type { Scratch } from './scratch.ts';
import { baseTree, readCommit, type StoredCommit } from './source.ts';

/** A pick with the trees that it merges, or why there are none. */
export type Prepared = { readonly request: PickRequest; /** A tree. */ readonly onto: string } & (
  | { readonly source: StoredCommit; readonly sides: Sides }
  | { readonly source: StoredCommit | null; readonly problem: Problem }
);

/** Reads what a pick on a tree is made of. What is wrong with it is part of the answer. */
export async function prepare(scratch: Scratch, ours: string, request: PickRequest): Promise<Prepared> {
  let source: StoredCommit | null = null;
  try {
    source = await readCommit(scratch.reader, request.commit);
    const base = await baseTree(scratch.reader, source, request);
    return { request, onto: ours, source, sides: { base, ours, theirs: source.tree } };
  } catch (thrown) {
    return { request, onto: ours, source, problem: problemFrom(thrown) };
  }
}

/** A commit that changes nothing is told without merging. */
export const changesNothing = ({ base, theirs }: Sides): boolean => base === theirs;

/** The forecast from the merge. */
export async function forecastOf(
  scratch: Scratch,
  { request, source, sides }: Extract<Prepared, { sides: Sides }>,
  merged: Merged | null,
): Promise<PickForecast> {
  const common = blank(request, source);
  if (merged === null) return { ...common, forecast: 'empty', tree: sides.ours };
  if (merged.clean) return { ...common, forecast: merged.tree === sides.ours ? 'present' : 'clean', tree: merged.tree };
  const conflicts = await conflictsOf(scratch.reader, merged, pickNames(source.commit));
  return { ...common, forecast: 'conflict', files: conflicts.map(({ file }) => file) };
}

/** A forecast that cannot be made. */
export const unforeseen = (request: PickRequest, source: StoredCommit | null, problem: Problem): PickForecast => ({
  ...blank(request, source),
  problem,
});

/** What the sides of a pick are called in texts and conflict markers. */
export const pickNames = (commit: string): { ours: string; theirs: string } => ({
  ours: 'HEAD',
  theirs: commit.slice(0, 7),
});

const blank = (request: PickRequest, source: StoredCommit | null): PickForecast => ({
  commit: request.commit,
  subject: source?.subject ?? '',
  parents: source?.parents.length ?? 0,
  mainline: request.mainline ?? null,
  forecast: 'conflict',
  tree: null,
  files: [],
  presentAs: null,
  prerequisites: [],
  problem: null,
});
