/**
 * A commit out of its object, as `git log` would tell it: what is written as nearly everybody's is. The rest is left to git,
 * which has met everything else.
 */
import type { Commit } from '../../shared/domain/commit.ts';

/** Longer texts are cut by who reads a log. */
const longest = 1000;
const header =
  /^tree ([0-9a-f]+)\n((?:parent [0-9a-f]+\n)*)author ([^\n]*)\ncommitter ([^\n]*)\n((?:[a-z]+ [^\n]*\n(?: [^\n]*\n)*)*)\n/;
/** A name without space around it, an address, seconds since 1970 and a zone. */
const person = /^([^\s<>](?:[^<>]*[^\s<>])?) <([^<>]*)> (\d{1,10}) [+-]\d{4}$/;

/** The commit in an object's bytes; null for one that is written in any unusual way. */
export function commitIn(sha: string, bytes: Buffer): Commit | null {
  const text = bytes.toString('utf8');
  const found = header.exec(text);
  if (!found || text.includes('\0')) return null;
  const [whole, tree = '', parentLines = '', author = '', committer = '', others = ''] = found;
  const [, name = '', email = '', authored] = person.exec(author) ?? [];
  const committed = person.exec(committer)?.[3];
  // Another encoding than UTF-8 is a header; of a person who is named twice git takes the last.
  if (authored === undefined || committed === undefined || /^(?:encoding|author|committer) /m.test(others)) return null;
  const parents = parentLines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice('parent '.length));
  if ([tree, ...parents].some((name) => name.length !== sha.length)) return null;
  const subject = subjectOf(text.slice(whole.length));
  if ([name, email, subject].some((one) => one.length > longest)) return null;
  return {
    sha,
    parents,
    author: name,
    email,
    authoredAt: Number(authored) * 1000,
    committedAt: Number(committed) * 1000,
    subject,
  };
}

/** The first paragraph on one line, each line without the space at its end. */
function subjectOf(message: string): string {
  const lines = message.split('\n').map(withoutSpaceAtEnd);
  const first = lines.findIndex((line) => line !== '');
  if (first < 0) return '';
  const end = lines.indexOf('', first);
  return lines.slice(first, end < 0 ? undefined : end).join(' ');
}

/** What git takes for space, and no pattern: one of those takes a second for a line of thirty thousand spaces and a letter. */
function withoutSpaceAtEnd(line: string): string {
  let end = line.length;
  while (end > 0 && ' \t\r'.includes(line.charAt(end - 1))) end -= 1;
  return line.slice(0, end);
}
