/** Brings what green runs made to the environments that follow their branch: once, the newest first, and by itself. */
import { isOpen } from '../../../shared/domain/operation.ts';
import { isBuild } from '../../../shared/domain/plan.ts';
import type { FollowingDeployment } from '../../../shared/domain/run.ts';
import { engineName } from '../../../shared/planning/automation.ts';
import { fateOf } from '../../../shared/planning/following.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import type { StoredOperation } from '../../store/queries/operations.ts';
import { beginDeployment } from '../begin-deployment.ts';
import type { Engine } from '../engine.ts';
import { preparePromotion } from '../prepare-promotion.ts';
import type { Heard } from '../publish.ts';

/** What may let a deployment go on that had to wait. What nobody tells of is found by looking now and then. */
const news = ['operation.finished', 'environment.unheld', 'approval.given', 'release.rejected'];
const everyMs = 15_000;

/** Starts to look after green runs; answers how to stop. */
export function deployGreenRuns(engine: Engine): () => Promise<void> {
  const looking = new Map<string, { again: boolean; ended: Promise<void> }>();
  const look = (project: string): void => {
    const state = looking.get(project);
    if (state) {
      state.again = true;
      return;
    }
    const next = { again: false, ended: Promise.resolve() };
    looking.set(project, next);
    next.ended = deployWaiting(engine, project)
      // The history may be read only: it is tried again.
      .catch((error: unknown) => process.stderr.write(`runs of ${project}: ${problemFrom(error).message}\n`))
      .then(() => {
        looking.delete(project);
        if (next.again && !engine.closing.aborted) look(project);
      });
  };
  const lookAtAll = (): void => {
    for (const { id } of engine.store.projects.every()) if (engine.store.runs.waiting(id).length > 0) look(id);
  };
  const hear = (event: Heard): void => {
    if (!('type' in event) || event.project === null) return;
    if (event.operation !== null && event.type.startsWith('operation.')) tellRunOf(engine, event.operation);
    if (news.includes(event.type)) look(event.project);
  };
  if (engine.store.readOnlyBecause !== null) return () => Promise.resolve();
  const unlisten = engine.publisher.listen(hear);
  const timer = setInterval(lookAtAll, everyMs);
  timer.unref();
  lookAtAll();
  return async () => {
    unlisten();
    clearInterval(timer);
    await Promise.all([...looking.values()].map(({ ended }) => ended));
  };
}

async function deployWaiting(engine: Engine, project: string): Promise<void> {
  const { store, closing } = engine;
  const taken = new Map<string, string>();
  for (const waiting of store.runs.waiting(project)) {
    if (closing.aborted) return;
    const { run, environment } = waiting;
    const operation = store.operations.get(run);
    if (!operation || isOpen(operation.status)) continue;
    const newer = taken.get(environment) ?? store.runs.newerBegun(project, environment, run);
    const ahead = await aheadOf(engine, operation, environment).catch(() => null);
    const fate = fateOf(operation.status, store.runs.stages(run), { newer, ahead });
    if (fate === 'deploy') {
      taken.set(environment, run);
      await deploy(engine, project, waiting, operation.release ?? '');
    } else keep(engine, project, { ...waiting, state: 'over', problem: fate });
  }
}

/**
 * The commit that runs in the environment, or waits for it too, and has everything of an old one that is tried again:
 * such a run is the newest, its commit is not. Null without one, and where the branch is at the old one, or was put back.
 */
async function aheadOf(
  engine: Engine,
  { project, plan }: StoredOperation,
  environment: string,
): Promise<string | null> {
  if (!isBuild(plan) || !plan.run?.retries) return null;
  const { store } = engine;
  const { repository } = await engine.workspace.get(project);
  if ((await repository.resolve(plan.ref).catch(() => null)) === plan.commit) return null;
  const waiting = store.runs.waiting(project).filter((one) => one.environment === environment);
  const commits = [
    store.revisions.running(project, environment)?.commit,
    ...waiting.map(({ run }) => greenCommit(store, run)),
  ];
  for (const commit of new Set(commits))
    if (commit && commit !== plan.commit && (await repository.isAncestor(plan.commit, commit))) return commit;
  return null;
}

/** The commit of a run that has passed; null where it has not. */
function greenCommit(store: Engine['store'], run: string): string | null {
  const operation = store.operations.get(run);
  if (!operation || !isBuild(operation.plan)) return null;
  const fate = fateOf(operation.status, store.runs.stages(run));
  return fate === 'deploy' ? operation.plan.commit : null;
}

const keyOf = (run: string, environment: string): string => `deploy:${run}:${environment}`;

/** What a run's deployment does is the last stage of the run, and moves whoever looks at it. */
function tellRunOf(engine: Engine, id: string): void {
  const operation = engine.store.operations.get(id);
  const run = /^deploy:([^:]+):/.exec(operation?.key ?? '')?.[1];
  if (operation && run !== undefined) engine.runMoved(operation.project, run);
}

async function deploy(engine: Engine, project: string, waiting: FollowingDeployment, release: string): Promise<void> {
  const { store } = engine;
  const { run, environment } = waiting;
  const key = keyOf(run, environment);
  const begun = (operation: string): void => {
    keep(engine, project, { ...waiting, state: 'begun', operation, problem: null });
  };
  // It was begun before a crash that left no time to say so.
  const earlier = store.operations.byKey(project, key);
  if (earlier) {
    begun(earlier.id);
    return;
  }
  try {
    const open = await engine.workspace.get(project);
    const prepared = await preparePromotion(engine, open, release, environment);
    const asked = { by: engineName, why: `Run ${run} passed`, key };
    const operation = await beginDeployment(engine, prepared, undefined, asked);
    engine.crashPoint('run.deploy.begun');
    begun(operation.id);
  } catch (error) {
    const problem = problemFrom(error);
    keep(engine, project, { ...waiting, state: isFinal(problem) ? 'over' : 'waiting', problem });
  }
}

/** Nothing that happens later lets this release come here. */
const isFinal = ({ code }: Problem): boolean =>
  code.startsWith('usage.') || code === 'refused.rejected' || code === 'refused.already-running';

function keep(engine: Engine, project: string, deployment: FollowingDeployment): void {
  const { store } = engine;
  const before = store.runs.deployments(deployment.run).find((one) => one.environment === deployment.environment);
  if (JSON.stringify(before) === JSON.stringify(deployment)) return;
  store.transact(() => {
    store.runs.setDeployment(project, deployment);
  });
  engine.runMoved(project, deployment.run);
}
