/** Looks at every front in the background, so that what it saw is known of every hour, not only of rollouts. */
import { beforeMs, judgedFrom, spanLengths } from '../../shared/planning/traffic/counting.ts';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { isDeployment } from '../../shared/domain/plan.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import { sharesFront } from '../steps/front-spec.ts';
import { lookAtTraffic } from '../steps/look-at-traffic.ts';
import type { Engine } from './engine.ts';
import { deploymentOf } from './sides.ts';
import type { OpenProject } from './workspace.ts';

/** Where requests come, and where none came since the last look. */
const busyEveryMs = 1000;
const idleEveryMs = 5000;
const forgetEveryMs = 10 * 60_000;

/**
 * Starts looking at the fronts of every open project; answers how to stop, which ends with the look in flight. A front
 * that is away is looked at later.
 */
export function watchTraffic(engine: Engine): () => Promise<void> {
  const due = new Map<string, number>();
  /** Plans by the operation that had them: reading one takes longer than asking a front. */
  const plans = new Map<string, DeploymentPlan | null>();
  let forgetAt = 0;
  let looking: Promise<void> | null = null;
  let stopped = false;

  const planOf = (revision: Revision): DeploymentPlan | null => {
    const known = plans.get(revision.operation);
    if (known !== undefined) return known;
    const plan = deploymentOf(engine, revision);
    plans.set(revision.operation, plan);
    return plan;
  };

  const look = async (open: OpenProject, revision: Revision): Promise<void> => {
    const key = `${revision.project}\n${revision.environment}`;
    if (performance.now() < (due.get(key) ?? 0)) return;
    const own = planOf(revision);
    if (!own?.next.front) return;
    const plan = atWork(engine, revision) ?? own;
    const { configuration } = await open.configuration();
    const target = open.target(configuration, plan.target);
    const came = await lookAtTraffic(engine.store, plan, target, engine.now).catch(() => false);
    due.set(key, performance.now() + (came ? busyEveryMs : idleEveryMs) - tickMs / 2);
  };

  const tick = async (): Promise<void> => {
    for (const open of engine.workspace.opened()) {
      const running = engine.store.revisions.allRunning(open.project.id);
      for (const revision of running) if (!stopped) await look(open, revision).catch(() => undefined);
      if (performance.now() >= forgetAt) for (const revision of running) forgetTraffic(engine, revision);
    }
    if (performance.now() >= forgetAt) forgetAt = performance.now() + forgetEveryMs;
  };

  const tickMs = 500;
  const timer = setInterval(() => {
    if (looking || stopped || engine.store.readOnlyBecause !== null) return;
    looking = tick()
      .catch(() => undefined)
      .finally(() => {
        looking = null;
      });
  }, tickMs);
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
    return looking ?? Promise.resolve();
  };
}

/** The plan of a deployment that is at work behind the same front: it alone knows whose requests the new ones are. */
function atWork({ store }: Engine, { project, environment }: Revision): DeploymentPlan | null {
  const plan = store.operations.openInScope(project, `environment:${environment}`)?.plan;
  return plan && isDeployment(plan) && sharesFront(plan) ? plan : null;
}

/** Forgets what was kept for long enough, except what a deployment that goes on is judged by. */
export function forgetTraffic(
  { store, now }: Pick<Engine, 'store' | 'now'>,
  { project, environment }: Pick<Revision, 'project' | 'environment'>,
): void {
  const open = store.operations.openInScope(project, `environment:${environment}`);
  const needed = open ? judgedFrom(open.startedAt, now()) - beforeMs : Infinity;
  for (const { spanMs, keptMs } of spanLengths)
    store.traffic.drop(project, environment, spanMs, Math.min(now() - keptMs, needed));
}
