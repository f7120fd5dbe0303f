/**
 * Fetching: the branches of a remote, brought into the mirror under refs of their own with the person's credentials.
 * The user's repository is only asked for the address. What the mirror borrows from there is not transferred again.
 */
import { areSame } from '../../shared/domain/watched.ts';
import { problemFrom } from '../../shared/problem.ts';
import { fetchedHeads, fetchHeads, remoteHeads } from './commands/fetch.ts';
import { lookUp } from './commands/objects.ts';
import { remoteAddresses } from './commands/publish.ts';
import { moveRefs } from './commands/refs.ts';
import { personEnvironment } from './person-environment.ts';
import type { Source } from './probe.ts';
import { usableAddress } from './remote-address.ts';
import { fetchFailed, isCancelled, noSuchRemote } from './remote-problems.ts';
import type { Fetching } from './repository.ts';
import { gitFailed } from './failures.ts';
import { runnerAt, type Runner } from './run.ts';

/** Beside `refs/slipway/`: what is pinned is copied whole, and this borrows from the user's repository. */
const prefixOf = (remote: string): string =>
  `refs/fetched/${encodeURIComponent(remote).replaceAll('.', '%2E').replaceAll('*', '%2A')}/`;

/** `folder` is the mirror that `mirror` works in; `source` is the user's repository. */
export function fetchingOf(folder: string, mirror: Runner, source: Source): Fetching {
  const asPerson = runnerAt({ cwd: folder, gitDirectory: folder }, personEnvironment(folder, process.env));
  const running = new Map<string, Promise<ReadonlyMap<string, string>>>();
  /** What was fetched last: nothing else moves those refs. */
  const fetched = new Map<string, ReadonlyMap<string, string>>();

  const fetch = async (remote: string, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> => {
    const written = (await source.runner.run(remoteAddresses('fetch'))).get(remote);
    if (written === undefined) throw noSuchRemote(remote);
    const address = await usableAddress(written, remote, source, 'fetched from');
    const prefix = prefixOf(remote);
    const bring = async (): Promise<ReadonlyMap<string, string>> => {
      const theirs = await asPerson.runApart(remoteHeads(address), signal);
      const ours = await withoutLost(mirror, prefix, fetched.get(remote));
      if (!areSame(ours, theirs)) await asPerson.runApart(fetchHeads(address, prefix), signal);
      const now = areSame(ours, theirs) ? ours : await mirror.run(fetchedHeads(prefix));
      fetched.set(remote, now);
      return now;
    };
    try {
      return await bring().catch(async (thrown: unknown) => {
        if (!lacksObjects(thrown)) throw thrown;
        await forget(mirror, prefix, [...(await mirror.run(fetchedHeads(prefix)))]);
        return bring();
      });
    } catch (thrown) {
      fetched.delete(remote);
      throw fetchFailed(thrown, remote, address);
    }
  };

  return {
    async remotes() {
      return [...(await source.runner.run(remoteAddresses('fetch'))).keys()];
    },
    branches: (remote) => mirror.run(fetchedHeads(prefixOf(remote))),
    fetch(remote, signal) {
      const before = running.get(remote);
      const work = (before ?? Promise.resolve()).catch(() => undefined).then(() => fetch(remote, signal));
      running.set(remote, work);
      const ended = (): void => {
        if (running.get(remote) === work) running.delete(remote);
      };
      work.then(ended, ended);
      return work;
    },
  };
}

/** The branches as fetched. What the user's repository lent may have been deleted there: such a ref is no use to anybody. */
async function withoutLost(
  mirror: Runner,
  prefix: string,
  known: ReadonlyMap<string, string> | undefined,
): Promise<ReadonlyMap<string, string>> {
  const heads = known ?? (await mirror.run(fetchedHeads(prefix)));
  if (heads.size === 0) return heads;
  const found = await mirror.run(lookUp([...heads.values()]));
  const lost = [...heads].filter((_head, index) => found[index]?.type !== 'commit');
  if (lost.length === 0) return heads;
  await forget(mirror, prefix, lost);
  return mirror.run(fetchedHeads(prefix));
}

async function forget(mirror: Runner, prefix: string, heads: readonly (readonly [string, string])[]): Promise<void> {
  if (heads.length === 0) return;
  await mirror.run(
    moveRefs(
      heads.map(([branch]) => ({ ref: `${prefix}${branch}`, to: null })),
      '',
    ),
  );
}

/** Whether history behind a ref was lost though its newest commit is there: git says so while it compares. */
function lacksObjects(thrown: unknown): boolean {
  const { code, message } = problemFrom(thrown);
  return (
    !isCancelled(thrown) &&
    code === gitFailed &&
    /bad object|missing (?:blob|tree|commit|object)|unable to (?:read|find)|could not parse|did not send all necessary objects|failed to traverse|does not point to a valid object/i.test(
      message,
    )
  );
}
