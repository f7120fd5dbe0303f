/** What is kept warm is stopped when its time is over. The rollback to it then starts it again, as the preview says. */
import { madeBy, type DeploymentPlan } from '../../shared/domain/plan.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import { backendsOf, frontOf } from '../steps/front-spec.ts';
import { environmentLabels } from '../steps/specs.ts';
import { label } from '../targets/labels.ts';
import type { Target } from '../targets/target.ts';
import type { Engine } from './engine.ts';
import { deploymentOf } from './sides.ts';
import type { OpenProject } from './workspace.ts';

/** Environments that are cooled down now. One engine works on a data directory, so its own memory is enough to keep others out. */
const cooling = new Map<string, Promise<void>>();
const keyOf = ({ project, environment }: { project: string; environment: string }): string =>
  `${project}\n${environment}`;

/** Whether nothing is being cooled down there now. */
export const isWarm = (where: { project: string; environment: string }): boolean => !cooling.has(keyOf(where));

/**
 * Waits until an environment is not being cooled down; answers whether it was. Nothing may come between the answer and
 * the start of an operation there: a rollback by switch and the end of what it switches to would meet.
 */
export async function wasCooling(where: { project: string; environment: string }): Promise<boolean> {
  const work = cooling.get(keyOf(where));
  await work;
  return work !== undefined;
}

/**
 * Stops the sides of a project whose warm time has passed; an environment in which an operation is at work is left to
 * it. Idempotent: what a crash leaves is stopped the next time. Answers whether anything was stopped.
 */
export async function coolDown(engine: Engine, open: OpenProject): Promise<boolean> {
  const { configuration } = await open.configuration();
  let cooled = false;
  for (const revision of engine.store.revisions.allRunning(open.project.id)) {
    const plan = deploymentOf(engine, revision);
    if (!plan || !isOver(plan, revision, engine.now()) || isBusy(engine, revision)) continue;
    // One whose engine is away is cooled down later, and holds up no other.
    const done = await coolSide(engine, revision, plan, open.target(configuration, plan.target)).catch(() => false);
    cooled ||= done;
  }
  return cooled;
}

/** Answers whether anything was stopped. */
async function coolSide(engine: Engine, revision: Revision, plan: DeploymentPlan, target: Target): Promise<boolean> {
  const warm = await warmOf(target, plan);
  const waited = engine.now() - (revision.runningAt ?? 0) - (plan.rollout?.warmMs ?? 0);
  if (warm.length > 0 && waited < graceOf(plan) && (await openAt(target, plan)) > 0) return false;
  // Asked again after the look, which took its time, and nothing in between the answer and the mark.
  if (warm.length === 0 || isBusy(engine, revision) || !stillRuns(engine, revision)) return false;
  const work = coolOne(target, plan, warm).finally(() => cooling.delete(keyOf(plan)));
  cooling.set(
    keyOf(plan),
    work.catch(() => undefined),
  );
  await work;
  return true;
}

const isOver = ({ next, rollout }: DeploymentPlan, { runningAt }: Revision, now: number): boolean =>
  next.front !== undefined && rollout !== undefined && runningAt !== null && now >= runningAt + rollout.warmMs;

const isBusy = (engine: Engine, { project, environment }: Revision): boolean =>
  engine.store.operations.openInScope(project, `environment:${environment}`) !== null;

const stillRuns = (engine: Engine, { project, environment, number }: Revision): boolean =>
  engine.store.revisions.running(project, environment)?.number === number;

async function warmOf(target: Target, plan: DeploymentPlan): Promise<string[]> {
  const containers = await target.list({ ...environmentLabels(plan), [label.role]: 'serving' });
  return containers.filter(({ revision }) => revision !== madeBy(plan.next)).map(({ name }) => name);
}

/** How long what is still answered there may go on behind the warm time. */
const graceOf = ({ previous }: DeploymentPlan): number =>
  Math.max(0, ...(previous?.application.services ?? []).map(({ stopGracePeriodMs }) => stopGracePeriodMs));

/** Requests and connections from before the switch: a large upload, a WebSocket. Nobody new is led there. */
async function openAt(target: Target, plan: DeploymentPlan): Promise<number> {
  const { backends } = await frontOf(plan, target).state();
  return backends.reduce((sum, { colour, open }) => (colour === plan.previous?.front?.colour ? sum + open : sum), 0);
}

async function coolOne(target: Target, plan: DeploymentPlan, warm: readonly string[]): Promise<void> {
  const graceMs = graceOf(plan);
  await frontOf(plan, target).place(backendsOf([plan.next]));
  await Promise.all(
    warm.map(async (name) => {
      await target.stopContainer(name, graceMs);
      await target.removeContainer(name);
    }),
  );
}
