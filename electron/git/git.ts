/** The Git adapter: opens repositories by their mirrors. */
import type { Ref } from '../../shared/domain/commit.ts';
import { fail, problemFrom } from '../../shared/problem.ts';
import { originAddress, version } from './commands/repository.ts';
import { twinsOf } from './changes.ts';
import { readDiff } from './diff.ts';
import { fetchingOf } from './fetching.ts';
import { filesOf } from './files.ts';
import { allRefs, historyOf } from './history.ts';
import { logPagesOf } from './log-page.ts';
import { openMirror, refreshMirror, type Refreshed } from './mirror.ts';
import { withoutCredentials } from './names.ts';
import type { Mirror } from './objects.ts';
import { picksOf } from './picks/open.ts';
import { pinsOf } from './pins.ts';
import { workingTreesOf } from './working-tree.ts';
import { publishingOf } from './publishing.ts';
import { emptyRepository, findRepository, requireCommits, type Source } from './probe.ts';
import type { Git, Repository } from './repository.ts';
import { gitFailed } from './failures.ts';
import { runnerAt } from './run.ts';

const oldest = [2, 39] as const;

/** The adapter on the machine's git. */
export function createGit(): Git {
  let known: Promise<string> | null = null;
  const checked = (): Promise<string> => {
    known ??= checkedVersion();
    known.catch(() => {
      known = null;
    });
    return known;
  };
  return {
    version: checked,
    async probe(path) {
      await checked();
      const source = await findRepository(path);
      await requireCommits(source);
      return source.opened;
    },
    async open(path, mirror) {
      const [, source] = await Promise.all([checked(), findRepository(path)]);
      const runner = await openMirror(mirror, source);
      const refreshed = await refreshMirror(mirror, runner, source);
      if (refreshed.refs === 0 && refreshed.head === null) throw emptyRepository(source.opened.root);
      return repositoryAt(mirror, runner, source, refreshed);
    },
  };
}

async function checkedVersion(): Promise<string> {
  const found = await runnerAt({ cwd: process.cwd(), gitDirectory: null }).run(version);
  const [major = 0, minor = 0] = found.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw fail('failed.git-too-old', `Git ${found} is too old: Slipway needs ${oldest.join('.')} or newer.`, {
      hint: 'Update Git and start Slipway again.',
      details: { version: found },
    });
  }
  return found;
}

function repositoryAt(folder: string, runner: Mirror, source: Source, first: Refreshed): Repository {
  let { head, branches, lent } = first;
  let named = byName(branches);
  let listed: Promise<Ref[]> | null = null;
  let last: Promise<boolean> = Promise.resolve(first.moved);
  /** A refresh that failed may have moved some of what the next one finds in its place. */
  let unsure = false;
  const refresh = async (): Promise<boolean> => {
    const refreshed = await refreshMirror(folder, runner, source).catch((thrown: unknown) => {
      listed = null;
      unsure = true;
      throw thrown;
    });
    const refsMoved = refreshed.moved || unsure;
    unsure = false;
    if (refreshed.lent !== lent) runner.objects.forget();
    // Who asks meanwhile gets the picture from before, at once: what is listed and what is known change together.
    const list = refsMoved && listed !== null ? await allRefs(runner).catch(() => null) : null;
    if (refsMoved) listed = list && Promise.resolve(list);
    const moved = refsMoved || refreshed.head !== head;
    ({ head, branches, lent } = refreshed);
    if (refsMoved) named = byName(branches);
    return moved;
  };
  /** Nothing but a refresh moves what is listed, and every picture of the project asks for it more than once. */
  const refs = (): Promise<Ref[]> => {
    const asked = listed ?? allRefs(runner);
    listed = asked;
    asked.catch(() => {
      if (listed === asked) listed = null;
    });
    return asked;
  };
  const safe = new Set<string>();
  const history = historyOf(runner, { head: () => head, branches: () => branches, refs });
  return {
    opened: source.opened,
    picks: picksOf(folder, runner, source.objectFormat),
    refresh() {
      // One after the other: two at once would race for the same ref locks.
      last = last.catch(() => false).then(refresh);
      return last;
    },
    branches: () => named,
    ...history,
    diff: (sha, options) => readDiff(runner, sha, options),
    ...logPagesOf(folder, runner, { resolve: history.resolve, head: () => head }),
    ...filesOf(folder, runner, safe),
    ...pinsOf(folder, runner, safe),
    twins: twinsOf(folder, runner),
    publishing: publishingOf(folder, runner, source),
    fetching: fetchingOf(folder, runner, source),
    workingTree: workingTreesOf(folder, runner, source),
    async originUrl() {
      const address = await source.runner.run(originAddress).catch((thrown: unknown) => {
        // A configuration that git cannot read has no address either.
        if (problemFrom(thrown).code === gitFailed) return null;
        throw thrown;
      });
      return address === null ? null : withoutCredentials(address);
    },
  };
}

/** Commits by the names of branches. */
const byName = (branches: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...branches].map(([ref, sha]) => [ref.slice('refs/heads/'.length), sha]));
