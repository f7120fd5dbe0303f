/** Watching one project: what is on, what was seen, what runs. One look at a time. */
import type { Configuration } from '../../../shared/configuration/schema.ts';
import type { WatchedBranch } from '../../../shared/api/watching.ts';
import type { KnownBranch } from '../../../shared/domain/watched.ts';
import {
  asksRemote,
  defaultAtOnce,
  environmentsOf,
  fetchEveryMs,
  selectionOf,
} from '../../../shared/planning/watched-branches.ts';
import type { Output } from '../../../shared/api/contract.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { branchesOf } from './branches.ts';
import { fetcherOf, type Fetcher } from './fetcher.ts';
import { lineOf, openRuns } from './line.ts';
import { overtakenIn } from './overtaken.ts';
import type { WatchParts } from './parts.ts';

export interface ProjectWatch {
  /** Looks for what moved, and begins what may run. Never rejects; asked for in the middle of a look, it looks again. */
  look(): Promise<void>;
  /** Fetches if it is time to. */
  tick(): void;
  readonly fetcher: Fetcher;
  view(serves: boolean): Promise<Output<'watch.get'>>;
}

const shownAtMost = 500;

export function projectWatchOf(engine: Engine, open: OpenProject, parts: WatchParts): ProjectWatch {
  const { store } = engine;
  const { id } = open.project;
  const branches = branchesOf(engine, open);
  const line = lineOf(engine, open, branches, parts);
  const tellOvertaken = overtakenIn(engine, open);
  /** As the last look found it; null while nothing is watched. */
  let watched: Configuration | null = null;
  let fetched = false;
  let looking: Promise<void> | null = null;
  let again = false;

  const fetcher = fetcherOf({
    engine,
    open,
    random: parts.random,
    wish: () => ({ remote: watched?.watch?.remote, everyMs: watched ? fetchEveryMs(watched) : 60_000 }),
    ended() {
      fetched = true;
      void look();
    },
  });

  const configured = async (): Promise<Configuration | null> => {
    const configuration = await open.inForce();
    return configuration && asksRemote(configuration, parts.tests(id)) ? configuration : null;
  };

  const lookOnce = async (): Promise<void> => {
    watched = await configured();
    if (watched === null || store.readOnlyBecause !== null || engine.closing.aborted) return;
    await fetcher.ready();
    if (!watched.pipeline) return;
    // At first what is here may be older than what is there: nothing is built before the remote was asked.
    if (!fetched && !store.watching.get(id).looked) {
      fetcher.tick();
      return;
    }
    const tests = parts.tests(id);
    const seen = await branches.look({
      remote: fetcher.remote(),
      branches: fetcher.branches(),
      environmentsOf: environmentsOf(watched, tests),
      selection: selectionOf(watched, tests),
      trigger: fetcher.takeTrigger(),
    });
    await tellOvertaken(seen);
    await line.begin(watched.watch?.atOnce ?? defaultAtOnce);
  };

  const look = (): Promise<void> => {
    again = true;
    looking ??= (async () => {
      while (again && !engine.closing.aborted) {
        again = false;
        // A repository that went away, or a history that cannot be written now: the next look finds the same work.
        await lookOnce().catch(() => undefined);
      }
    })().finally(() => {
      looking = null;
    });
    return looking;
  };

  const branchOf = (known: KnownBranch, environments: readonly string[]): WatchedBranch => {
    const { branch, local, remote, waiting, built } = known;
    const stays = built !== null && (built.commit === local || built.commit === remote);
    const state = built?.run ? parts.stateOf(built.run) : null;
    return {
      branch,
      commit: waiting?.commit ?? (stays ? built.commit : (remote ?? local ?? '')),
      environments: [...environments],
      state: waiting ? 'waiting' : (state ?? (built?.problem ? 'failed' : 'new')),
      run: built?.run ?? null,
      problem: line.problemOf(branch) ?? (waiting ? null : (built?.problem ?? null)),
    };
  };

  return {
    look,
    fetcher,
    tick() {
      if (watched !== null) fetcher.tick();
    },
    async view(serves) {
      const configuration = await open.inForce();
      const { paused, fetchedAt, problem } = store.watching.get(id);
      const on = configuration ? environmentsOf(configuration, parts.tests(id)) : () => null;
      const shown = [...branches.known.values()]
        .flatMap((known) => {
          const environments = on(known.branch);
          return environments === null ? [] : [{ known, environments, branch: known.branch }];
        })
        .sort(byImportance)
        .slice(0, shownAtMost);
      const reason = reasonOf(engine, configuration, serves, paused);
      return {
        on: reason === null,
        reason,
        paused,
        remote: fetcher.remote() ?? store.watching.get(id).remote,
        fetchedAt,
        nextFetchAt: reason === null || paused ? fetcher.nextAt() : null,
        problem,
        branches: shown.map(({ known, environments }) => branchOf(known, environments)),
        queue: [...branches.known.values()]
          .flatMap(({ waiting }) => waiting ?? [])
          .sort((one, other) => one.since - other.since || (one.branch < other.branch ? -1 : 1))
          .map(({ branch, commit, since }) => ({ branch, commit, since })),
        running: openRuns(engine, id).map((run) => run.id),
        atOnce: configuration?.watch?.atOnce ?? defaultAtOnce,
      };
    },
  };
}

type Shown = Pick<WatchedBranch, 'branch'> & { readonly environments: readonly string[] };
const byImportance = (one: Shown, other: Shown): number =>
  Number(other.environments.length > 0) - Number(one.environments.length > 0) || (one.branch < other.branch ? -1 : 1);

/** Why nothing is built by itself; null when it is. */
function reasonOf(
  { store }: Engine,
  configuration: Configuration | null,
  serves: boolean,
  paused: Output<'watch.get'>['paused'],
): string | null {
  if (!configuration) return 'There is no valid slipway.yaml.';
  if (!configuration.pipeline)
    return 'slipway.yaml has no `pipeline:`; an empty one, `pipeline: {}`, is enough to build new commits.';
  if (store.readOnlyBecause !== null) return store.readOnlyBecause;
  if (!serves) return 'This engine was started for a command of the terminal. The app and `slipway serve` watch.';
  if (paused) return `Paused by ${paused.by}${paused.why ? `: ${paused.why}` : '.'}`;
  return null;
}
