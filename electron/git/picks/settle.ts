/** Settling conflicts: looking at a conflicted file from every side, and making the tree of what was decided. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { ConflictedFile, Settlement } from '../../../shared/domain/hotfix.ts';
import { fail } from '../../../shared/problem.ts';
import type { StagedEntry } from '../commands/merge-tree.ts';
import {
  changeIndex,
  newObjects,
  readTreeIntoIndex,
  takeIn,
  writeObject,
  writeTree,
  type IndexChange,
} from '../commands/write.ts';
import { collected, type Runner } from '../run.ts';
import { conflictsOf, mergedText, textMaxBytes, withNames, withoutLabels, type SideNames } from './conflicts.ts';
import type { Merged } from './merge.ts';
import type { ConflictSides } from './picks.ts';
import type { Scratch } from './scratch.ts';

/** A conflicted file from every side. */
export async function sidesOf(
  scratch: Scratch,
  merged: Merged,
  names: SideNames,
  path: string,
): Promise<ConflictSides> {
  const conflicts = await conflictsOf(scratch.reader, merged, names);
  const conflict = conflicts.find(({ file }) => file.path === path);
  if (!conflict) {
    throw fail('usage.no-such-conflict', `${path} does not conflict.`, {
      hint: 'The target may have moved since: look at the forecast again.',
      details: { path, conflicts: conflicts.slice(0, 50).map(({ file }) => file.path) },
    });
  }
  const { file, rawPath } = conflict;
  const [base, ours, theirs] = takenWhole(file)
    ? [null, null, null]
    : await Promise.all([file.base, file.ours, file.theirs].map((stage) => textOf(scratch, stage)));
  const whole = [base, ours, theirs].includes(undefined) || takenWhole(file);
  const merging = whole ? null : await mergedText(scratch.reader, merged, rawPath);
  const shown = (text: string | null | undefined): string | null =>
    whole || text === null || text === undefined ? null : utf8(text);
  return {
    file,
    base: shown(base),
    ours: shown(ours),
    theirs: shown(theirs),
    merged: merging === null ? null : utf8(withNames(merging, merged, names)),
    choices: choicesFor(file),
  };
}

/** Whether there is nothing that could be put together line by line. */
export const takenWhole = ({ kind }: Pick<ConflictedFile, 'kind'>): boolean =>
  kind === 'binary' || kind === 'lfs' || kind === 'submodule' || kind === 'symlink' || kind === 'directory/file';

function choicesFor({ base, ours, theirs }: ConflictedFile): ConflictSides['choices'] {
  return [
    ...(ours ? (['ours'] as const) : []),
    ...(theirs ? (['theirs'] as const) : []),
    ...(base ? (['base'] as const) : []),
    ...(ours && theirs ? [] : (['delete'] as const)),
  ];
}

/** Text (latin1); null where the side has no file, undefined for what no editor can hold without changing it. */
async function textOf(scratch: Scratch, stage: StagedEntry | null): Promise<string | null | undefined> {
  if (stage === null) return null;
  const info = await scratch.reader.info(stage.object);
  if (!info || info.sizeBytes > textMaxBytes) return undefined;
  const bytes = await scratch.reader.read(stage.object);
  if (!bytes || bytes.includes(0) || !isUtf8(bytes)) return undefined;
  return bytes.toString('latin1');
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The tree with every conflict settled, in the store of `mirror`; without a tree, what is not settled. */
export async function settled(
  mirror: Runner,
  scratch: Scratch,
  merged: Merged,
  names: SideNames,
  files: readonly Settlement[],
  have: readonly string[],
): Promise<{ tree: string | null; unsettled: ConflictedFile[] }> {
  if (merged.clean) return { tree: await bringHome(mirror, scratch, merged.tree, have), unsettled: [] };
  const conflicts = await conflictsOf(scratch.reader, merged, names);
  const byPath = new Map(files.map((settlement) => [settlement.path, settlement]));
  const unsettled = conflicts.flatMap(({ file }) => (byPath.has(file.path) ? [] : [file]));
  if (unsettled.length > 0) return { tree: null, unsettled };
  const changes: IndexChange[] = [];
  for (const { file, rawPath } of conflicts) {
    // Proven above: each has its settlement.
    const settlement = byPath.get(file.path) as Settlement;
    const entry = await entryFor(scratch, file, settlement);
    const path = withoutLabels(rawPath, merged, names);
    if (path !== rawPath) changes.push({ path: rawPath, entry: null });
    changes.push({ path, entry });
  }
  const zero = '0'.repeat(merged.tree.length);
  const indexFile = scratch.path(`index-${randomUUID()}`);
  try {
    const runner = scratch.runner({ indexFile });
    await runner.run(readTreeIntoIndex(merged.tree));
    await runner.run(changeIndex(changes, zero));
    const tree = await runner.run(writeTree);
    return { tree: await bringHome(mirror, scratch, tree, have), unsettled: [] };
  } finally {
    await rm(indexFile, { force: true });
  }
}

async function entryFor(scratch: Scratch, file: ConflictedFile, settlement: Settlement): Promise<StagedEntry | null> {
  if (settlement.choice === 'delete') return null;
  if (settlement.choice === 'content') {
    if (takenWhole(file)) throw cannot(file, 'it is taken whole: choose a side');
    const object = await scratch.runner().run(writeObject('blob', Buffer.from(settlement.content)));
    return { mode: modeOf(file), object };
  }
  const side = file[settlement.choice];
  if (side === null && settlement.choice === 'base') throw cannot(file, 'it has no base');
  // A side without the file is a side that deleted it.
  return side;
}

/** The side that changed the mode wins; where both did, ours. */
function modeOf({ base, ours, theirs }: ConflictedFile): string {
  const [was, mine, other] = [base?.mode, ours?.mode, theirs?.mode];
  const mode = mine !== undefined && (was === undefined || mine !== was) ? mine : (other ?? mine ?? was);
  return mode?.startsWith('100') ? mode : '100644';
}

const cannot = (file: ConflictedFile, why: string) =>
  fail('usage.settlement', `${file.path} cannot be settled like that: ${why}.`, { details: { path: file.path } });

/** Copies what a tree adds from the scratch store into the mirror's own. */
export async function bringHome(
  mirror: Runner,
  scratch: Scratch,
  tree: string,
  have: readonly string[],
): Promise<string> {
  if (have.includes(tree)) return tree;
  const pack = await collected(scratch.runner().stream(newObjects.args, { input: newObjects.input(tree, have) }));
  await mirror.run(takeIn(pack));
  return tree;
}

const utf8 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');
