/** Names that come from outside: what may be looked up, and as what. */
import { posix } from 'node:path';
import { fail, type ProblemError } from '../../shared/problem.ts';

export const isObjectName = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

export const noSuchRef = (ref: string): ProblemError =>
  fail('usage.no-such-ref', `There is no branch, tag or commit ${JSON.stringify(ref.slice(0, 200))}.`, {
    hint: 'Refresh if it was pushed just now; look at the list of branches and tags.',
    details: { ref: ref.slice(0, 200) },
  });

export const noSuchCommit = (sha: string): ProblemError =>
  fail('usage.no-such-commit', `There is no commit ${JSON.stringify(sha.slice(0, 64))}.`, {
    hint: 'It may have been removed by a forced push, or the name is not a full one.',
    details: { commit: sha.slice(0, 64) },
  });

/**
 * What a name could mean, the most certain first: a branch before a tag of the same name, so that pushing a tag called
 * `main` does not change what `main` builds. Empty for what looks like an option, a search or a range.
 */
export function meaningsOf(name: string, head: string | null): string[] {
  if (
    name === '' ||
    name.length > 1000 ||
    name.startsWith('-') ||
    /[\0-\x20\x7f:?*[\\]|\.\.|@\{|\^[^0-9^~{]|\^\{(?!commit\}|\})/.test(name)
  )
    return [];
  const relative = /^(?:HEAD|@)(?=[~^]|$)/.exec(name);
  if (relative) return head === null ? [] : [`${head}${name.slice(relative[0].length)}^{commit}`];
  const meanings =
    isObjectName(name) || name.startsWith('refs/')
      ? [name]
      : [`refs/heads/${name}`, `refs/tags/${name}`, `refs/remotes/${name}`, name];
  return meanings.map((meaning) => `${meaning}^{commit}`);
}

/** A path inside a tree, without `.` and doubled slashes; null for one that leaves the tree. Empty means its root. */
export function treePath(path: string): string | null {
  if (/[\0\n]/.test(path) || posix.isAbsolute(path)) return null;
  const clean = posix.normalize(path === '' ? '.' : path).replace(/\/$/, '');
  if (clean === '..' || clean.startsWith('../')) return null;
  return clean === '.' ? '' : clean;
}

/** The full ref of a pin, such as `refs/slipway/releases/r12`. */
export function pinRef(name: string): string {
  if (
    !/^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/.test(name) ||
    /\.\.|\.lock(?:\/|$)|\.(?:\/|$)/.test(name)
  ) {
    throw fail('usage.bad-pin', `${JSON.stringify(name)} cannot name a pinned commit.`);
  }
  return `refs/slipway/${name}`;
}

/** An address without what opens it: user and password, query and fragment. Null when nothing of it can be shown. */
export function withoutCredentials(address: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(address)) return /^[^/]*:[^/]*@/.test(address) ? null : address;
  try {
    const url = new URL(address);
    url.username = '';
    url.password = '';
    url.search = '';
    url.hash = '';
    return url.href;
  } catch {
    return null;
  }
}
