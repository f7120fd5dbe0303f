/**
 * Watching on real repositories and a real history. Runs are rows that the test ends itself, so that it says what is
 * under way; beginning real ones is tried elsewhere.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Engine } from '../../../electron/engine/engine.ts';
import { publisherOn, type Heard } from '../../../electron/engine/publish.ts';
import { watchProjects } from '../../../electron/engine/watch.ts';
import type { WatchParts, WishedRun } from '../../../electron/engine/watching/parts.ts';
import { watchingOn, type Watching } from '../../../electron/engine/watching/watching.ts';
import { workspaceOf, type OpenProject } from '../../../electron/engine/workspace.ts';
import { createGit } from '../../../electron/git/git.ts';
import { logsIn } from '../../../electron/store/logs.ts';
import { openStore, type Store } from '../../../electron/store/store.ts';
import type { Target } from '../../../electron/targets/target.ts';
import type { Output } from '../../../shared/api/contract.ts';
import type { BuildPlan } from '../../../shared/domain/plan.ts';
import type { ProblemError } from '../../../shared/problem.ts';
import { fail } from '../../../shared/problem.ts';
import { createRepository, repositoryIn, temporaryFolder, type FixtureRepository } from '../../fixtures/repository.ts';

export const configuration = (watch = '{ fetch: 1h }'): string => `slipway: 1
name: shop
pipeline: {}
watch: ${watch}
environments:
  qa: { kind: qa, follows: main }
  release: { kind: release, to: qa }
`;

export interface Shop {
  /** The user's repository: a clone of `remote`. */
  readonly repository: FixtureRepository;
  readonly remote: FixtureRepository;
  readonly data: string;
}

/** A shop whose repository is a clone of another one. */
export function makeShop(watch?: string): Shop {
  const { path, remove } = temporaryFolder('slipway-watching-');
  onTestFinished(remove);
  const remote = createRepository(join(path, 'remote'));
  remote.commit({ message: 'Begin\n', files: { 'slipway.yaml': configuration(watch), 'a.txt': 'a\n' } });
  remote.git(['clone', '--quiet', remote.path, join(path, 'shop')]);
  // Receiving a push is what the forge's repository is for.
  remote.git(['checkout', '--quiet', '--detach']);
  return { repository: repositoryIn(join(path, 'shop')), remote, data: join(path, 'data') };
}

/** Commits on a branch of the forge's repository. */
export function commitAt(
  remote: FixtureRepository,
  branch: string,
  message: string,
  files: Readonly<Record<string, string>> = { [`${message}.txt`]: message },
): string {
  const from = remote.git(['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`]) || 'HEAD';
  remote.git(['checkout', '--quiet', '--detach', from]);
  const commit = remote.commit({ message: `${message}\n`, files });
  remote.git(['update-ref', `refs/heads/${branch}`, commit]);
  return commit;
}

export interface Watched {
  readonly project: string;
  readonly store: Store;
  readonly watching: Watching;
  readonly open: OpenProject;
  /** Runs that were begun: `branch subject`. */
  readonly begun: string[];
  readonly wishes: (WishedRun & { readonly id: string })[];
  readonly heard: Heard[];
  /** Puts a run that goes on into the history; `wanted` null is all the stages. Answers its id. */
  insertRun(run: { ref: string; commit: string; wanted: string[] | null; key?: string }): string;
  /** Why a run cannot begin, from now on. */
  refuse(problem: ProblemError | null): void;
  get(): Promise<Output<'watch.get'>>;
  /** Ends the oldest run that is under way. */
  end(): void;
  log(run: string): string[];
  close(): Promise<void>;
}

let runs = 0;

/** An engine that watches the shop; `serve` false leaves it as a terminal's command would start it. */
export async function watchShop(shop: Shop, options: { serve?: boolean; secret?: string } = {}): Promise<Watched> {
  const store = openStore(shop.data);
  const closing = new AbortController();
  const publisher = publisherOn(store, Date.now);
  const heard: Heard[] = [];
  publisher.listen((event) => heard.push(event));
  const logs = logsIn(join(shop.data, 'logs'), (text) => text);
  const nothing = { watch: () => undefined } as unknown as Target;
  const workspace = workspaceOf({
    dataDirectory: shop.data,
    store,
    publisher,
    git: createGit(),
    targetAt: () => nothing,
    now: Date.now,
    newId: () => 'shop',
  });
  const secret = (name: string): Promise<string> =>
    name === 'HOOK' && options.secret !== undefined
      ? Promise.resolve(options.secret)
      : Promise.reject(fail('usage.no-such-secret', 'It is not set.'));
  const engine = {
    ...{ store, publisher, workspace, logs, secret, closing: closing.signal, now: Date.now },
    mask: (text: string) => text,
    requireRoom: () => Promise.resolve(),
  } as unknown as Engine;
  const insertRun: Watched['insertRun'] = ({ ref, commit, wanted, key }) => {
    const id = `run${String((runs += 1))}`;
    const plan = { kind: 'run', ref, commit, run: { wanted }, steps: [] } as unknown as BuildPlan;
    store.operations.insert({
      ...{ id, project: 'shop', kind: 'run', scope: `run:${commit}`, environment: null, title: 'Run' },
      ...{ release: null, revision: null, plan, status: 'running', by: 'slipway', why: null, key: key ?? id },
      startedAt: 1,
    });
    return id;
  };
  const wishes: (WishedRun & { id: string })[] = [];
  const begun: string[] = [];
  let refusal: ProblemError | null = null;
  const parts: WatchParts = {
    random: () => 0.5,
    tests: () => [],
    stateOf: (run) => {
      const status = store.operations.get(run)?.status;
      return status === undefined ? null : status === 'done' ? 'passed' : 'running';
    },
    async begin(open, wish) {
      if (refusal) throw refusal;
      const { commit } = await open.repository.detail(wish.commit);
      const { id: project } = open.project;
      const known =
        store.operations.byKey(project, wish.key) ?? store.operations.openInScope(project, `run:${wish.commit}`);
      if (known) return known.id;
      const id = insertRun({ ...wish, wanted: null });
      wishes.push({ ...wish, id });
      begun.push(`${wish.ref} ${commit.subject}`);
      return id;
    },
  };
  const watching = watchingOn(engine, parts);
  const stopLooking = watchProjects(engine, watching);
  if (options.serve !== false) watching.serve();
  const open = await workspace.open(shop.repository.path, 'ada');
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    closing.abort();
    watching.stop();
    await stopLooking();
    await sleep(100);
    store.close();
  };
  onTestFinished(close);
  return {
    ...{ project: open.project.id, store, watching, open, begun, wishes, heard, insertRun, close },
    refuse(problem) {
      refusal = problem;
    },
    get: () => watching.get(open.project.id),
    end() {
      const oldest = store.operations.openOfProject(open.project.id).at(-1);
      if (!oldest) throw new Error('Nothing runs.');
      publisher.commit((append) => {
        store.operations.setStatus(oldest.id, 'done', null, Date.now());
        append({ type: 'operation.finished', project: open.project.id, operation: oldest.id, by: 'slipway' });
      });
    },
    log: (run) => logs.tail(run, 100).map(({ text }) => text),
  };
}

/** Waits until something holds; fails with what it last was. */
export async function until(holds: () => boolean | Promise<boolean>, what: () => unknown, ms = 8000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It did not come to that: ${JSON.stringify(what())}`);
    await sleep(10);
  }
}
