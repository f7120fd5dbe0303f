/** Writing the commits of picks and merges into the mirror's own store. */
import { fail } from '../../../shared/problem.ts';
import { writeObject } from '../commands/write.ts';
import type { Runner } from '../run.ts';
import { withOrigin } from './message.ts';
import type { Committer } from './picks.ts';
import type { Scratch } from './scratch.ts';
import { readCommit, type StoredCommit } from './source.ts';

/** What makes a source the commit of a pick. `at` in milliseconds. */
export interface PickOptions {
  readonly onto: string;
  readonly tree: string;
  readonly committer: Committer;
  readonly at: number;
}

/** The commit of a pick, in the mirror’s own store. */
export async function writePick(
  runner: Runner,
  scratch: Scratch,
  { commit, ...options }: PickOptions & { readonly commit: string },
): Promise<string> {
  return writeCommit(runner, pickText(await readCommit(scratch.reader, commit), options));
}

/** The commit of a pick as bytes (latin1): author, date, encoding and message of its source, and the `-x` line. */
export const pickText = (source: StoredCommit, { onto, tree, committer, at }: PickOptions): string =>
  textOf({
    tree,
    parents: [onto],
    author: source.author,
    committer: signature(committer, at),
    encoding: source.encoding,
    message: withOrigin(source.message, source.commit),
  });

/** The commit of a merge. */
export function writeMerge(
  runner: Runner,
  options: { onto: string; other: string; tree: string; message: string; committer: Committer; at: number },
): Promise<string> {
  const by = signature(options.committer, options.at);
  const text = textOf({
    tree: options.tree,
    parents: [options.onto, options.other],
    author: by,
    committer: by,
    encoding: null,
    message: latin1(`${options.message.replaceAll('\0', '').trimEnd()}\n`),
  });
  return writeCommit(runner, text);
}

interface Parts {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly committer: string;
  readonly encoding: string | null;
  readonly message: string;
}

const writeCommit = (runner: Runner, text: string): Promise<string> =>
  runner.run(writeObject('commit', Buffer.from(text, 'latin1')));

function textOf(parts: Parts): string {
  for (const name of [parts.tree, ...parts.parents])
    if (!/^[0-9a-f]{40,64}$/.test(name)) throw fail('usage.no-such-commit', 'A commit needs full object names.');
  const header = [
    `tree ${parts.tree}`,
    ...parts.parents.map((parent) => `parent ${parent}`),
    `author ${parts.author}`,
    `committer ${parts.committer}`,
    ...(parts.encoding === null ? [] : [`encoding ${parts.encoding}`]),
  ];
  return `${header.join('\n')}\n\n${parts.message}`;
}

/** What would end the header line, or the name in it. */
// eslint-disable-next-line no-control-regex -- taking them out is the purpose
const unsafe = /[\u0000-\u001f<>]/g;

/** In the time zone of nobody: the same input makes the same commit on every machine. */
function signature({ name, email }: Committer, at: number): string {
  const clean = (text: string): string => text.replaceAll(unsafe, '').trim();
  return latin1(`${clean(name) || 'unknown'} <${clean(email)}> ${String(Math.floor(at / 1000))} +0000`);
}

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');
