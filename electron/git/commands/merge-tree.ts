/** Merging in the object database. */

/** Reads pairs of commits, one a line; both sides of a pair have exactly one common parent, the base. */
export const mergeTreeArguments = ['merge-tree', '--stdin'];

/** What git says about a merge. Paths and texts are bytes as latin1 (see picks/trees.ts). */
export interface MergeMessage {
  readonly paths: readonly string[];
  /** Such as `CONFLICT (contents)`: the same in every language and version. */
  readonly type: string;
  readonly text: string;
}

export interface StagedEntry {
  readonly mode: string;
  readonly object: string;
}

export interface StagedFile {
  readonly path: string;
  /** The file in the base, ours, theirs. */
  readonly stages: readonly [StagedEntry | null, StagedEntry | null, StagedEntry | null];
}

export interface MergeOutcome {
  readonly clean: boolean;
  /** On a conflict, the tree with conflict markers in its files. */
  readonly tree: string;
  readonly files: readonly StagedFile[];
  readonly messages: readonly MergeMessage[];
}

/** Reads the answers, in the order of the questions. */
export function parseMergeTree(output: Buffer): MergeOutcome[] {
  const fields = output.toString('latin1').split('\0');
  let at = 0;
  const next = (): string => fields[at++] ?? '';
  const outcomes: MergeOutcome[] = [];
  while (at < fields.length - 1) {
    const clean = next() === '1';
    const tree = next();
    const files = clean ? [] : filesOf(next);
    const messages: MergeMessage[] = [];
    // Each merge ends with an empty field; a clean one has nothing before it.
    for (let count = next(); count !== ''; count = next()) {
      const paths = Array.from({ length: Number(count) }, next);
      messages.push({ paths, type: next(), text: next() });
    }
    outcomes.push({ clean, tree, files, messages });
  }
  return outcomes;
}

function filesOf(next: () => string): StagedFile[] {
  const files = new Map<string, [StagedEntry | null, StagedEntry | null, StagedEntry | null]>();
  for (let line = next(); line !== ''; line = next()) {
    const match = /^(\d+) ([0-9a-f]+) ([123])\t([^]*)$/.exec(line);
    if (!match) continue;
    const [, mode = '', object = '', stage, path = ''] = match;
    const stages = files.get(path) ?? [null, null, null];
    stages[Number(stage) - 1] = { mode, object };
    files.set(path, stages);
  }
  return [...files].map(([path, stages]) => ({ path, stages }));
}
