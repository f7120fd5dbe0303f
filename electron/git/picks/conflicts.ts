/** What kind of conflict each file has, and how much of it. */
import type { ConflictedFile, ConflictKind } from '../../../shared/domain/hotfix.ts';
import type { MergeMessage, StagedEntry, StagedFile } from '../commands/merge-tree.ts';
import type { Reader } from '../reader.ts';
import type { Merged } from './merge.ts';
import { entryAt, shownPath } from './trees.ts';

/** A conflicted file with the bytes of its path (latin1) as git has it. */
export interface RawConflict {
  readonly file: ConflictedFile;
  readonly rawPath: string;
}

/** The content of so many files is looked at; of thousands nobody reads the number of regions. */
const lookedInto = 300;
/** Above this a file is taken whole. */
export const textMaxBytes = 5_000_000;
const pointerMaxBytes = 1024;
const pointer = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n/;

/** Names of the sides for people: the target, and the commit that is picked. */
export interface SideNames {
  readonly ours: string;
  readonly theirs: string;
}

/** Describes the conflicted files of a merge. */
export async function conflictsOf(reader: Reader, merged: Merged, names: SideNames): Promise<RawConflict[]> {
  const messages = messagesByPath(merged.messages);
  return Promise.all(
    merged.files.map(async (staged, index) => {
      const about = (messages.get(staged.path) ?? []).filter(({ type }) => type.startsWith('CONFLICT'));
      const kind = await kindOf(index < lookedInto ? reader : null, staged, about);
      const [base, ours, theirs] = staged.stages;
      const inLines = index < lookedInto && (kind === 'content' || kind === 'add/add');
      const regions = inLines ? await regionsOf(reader, merged, staged.path) : null;
      const text = about.map(({ text: said }) => withNames(said.trimEnd(), merged, names)).join('\n');
      return {
        rawPath: staged.path,
        file: {
          path: shownPath(withoutLabels(staged.path, merged, names)),
          kind,
          base,
          ours,
          theirs,
          regions,
          text: Buffer.from(text, 'latin1').toString('utf8') || `${kind} conflict`,
        },
      };
    }),
  );
}

function messagesByPath(messages: readonly MergeMessage[]): ReadonlyMap<string, MergeMessage[]> {
  const found = new Map<string, MergeMessage[]>();
  for (const message of messages)
    for (const path of new Set(message.paths)) found.set(path, [...(found.get(path) ?? []), message]);
  return found;
}

const kindsByType: readonly (readonly [string, ConflictKind])[] = [
  ['submodule', 'submodule'],
  ['file/directory', 'directory/file'],
  ['rename/delete', 'rename/delete'],
  ['rename/rename', 'rename/rename'],
  ['rename involved', 'rename/rename'],
  ['directory rename', 'rename/rename'],
  ['modify/delete', 'modify/delete'],
  ['binary', 'binary'],
];

async function kindOf(
  reader: Reader | null,
  staged: StagedFile,
  about: readonly MergeMessage[],
): Promise<ConflictKind> {
  const [base, ours, theirs] = staged.stages;
  const modes = staged.stages.flatMap((stage) => (stage ? [stage.mode] : []));
  if (modes.includes('160000')) return 'submodule';
  const says = (word: string): boolean => about.some(({ type }) => type.includes(word));
  if (says('distinct modes')) return modes.includes('120000') ? 'symlink' : 'mode';
  const named = kindsByType.find(([word]) => says(word))?.[1];
  if (named !== undefined && named !== 'binary') return named;
  if (!ours || !theirs) return named ?? 'modify/delete';
  if (modes.includes('120000')) return 'symlink';
  if (ours.object === theirs.object && ours.mode !== theirs.mode) return 'mode';
  if (reader && (await isPointer(reader, [ours, theirs]))) return 'lfs';
  return named ?? (base === null ? 'add/add' : 'content');
}

async function isPointer(reader: Reader, entries: readonly StagedEntry[]): Promise<boolean> {
  for (const { object } of entries) {
    const info = await reader.info(object);
    if (!info || info.sizeBytes > pointerMaxBytes) return false;
    if (!pointer.test((await reader.read(object))?.toString('latin1') ?? '')) return false;
  }
  return true;
}

/** Counts git's own markers: they carry the name of our side, which no content can know. */
async function regionsOf(reader: Reader, merged: Merged, path: string): Promise<number | null> {
  const text = await mergedText(reader, merged, path);
  if (text === null) return null;
  return Math.max(1, text.match(new RegExp(`^<+ ${merged.labels.ours}`, 'gm'))?.length ?? 0);
}

/** The merged file with its markers as bytes (latin1); null where there is none, or it is too large. */
export async function mergedText(reader: Reader, merged: Merged, path: string): Promise<string | null> {
  const entry = await entryAt(reader, merged.tree, path);
  const info = entry && (await reader.info(entry.object));
  if (!info || info.type !== 'blob' || info.sizeBytes > textMaxBytes) return null;
  return (await reader.read(entry.object))?.toString('latin1') ?? null;
}

/** Git's names of the sides are names of commits that nobody has seen. */
export const withNames = (text: string, { labels }: Pick<Merged, 'labels'>, names: SideNames): string =>
  text.replaceAll(labels.ours, latin1(names.ours)).replaceAll(labels.theirs, latin1(names.theirs));

/** A file that is in a folder's way is moved aside to `NAME~SIDE`. */
export const withoutLabels = (path: string, { labels }: Pick<Merged, 'labels'>, names: SideNames): string =>
  path
    .replaceAll(`~${labels.ours}`, `~${latin1(names.ours).replaceAll('/', '_')}`)
    .replaceAll(`~${labels.theirs}`, `~${latin1(names.theirs).replaceAll('/', '_')}`);

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');
