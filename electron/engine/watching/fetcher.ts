/** Asks the remote of one project: at an interval, less often while it fails, and soon when somebody says so. */
import { areSame, type WatchTrigger } from '../../../shared/domain/watched.ts';
import { nextFetchInMs } from '../../../shared/planning/watched-branches.ts';
import { engineName } from '../../../shared/planning/automation.ts';
import { fail, problemFrom } from '../../../shared/problem.ts';
import { maskedProblem } from '../../secrets/mask.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';

/** Between two fetches, however often somebody says that there is something new. */
const shortestMs = 1000;
const anyRemote = 'origin';

export interface Fetcher {
  /** The remote that is asked; null where there is none. */
  remote(): string | null;
  /** Finds out which remote is meant, and what was fetched from it before. Once it has, this takes no time. */
  ready(): Promise<void>;
  /** Its branches, as they were fetched last. */
  readonly branches: () => ReadonlyMap<string, string>;
  /** Who said first that there is something new, since the last look. */
  takeTrigger(): WatchTrigger;
  /** Epoch ms; null where no remote is asked. */
  nextAt(): number | null;
  /** Fetches if it is time to. Never rejects. */
  tick(): void;
  /** A webhook says that something is new there. `failed` is called when the fetch that it causes fails. */
  soon(failed: () => void): void;
  /** Fetches now, and answers whether anything moved; rejects with why it could not. */
  now(): Promise<boolean>;
}

export interface FetcherParts {
  readonly engine: Engine;
  readonly open: OpenProject;
  /** The remote that the configuration names, and how often it is to be asked. */
  readonly wish: () => { readonly remote: string | undefined; readonly everyMs: number };
  readonly random: () => number;
  /** Called when the remote has answered, or has not. */
  readonly ended: () => void;
}

const nothing: ReadonlyMap<string, string> = new Map();

export function fetcherOf({ engine, open, wish, random, ended }: FetcherParts): Fetcher {
  const { store, publisher, closing } = engine;
  const { project, repository } = open;
  let remote: string | null | undefined;
  let branches = nothing;
  let running: Promise<boolean> | null = null;
  let again = false;
  /** Where a webhook came since the last fetch: what to call when the next one fails. */
  let webhook: (() => void) | null = null;
  let trigger: WatchTrigger = 'push';
  /** By the clock that no time zone and no correction moves. */
  let nextAtMs = 0;
  let endedAtMs = -Infinity;

  /** Finds the remote that is meant; what was fetched from it before is known at once. */
  const choose = async (): Promise<void> => {
    const named = wish().remote;
    const found = named ?? ((await repository.fetching.remotes()).includes(anyRemote) ? anyRemote : null);
    if (found === remote) return;
    branches = found === null ? nothing : await repository.fetching.branches(found);
    remote = found;
  };

  const fetch = async (): Promise<boolean> => {
    const before = branches;
    const askedBy = webhook;
    webhook = null;
    try {
      if (!remote || (wish().remote ?? anyRemote) !== remote) await choose();
      if (!remote) return false;
      await engine.requireRoom();
      const fetched = await repository.fetching.fetch(remote, closing);
      const moved = !areSame(fetched, before);
      if (moved) {
        branches = fetched;
        publisher.live({ live: 'refs', project: project.id });
      }
      if (askedBy) trigger = 'webhook';
      succeeded();
      return moved;
    } catch (thrown) {
      // Taken away meanwhile: what is meant is looked for anew.
      if (problemFrom(thrown).code === 'usage.no-such-remote' && wish().remote === undefined) {
        remote = undefined;
        await choose();
        if (remote === null) return false;
      }
      askedBy?.();
      if (!closing.aborted) failed(thrown);
      throw thrown;
    }
  };

  const succeeded = (): void => {
    const { problem } = store.watching.get(project.id);
    store.watching.set(project.id, { fetchedAt: engine.now(), failures: 0, problem: null });
    if (problem) publisher.live({ live: 'watch', project: project.id });
  };

  const failed = (thrown: unknown): void => {
    const problem = maskedProblem(problemFrom(thrown), engine.mask);
    publisher.commit((append) => {
      const before = store.watching.get(project.id);
      store.watching.set(project.id, { failures: before.failures + 1, problem });
      // Told once: it goes on being shown until the remote answers.
      if (before.problem?.code !== problem.code)
        append({
          type: 'watch.failed',
          project: project.id,
          by: engineName,
          data: { remote: remote ?? null, code: problem.code, message: problem.message },
        });
    });
    publisher.live({ live: 'watch', project: project.id });
  };

  const start = (): Promise<boolean> => {
    again = false;
    const work = fetch().finally(() => {
      running = null;
      endedAtMs = performance.now();
      if (closing.aborted) return;
      const { failures } = store.watching.get(project.id);
      nextAtMs = endedAtMs + (again ? shortestMs : nextFetchInMs(wish().everyMs, failures, random()));
      queueMicrotask(ended);
    });
    running = work;
    return work;
  };

  return {
    remote: () => remote ?? null,
    async ready() {
      if (remote === undefined) await choose();
    },
    branches: () => branches,
    takeTrigger() {
      const taken = trigger;
      trigger = 'push';
      return taken;
    },
    nextAt: () =>
      remote === null || remote === undefined ? null : engine.now() + Math.max(0, nextAtMs - performance.now()),
    tick() {
      if (running || closing.aborted || performance.now() < nextAtMs || store.readOnlyBecause !== null) return;
      start().catch(() => undefined);
    },
    soon(failed) {
      webhook = failed;
      // What is under way may have been answered before that was pushed.
      if (running) again = true;
      else nextAtMs = Math.min(nextAtMs, endedAtMs + shortestMs);
    },
    async now() {
      if (store.readOnlyBecause !== null) throw fail('refused.read-only', store.readOnlyBecause);
      // One that began before this was asked may have missed what is asked about.
      await running?.catch(() => undefined);
      const moved = await (running ?? start());
      if (remote === null)
        throw fail('usage.no-such-remote', 'The repository has no remote that could be asked.', {
          hint: 'Add one by `git remote add`, or name one in slipway.yaml: watch.remote.',
        });
      return moved;
    },
  };
}
