/** Writing the commits of picks and merges into the mirror's own store. */
import { fail } from '../../../shared/problem.ts';
import { writeObject } from '../commands/write.ts';
import type { Runner } from '../run.ts';
import { withOrigin } from './message.ts';
import type { Committer } from './picks.ts';
import type { Scratch } from './scratch.ts';
import { readCommit } from './source.ts';

/** The commit of a pick: author, date, encoding and message of its source byte for byte, and the `-x` line. */
export async function writePick(
  runner: Runner,
  scratch: Scratch,
  options: { onto: string; commit: string; tree: string; committer: Committer; at: number },
): Promise<string> {
  const source = await readCommit(scratch.reader, options.commit);
  return writeCommit(runner, {
    tree: options.tree,
    parents: [options.onto],
    author: source.author,
    committer: signature(options.committer, options.at),
    encoding: source.encoding,
    message: withOrigin(source.message, options.commit),
  });
}

/** The commit of a merge. */
export function writeMerge(
  runner: Runner,
  options: { onto: string; other: string; tree: string; message: string; committer: Committer; at: number },
): Promise<string> {
  const by = signature(options.committer, options.at);
  return writeCommit(runner, {
    tree: options.tree,
    parents: [options.onto, options.other],
    author: by,
    committer: by,
    encoding: null,
    message: latin1(`${options.message.replaceAll('\0', '').trimEnd()}\n`),
  });
}

interface Parts {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly committer: string;
  readonly encoding: string | null;
  readonly message: string;
}

function writeCommit(runner: Runner, parts: Parts): Promise<string> {
  for (const name of [parts.tree, ...parts.parents])
    if (!/^[0-9a-f]{40,64}$/.test(name)) throw fail('usage.no-such-commit', 'A commit needs full object names.');
  const header = [
    `tree ${parts.tree}`,
    ...parts.parents.map((parent) => `parent ${parent}`),
    `author ${parts.author}`,
    `committer ${parts.committer}`,
    ...(parts.encoding === null ? [] : [`encoding ${parts.encoding}`]),
  ];
  return runner.run(writeObject('commit', Buffer.from(`${header.join('\n')}\n\n${parts.message}`, 'latin1')));
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
