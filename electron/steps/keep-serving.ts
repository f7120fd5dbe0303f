/**
 * While an operation is at work in an environment, nobody else puts right there what dies: the operation itself keeps
 * standing what serves, and what shall serve again when it goes back.
 */
import { engineName } from '../../shared/planning/automation.ts';
import { isArtifact } from '../../shared/domain/naming.ts';
import type { ContainerState } from '../../shared/domain/health.ts';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { besideOf } from '../../shared/planning/front.ts';
import { deadContainers, endOf } from '../../shared/planning/reassert.ts';
import { shareAt, standingAt } from '../../shared/planning/standing.ts';
import { problemFrom } from '../../shared/problem.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec } from '../targets/target.ts';
import { awaitAnswer } from './await-front.ts';
import { imageForFront } from './front-image.ts';
import {
  backendsAt,
  frontContainer,
  frontContainerName,
  frontOf,
  nextFront,
  sharesFront,
  trafficAt,
} from './front-spec.ts';
import { asItWas } from './outlive-stop.ts';
import { patienceOf } from './patience.ts';
import { noteRepair, repairDue } from './repairs.ts';
import { containersOf, environmentLabels, jobsOf } from './specs.ts';
import type { StepContext } from './step.ts';

type Context = StepContext<DeploymentPlan>;

const keepEveryMs = 3000;
/** A front that was just started has this long to answer. */
const answerTimeoutMs = 10_000;

/**
 * Starts again what died of the old side, and the front. `percent` of the traffic goes to the new side, where the front
 * has to be made anew. A container that cannot be started is told in the log; rejects when the front cannot.
 */
export async function keepServing(context: Context, percent?: number): Promise<void> {
  const { plan, target, fence } = context;
  if (!plan.next.front) return;
  const stable = stableOf(context);
  const containers = stable.length === 0 ? [] : await target.list(environmentLabels(plan));
  const dead = new Set(
    deadContainers(
      stable.map(({ name }) => name),
      containers,
    ),
  );
  for (const spec of stable.filter(({ name }) => dead.has(name))) {
    fence();
    const found = containers.find(({ name }) => name === spec.name);
    await revive(context, spec, found).catch((thrown: unknown) => {
      context.say(`${whatOf(spec)} cannot be started again: ${problemFrom(thrown).message}`, 'err');
    });
  }
  await keepFront(context, percent);
}

/** The same for who looks again and again: does it when it is time. */
export function servingKept(context: Context): () => Promise<void> {
  let keepAt = 0;
  return async () => {
    if (performance.now() < keepAt) return;
    keepAt = performance.now() + keepEveryMs;
    await keepServing(context);
  };
}

/** Starts the front when it does not run, and makes it anew when it is gone. Rejects when it does not answer then. */
export async function keepFront(
  context: Context,
  percent: number = shareAt(context.plan, context.step.id),
): Promise<void> {
  const { plan, step, target, contents, dataOf, fence, say, signal } = context;
  const front = nextFront(plan);
  const name = frontContainerName(plan, front);
  const found = await target.inspect(name);
  if (found && deadContainers([name], [found]).length === 0) return;
  fence();
  await repaired(context, 'load balancer', endOf(found), async () => {
    if (!found) {
      const image = await imageForFront(target, front, dataOf('images.ensure'), null, say, signal);
      const backends = backendsAt(plan, standingAt(plan, step.id));
      // Another front than before leads to the new side alone.
      const traffic = trafficAt(plan, sharesFront(plan) ? percent : 100);
      await target.ensureContainer(frontContainer(plan, front, image, backends, traffic), contents);
    }
    await target.startContainer(name);
    await awaitAnswer(frontOf(plan, target), { ...patienceOf(context, 1), timeoutMs: answerTimeoutMs });
  });
}

/** What should run of the old side now: not what was stopped on purpose, or replaced in its place. */
function stableOf({ plan, operation, step }: Context): ContainerSpec[] {
  const { previous } = plan;
  // Before there was a front, the old side had the ports that the front has now.
  if (!previous?.front) return [];
  const standing = standingAt(plan, step.id);
  const beside = besideOf(previous, plan.bindings);
  const jobs = jobsOf(previous.application.services);
  return containersOf(plan, previous, operation.id).filter(
    ({ service, labels }) =>
      isArtifact(service) &&
      !jobs.has(service.name) &&
      standing.previous(service.name, Number(labels[label.replica])) &&
      (!standing.replaced || beside.has(service.name)),
  );
}

const whatOf = ({ service, labels }: ContainerSpec): string => `${service.name} ${labels[label.replica] ?? ''}`.trim();

const revive = (context: Context, spec: ContainerSpec, found: ContainerState | undefined): Promise<void> =>
  repaired(context, whatOf(spec), endOf(found), async () => {
    if (!found) await context.target.ensureContainer(await asItWas(context, spec), context.contents);
    await context.target.startContainer(spec.name);
  });

/** Does it, not again and again without a pause, and says that it was done. */
async function repaired(context: Context, what: string, why: string, work: () => Promise<void>): Promise<void> {
  const { plan, operation, now, say, commit } = context;
  const { project, environment } = plan;
  if (!repairDue(plan, what, now())) return;
  noteRepair(plan, what, now());
  await work();
  say(`started ${what} again: ${why}`, 'note');
  commit((append) => {
    append({
      type: 'environment.repaired',
      project,
      environment,
      operation: operation.id,
      by: engineName,
      data: { what, why },
    });
  });
}
