/**
 * Writing a branch where a person asked for it: into their repository, or to one of its remotes. Each is one ref by
 * compare-and-swap; index, working trees, stash and configuration are not touched, and no hook of theirs runs.
 */
import { copyFile, readdir, realpath, rename, rm } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fail, problemFrom, type ProblemError } from '../../shared/problem.ts';
import { checkPack, packHistory } from './commands/pack.ts';
import {
  aliasOf,
  identity,
  push,
  refAt,
  remoteAddresses,
  remoteBranch,
  worktreeOf,
  writeRef,
} from './commands/publish.ts';
import { refTable } from './commands/refs.ts';
import { unfinished } from './keep.ts';
import { withoutCredentials } from './names.ts';
import { personEnvironment } from './person-environment.ts';
import type { Source } from './probe.ts';
import type { Publishing } from './repository.ts';
import { runnerAt, type Runner } from './run.ts';

const refOf = (branch: string): string => `refs/heads/${branch}`;

/** `folder` is the mirror that `mirror` works in; `source` is the user's repository. */
export function publishingOf(folder: string, mirror: Runner, source: Source): Publishing {
  const asPerson = runnerAt({ cwd: folder, gitDirectory: folder }, personEnvironment(folder, process.env));
  const addressOf = async (remote: string): Promise<string> => {
    const address = (await source.runner.run(remoteAddresses)).get(remote);
    if (address === undefined) throw noSuchRemote(remote);
    return usableAddress(address, remote, source);
  };
  return {
    async remotes() {
      const addresses = await source.runner.run(remoteAddresses);
      return [...addresses].map(([name, address]) => ({ name, address: withoutCredentials(address) ?? '(not shown)' }));
    },
    async branchAt(to, branch, signal) {
      if (to === 'repository') return source.runner.run(refAt(refOf(branch)));
      const address = await addressOf(to);
      return asPerson.run(remoteBranch(address, refOf(branch)), signal).catch((thrown: unknown) => {
        throw remoteFailed(thrown, to, address);
      });
    },
    async write(to, branch, { from, commit }, signal) {
      if (to === 'repository') {
        await writeToRepository(folder, mirror, source, refOf(branch), from, commit);
        return;
      }
      const address = await addressOf(to);
      await asPerson.run(push(address, refOf(branch), from, commit), signal).catch((thrown: unknown) => {
        throw pushFailed(thrown, to, branch, address);
      });
    },
    async person() {
      const { gitDirectory } = source;
      const runner = runnerAt({ cwd: gitDirectory, gitDirectory }, personEnvironment(gitDirectory, process.env));
      return runner.run(identity).catch(() => ({ name: null, email: null }));
    },
  };
}

async function writeToRepository(
  folder: string,
  mirror: Runner,
  source: Source,
  ref: string,
  from: string | null,
  commit: string | null,
): Promise<void> {
  const branch = ref.slice('refs/heads/'.length);
  const worktree = await source.runner.run(worktreeOf(ref));
  if (worktree !== null)
    throw fail(
      'refused.checked-out',
      `${branch} is checked out in ${worktree}: moving it would leave that checkout behind.`,
      {
        hint: 'Check out another branch there, or publish to a remote.',
        details: { worktree },
      },
    );
  const alias = await source.runner.run(aliasOf(ref));
  if (alias !== null)
    throw fail('refused.alias', `${branch} is another name of ${alias} in the repository.`, {
      hint: 'Take that name away, or choose another branch.',
    });
  if (commit !== null) await bringObjects(folder, mirror, source, commit);
  const zero = '0'.repeat((commit ?? from ?? '').length || 40);
  await source.runner.run(writeRef(ref, from ?? zero, commit)).catch(async (thrown: unknown) => {
    const is = await source.runner.run(refAt(ref));
    throw is === from ? thrown : branchMoved(branch, 'the repository', is);
  });
}

/** Copies what the repository has not into its object store. The pack comes before its index: only then it counts. */
async function bringObjects(folder: string, mirror: Runner, source: Source, commit: string): Promise<void> {
  const { refs } = await mirror.run(refTable);
  await unfinished(folder, async (work) => {
    const base = join(work, 'pack');
    const hash = await mirror.run(packHistory(base, commit, [...new Set(refs.values())]));
    if (hash === null) return;
    await mirror.run(checkPack(`${base}-${hash}.pack`, join(work, 'checked')));
    const store = join(source.objectsDirectory, 'pack');
    const there = new Set(await readdir(store));
    for (const name of [`pack-${hash}.pack`, `pack-${hash}.idx`]) {
      if (there.has(name)) continue;
      // A name that git itself sweeps up when it is left behind.
      const half = join(store, `tmp_${name}`);
      try {
        await copyFile(join(work, name), half);
        await rename(half, join(store, name));
      } finally {
        await rm(half, { force: true });
      }
    }
  });
}

/** A folder as address is meant from the repository's root; one inside it could hold hooks that came with the repository. */
async function usableAddress(address: string, remote: string, source: Source): Promise<string> {
  // eslint-disable-next-line no-control-regex -- no address holds any
  if (address.startsWith('-') || /[\0-\x1f]/.test(address)) throw unusable(remote, 'Its address is none.');
  const path = /^file:\/\//i.test(address) ? decodeURI(address.replace(/^file:\/\/[^/]*/i, '')) : address;
  const isPath = path !== address || !/^[A-Za-z][A-Za-z0-9+.-]*:|^[^/]*:/.test(address);
  if (!isPath) return address;
  const { root, commonDirectory } = source.opened;
  const folder = resolve(root, path);
  const real = await realpath(folder).catch(() => folder);
  if ([root, commonDirectory].some((own) => isInside(own, real) || isInside(own, folder)))
    throw unusable(remote, 'Its address leads into the opened repository itself, whose hooks would run.');
  return folder;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || /^\.\.[/\\]/.test(way) || isAbsolute(way));
}

const unusable = (remote: string, why: string): ProblemError =>
  fail('refused.remote', `Nothing is pushed to ${remote}. ${why}`, { hint: 'Set another push address for it.' });

const noSuchRemote = (remote: string): ProblemError =>
  fail('usage.no-such-remote', `There is no remote called ${JSON.stringify(remote.slice(0, 100))}.`, {
    hint: '`git remote -v` lists them; `repository` is the repository itself.',
  });

/** Why a branch was not written: it is not where a person saw it. */
export const branchMoved = (branch: string, where: string, is: string | null): ProblemError =>
  fail(
    'conflict.branch-moved',
    `${branch} was ${is === null ? 'deleted' : `moved to ${is.slice(0, 7)}`} in ${where} by somebody else.`,
    {
      hint: 'Look at what is there. Publish over it only if what Slipway has is to take its place.',
      details: { branch, is },
    },
  );

/** Git's own words, without what opens the address. */
function wordsOf(thrown: unknown, address: string): string {
  const { details, message } = problemFrom(thrown);
  const words = typeof details['stderr'] === 'string' && details['stderr'] !== '' ? details['stderr'] : message;
  return words.replaceAll(address, withoutCredentials(address) ?? '…').replaceAll(/\/\/[^/\s@]*@/g, '//');
}

const isCancelled = (thrown: unknown): boolean => problemFrom(thrown).code === 'failed.cancelled';

function remoteFailed(thrown: unknown, remote: string, address: string): unknown {
  if (isCancelled(thrown)) return thrown;
  return fail('failed.remote', `${remote} does not answer: ${wordsOf(thrown, address)}`, {
    hint: 'Look at the connection and at your credentials: `git ls-remote` with the same address says the same.',
    details: { remote },
  });
}

function pushFailed(thrown: unknown, remote: string, branch: string, address: string): unknown {
  if (isCancelled(thrown)) return thrown;
  const words = wordsOf(thrown, address);
  const details = { remote, branch, git: words };
  if (
    /\[rejected\].*\(stale info\)|\[remote rejected\].*\((?:cannot lock ref|incorrect old value|reference already exists)/.test(
      words,
    )
  )
    return fail('conflict.branch-moved', `${branch} is not where it was seen on ${remote}: ${words}`, {
      hint: 'Look at what is there. Publish over it only if what Slipway has is to take its place.',
      details,
    });
  if (/\[(?:remote )?rejected\]/.test(words))
    return fail('refused.push', `${remote} refuses ${branch}: ${words}`, {
      hint: 'These are the words of git and of the remote.',
      details,
    });
  return fail('failed.push', `${branch} could not be pushed to ${remote}: ${words}`, {
    hint: 'Look at the connection and at your credentials, then publish again.',
    details,
  });
}
