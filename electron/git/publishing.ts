/**
 * Writing a branch where a person asked for it: into their repository, or to one of its remotes. Each is one ref by
 * compare-and-swap; index, working trees, stash and configuration are not touched, and no hook of theirs runs.
 */
import { copyFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, problemFrom, type ProblemError } from '../../shared/problem.ts';
import { checkPack, missingFrom, packHistory } from './commands/pack.ts';
import { lookUp } from './commands/objects.ts';
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
import { usableAddress } from './remote-address.ts';
import { isCancelled, noSuchRemote, wordsOf } from './remote-problems.ts';
import { gitFailed } from './failures.ts';
import { runnerAt, type Runner } from './run.ts';

const refOf = (branch: string): string => `refs/heads/${branch}`;

/** `folder` is the mirror that `mirror` works in; `source` is the user's repository. */
export function publishingOf(folder: string, mirror: Runner, source: Source): Publishing {
  const asPerson = runnerAt({ cwd: folder, gitDirectory: folder }, personEnvironment(folder, process.env));
  const addressOf = async (remote: string): Promise<string> => {
    const address = (await source.runner.run(remoteAddresses('push'))).get(remote);
    if (address === undefined) throw noSuchRemote(remote);
    return usableAddress(address, remote, source, 'pushed to');
  };
  return {
    async remotes() {
      const addresses = await source.runner.run(remoteAddresses('push'));
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
  const have = await reachedBy(mirror, source);
  await unfinished(folder, async (work) => {
    const base = join(work, 'pack');
    const hash = await mirror.run(packHistory(base, commit, have)).catch(async (thrown: unknown) => {
      throw await lacking(mirror, commit, have, thrown);
    });
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

/**
 * What the repository's own refs name at this moment. The mirror's may be seconds old: what only a branch held that is
 * deleted by now may be gone with it. Refs to nothing are broken there already.
 */
async function reachedBy(mirror: Runner, source: Source): Promise<string[]> {
  const names = [...new Set((await source.runner.run(refTable)).refs.values())];
  const found = names.length === 0 ? [] : await mirror.run(lookUp(names));
  return names.filter((_name, index) => found[index] !== null);
}

/** Of pruned history the mirror kept the commits and not their files: which those are, where that was the reason. */
async function lacking(mirror: Runner, commit: string, have: readonly string[], thrown: unknown): Promise<unknown> {
  if (problemFrom(thrown).code !== gitFailed) return thrown;
  const objects = await mirror.run(missingFrom(commit, have)).catch(() => []);
  if (objects.length === 0) return thrown;
  const first = objects.slice(0, 3).map((object) => object.slice(0, 10));
  const more = objects.length > first.length ? ` and ${String(objects.length - first.length)} more` : '';
  return fail(
    'failed.missing-objects',
    `The history that it was cut from is no longer whole: its branch is gone, and with it ${first.join(', ')}${more}.`,
    {
      hint: 'Fetch what held that history into the repository again, then publish. Building and deploying need none of it.',
      details: { objects: objects.slice(0, 100) },
      cause: thrown,
    },
  );
}

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
