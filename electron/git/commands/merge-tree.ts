/** Merging in the object database. */

/** Reads pairs of commits, one a line, and answers each in turn. It writes its answers out when its buffer is full. */
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

/** Reads answers as they stream in, and hands on each as soon as it is whole. */
export function mergeTreeReader(found: (outcome: MergeOutcome) => void): (chunk: Buffer) => void {
  const reader = outcomes(found);
  reader.next();
  let rest = '';
  return (chunk) => {
    const fields = (rest + chunk.toString('latin1')).split('\0');
    rest = fields.pop() ?? '';
    for (const field of fields) reader.next(field);
  };
}

/** Takes one NUL-terminated field after the other. Each answer ends with an empty one. */
function* outcomes(found: (outcome: MergeOutcome) => void): Generator<undefined, never, string> {
  for (;;) {
    const clean = (yield) === '1';
    const tree = yield;
    const files = new Map<string, [StagedEntry | null, StagedEntry | null, StagedEntry | null]>();
    if (!clean) for (let line = yield; line !== ''; line = yield) stage(files, line);
    const messages: MergeMessage[] = [];
    for (let count = yield; count !== ''; count = yield) {
      const paths: string[] = [];
      for (let index = 0; index < Number(count); index += 1) paths.push(yield);
      messages.push({ paths, type: yield, text: yield });
    }
    found({ clean, tree, files: [...files].map(([path, stages]) => ({ path, stages })), messages });
  }
}

function stage(files: Map<string, [StagedEntry | null, StagedEntry | null, StagedEntry | null]>, line: string): void {
  const match = /^(\d+) ([0-9a-f]+) ([123])\t([^]*)$/.exec(line);
  if (!match) return;
  const [, mode = '', object = '', number, path = ''] = match;
  const stages = files.get(path) ?? [null, null, null];
  stages[Number(number) - 1] = { mode, object };
  files.set(path, stages);
}
