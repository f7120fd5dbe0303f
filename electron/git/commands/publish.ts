/** Writing a branch to the user's repository and to its remotes. Branch names are checked before they come here. */
import type { Command } from '../run.ts';
import { fieldsOf } from './records.ts';

/** The working tree that has a branch checked out; null when none has. */
export const worktreeOf = (ref: string): Command<string | null> => ({
  args: ['worktree', 'list', '--porcelain', '-z'],
  parse(output) {
    let worktree: string | null = null;
    for (const line of output.split('\0')) {
      if (line.startsWith('worktree ')) worktree = line.slice('worktree '.length);
      if (line === `branch ${ref}`) return worktree ?? '';
    }
    return null;
  },
});

/** The ref that a ref is another name of; null for an ordinary one. */
export const aliasOf = (ref: string): Command<string | null> => ({
  args: ['symbolic-ref', '--quiet', ref],
  accepts: [1],
  parse: (output, exitCode) => (exitCode === 0 ? output.trim() : null),
});

/** The commit that a ref names; null when there is no such ref. */
export const refAt = (ref: string): Command<string | null> => ({
  args: ['for-each-ref', '--format=%(objectname) %(refname)', ref],
  parse: (output) =>
    output
      .split('\n')
      .map((line) => line.split(' '))
      .find(([, name]) => name === ref)?.[0] ?? null,
});

/** Moves, makes or deletes a ref; `from` is what must be there, zeros for nothing. */
export const writeRef = (ref: string, from: string, to: string | null): Command<void> => ({
  args: to === null ? ['update-ref', '--no-deref', '-d', ref, from] : ['update-ref', '--no-deref', ref, to, from],
  parse: () => undefined,
});

/** Addresses of every remote as its repository's own configuration has them, by name: for what they are asked for first. */
export const remoteAddresses = (use: 'push' | 'fetch'): Command<Map<string, string>> => ({
  args: ['config', '-z', '--get-regexp', '^remote\\..*\\.(url|pushurl)$'],
  accepts: [1],
  parse(output) {
    const push = new Map<string, string>();
    const fetch = new Map<string, string>();
    for (const field of fieldsOf(output)) {
      const [key = '', ...rest] = field.split('\n');
      const name = /^remote\.(.+)\.(?:push)?url$/s.exec(key)?.[1];
      const known = key.endsWith('.pushurl') ? push : fetch;
      if (name !== undefined && !known.has(name)) known.set(name, rest.join('\n'));
    }
    return use === 'push' ? new Map([...fetch, ...push]) : fetch;
  },
});

/** Who the person is: the last of each setting counts. */
export const identity: Command<{ name: string | null; email: string | null }> = {
  args: ['config', '-z', '--get-regexp', '^user\\.(name|email)$'],
  accepts: [1],
  parse(output) {
    const last = (wanted: string): string | null =>
      fieldsOf(output)
        .findLast((field) => field.startsWith(`${wanted}\n`))
        ?.slice(wanted.length + 1) ?? null;
    return { name: last('user.name'), email: last('user.email') };
  },
};

const remoteTimeoutMs = 30_000;
const pushTimeoutMs = 10 * 60_000;

/** Where a branch of a remote is; null when it has none. */
export const remoteBranch = (address: string, ref: string): Command<string | null> => ({
  args: ['ls-remote', '--refs', '--', address, ref],
  timeoutMs: remoteTimeoutMs,
  parse: (output) =>
    output
      .split('\n')
      .map((line) => line.split('\t'))
      .find(([, name]) => name === ref)?.[0] ?? null,
});

/** Pushes one ref by compare-and-swap: `from` null means that there must be none, `to` null deletes it. */
export const push = (address: string, ref: string, from: string | null, to: string | null): Command<void> => ({
  args: [
    'push',
    '--no-verify',
    '--no-follow-tags',
    `--force-with-lease=${ref}:${from ?? ''}`,
    '--',
    address,
    `${to ?? ''}:${ref}`,
  ],
  timeoutMs: pushTimeoutMs,
  parse: () => undefined,
});
