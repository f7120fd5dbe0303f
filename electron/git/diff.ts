/** What a commit changes, as text, within bounds: a screenful of a commit that touches everything costs no more than others. */
import type { CommitDiff } from '../../shared/domain/change.ts';
import { fail } from '../../shared/problem.ts';
import {
  changesArguments,
  lineCountsOf,
  patchArguments,
  rawChangeOf,
  type Compared,
  type LineCounts,
  type RawChange,
  type Renames,
} from './commands/diff.ts';
import { objectSizes } from './commands/objects.ts';
import { records } from './commands/records.ts';
import { readCommits, requireCommit } from './history.ts';
import { patchesOf } from './patches.ts';
import { explainedOn } from './picks/missing.ts';
import type { Mirror } from './objects.ts';
import type { Runner } from './run.ts';

type FileDiff = CommitDiff['files'][number];

export interface DiffOptions {
  /** For a merge, the parent to compare with, counted from 1. */
  readonly parent: number;
  /** Only this file, with all of its changes. */
  readonly path?: string | undefined;
}

interface Bounds {
  readonly files: number;
  /** A larger file is shown as if it were binary; it is not read. */
  readonly fileBytes: number;
  /** Of one file's diff. */
  readonly patchBytes: number;
  /** Of all diffs together. */
  readonly allBytes: number;
}

const many: Bounds = { files: 3000, fileBytes: 2_000_000, patchBytes: 300_000, allBytes: 3_000_000 };
const single: Bounds = { files: 3000, fileBytes: 20_000_000, patchBytes: 10_000_000, allBytes: 10_000_000 };
/** Files that are read to find what they were renamed from. */
const similarBytesMax = 8_000_000;
const timeoutMs = 60_000;
const fieldMax = 10_000;

/**
 * The commit's changes against one of its parents. `usage.no-such-commit`, `usage.no-such-parent`, `usage.no-such-path`,
 * and `failed.missing-objects` where a partial clone has not the files.
 */
export async function readDiff(runner: Mirror, sha: string, options: DiffOptions): Promise<CommitDiff> {
  try {
    return await diffOf(runner, sha, options);
  } catch (thrown) {
    throw await explainedOn(runner, thrown);
  }
}

async function diffOf(runner: Mirror, sha: string, { parent, path }: DiffOptions): Promise<CommitDiff> {
  const [commit] = await readCommits(runner, [await requireCommit(runner, sha)]);
  if (!commit) throw fail('usage.no-such-commit', `There is no commit ${sha}.`);
  const against = commit.parents[parent - 1];
  if (against === undefined && parent > 1) throw noSuchParent(sha, parent, commit.parents.length);
  const bounds = path === undefined ? many : single;
  const compared: Compared = { commit: sha, parent: against ?? null };
  const listed = await listChanges(runner, compared, bounds);
  const wanted = listed.changes.filter((change) => path === undefined || change.path === path);
  if (path !== undefined && wanted.length === 0) throw noSuchPath(path);
  const patches = await readPatches(runner, compared, { ...listed, wanted, bounds, alone: path !== undefined });
  return {
    commit,
    parent,
    files: wanted.map((change) => fileOf(change, listed.counts.get(change), patches.texts.get(change))),
    truncated: listed.truncated || patches.truncated,
  };
}

interface Listed {
  readonly changes: readonly RawChange[];
  readonly counts: ReadonlyMap<RawChange, LineCounts>;
  readonly renames: Renames;
  readonly truncated: boolean;
}

async function listChanges(runner: Runner, compared: Compared, bounds: Bounds): Promise<Listed> {
  const options = { fileBytesMax: bounds.fileBytes, paths: [] };
  // First without renames and counts: that reads trees alone, and tells how much there is.
  const first = await readChanges(runner, compared, { ...options, renames: 'none', counts: false }, bounds.files);
  if (first.truncated) return { ...first, renames: 'none' };
  const renames = await renamesFor(runner, first.changes);
  const whole = await readChanges(runner, compared, { ...options, renames, counts: true }, bounds.files);
  return { ...whole, renames };
}

/** Likeness is looked for where both sides have files, all small enough to be read. */
async function renamesFor(runner: Runner, changes: readonly RawChange[]): Promise<Renames> {
  const objects = (letter: string, side: 0 | 1): string[] =>
    changes.flatMap((change) =>
      change.letter === letter && !change.modes[side].startsWith('16') ? [change.objects[side]] : [],
    );
  const [added, deleted] = [objects('A', 1), objects('D', 0)];
  if (added.length === 0 || deleted.length === 0) return 'none';
  const sizes = await runner.run(objectSizes([...added, ...deleted]));
  return sizes.every((size) => size !== null && size <= similarBytesMax) ? 'alike' : 'equal';
}

async function readChanges(
  runner: Runner,
  compared: Compared,
  options: Parameters<typeof changesArguments>[1],
  most: number,
): Promise<Omit<Listed, 'renames'>> {
  const fields: string[] = [];
  // A listed file is two or three fields; with its counts up to three more.
  for await (const [field = ''] of records(runner.stream(changesArguments(compared, options), { timeoutMs }), [
    fieldMax,
  ])) {
    fields.push(field);
    if (fields.length > (most + 1) * 6) break;
  }
  let at = 0;
  const next = (): string | undefined => fields[at++];
  const changes: RawChange[] = [];
  for (let change = rawChangeOf(next); change; change = rawChangeOf(next)) changes.push(change);
  // The field that ended the list was the first of the counts.
  at -= 1;
  const counts = new Map<RawChange, LineCounts>();
  for (const change of changes) {
    const lines = options.counts ? lineCountsOf(next) : null;
    if (lines) counts.set(change, lines);
  }
  return { changes: changes.slice(0, most), counts, truncated: changes.length > most };
}

interface PatchOptions extends Listed {
  readonly wanted: readonly RawChange[];
  readonly bounds: Bounds;
  readonly alone: boolean;
}

async function readPatches(
  runner: Runner,
  compared: Compared,
  { changes, wanted, renames, bounds, alone }: PatchOptions,
): Promise<{ texts: ReadonlyMap<RawChange, string>; truncated: boolean }> {
  // A path that is not UTF-8 cannot be named: then every file is read, and the one that was asked for is kept.
  const named = wanted.flatMap(({ path, from }) => [path, ...(from === null ? [] : [from])]);
  const paths = alone && named.every((name) => !name.includes('\uFFFD')) ? named : [];
  const output = runner.stream(patchArguments(compared, { renames, fileBytesMax: bounds.fileBytes, paths }), {
    timeoutMs,
  });
  const order = paths.length > 0 ? changes.filter((change) => inPaths(change, paths)) : changes;
  const texts = new Map<RawChange, string>();
  let bytes = 0;
  let truncated = false;
  for await (const { index, text, cut } of patchesOf(output, order, bounds.patchBytes)) {
    const change = order[index];
    if (change === undefined) break;
    if (!wanted.includes(change)) continue;
    bytes += text.length;
    truncated ||= cut;
    if (!cut) texts.set(change, text);
    if (bytes > bounds.allBytes) return { texts, truncated: true };
  }
  return { texts, truncated };
}

/** A path that is named stands for itself and for everything below it. */
const inPaths = ({ path, from }: RawChange, paths: readonly string[]): boolean =>
  paths.some((named) => [path, from].some((own) => own === named || own?.startsWith(`${named}/`)));

const statuses: Readonly<Record<string, FileDiff['status']>> = {
  A: 'added',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'type',
};

function fileOf(change: RawChange, lines: LineCounts | undefined, patch: string | undefined): FileDiff {
  const modeOnly = change.letter === 'M' && change.objects[0] === change.objects[1];
  return {
    path: change.path,
    from: change.from,
    status: modeOnly ? 'mode' : (statuses[change.letter] ?? 'modified'),
    binary: lines !== undefined && lines.added === null,
    added: lines?.added ?? null,
    deleted: lines?.deleted ?? null,
    patch: patch ?? null,
  };
}

const noSuchParent = (sha: string, parent: number, parents: number) =>
  fail('usage.no-such-parent', `Commit ${sha.slice(0, 7)} has no parent ${parent}.`, {
    hint: parents === 0 ? 'It is the first of its history.' : `Its parents are counted from 1 to ${parents}.`,
    details: { commit: sha, parent, parents },
  });

const noSuchPath = (path: string) =>
  fail('usage.no-such-path', `The commit does not change ${JSON.stringify(path.slice(0, 200))}.`, {
    details: { path: path.slice(0, 1000) },
  });
