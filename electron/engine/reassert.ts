/**
 * Puts right what is not as its record says behind a front, while no operation is at work there: a container that died,
 * a front that does not run, traffic and slots that a reload forgot or somebody changed.
 */
import { frontServiceName, type Front } from '../../shared/domain/front.ts';
import type { ContainerState } from '../../shared/domain/health.ts';
import { isArtifact } from '../../shared/domain/naming.ts';
import type { DeploymentPlan, SideFront } from '../../shared/domain/plan.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import { engineName } from '../../shared/planning/automation.ts';
import { deadContainers, endOf, reassertionOf } from '../../shared/planning/reassert.ts';
import { problemFrom } from '../../shared/problem.ts';
import { awaitAnswer } from '../steps/await-front.ts';
import { imageForFront } from '../steps/front-image.ts';
import {
  backendsOf,
  frontContainer,
  frontContainerName,
  frontGraceMs,
  frontOf,
  trafficAt,
} from '../steps/front-spec.ts';
import { noteRepair, repairDue } from '../steps/repairs.ts';
import { containersOf, environmentLabels, jobsOf } from '../steps/specs.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec, FileContents, Target } from '../targets/target.ts';
import type { Engine } from './engine.ts';
import { dataOf } from './run.ts';
import { deploymentOf } from './sides.ts';
import { tend } from './tending.ts';
import type { OpenProject } from './workspace.ts';

/** What serves, where it runs, and everything that can make it again. */
interface Place {
  readonly engine: Engine;
  readonly revision: Revision;
  readonly plan: DeploymentPlan;
  readonly front: SideFront;
  readonly target: Target;
  readonly contents: FileContents;
}

/** A front that was just started has this long to answer. */
const answerTimeoutMs = 5000;

/** Looks at every environment of a project that is behind a front. Idempotent; what cannot be put right now is tried later. */
export async function reassert(engine: Engine, open: OpenProject): Promise<void> {
  if (engine.store.readOnlyBecause !== null) return;
  const { configuration } = await open.configuration();
  for (const revision of engine.store.revisions.allRunning(open.project.id)) {
    const plan = deploymentOf(engine, revision);
    if (!plan?.next.front || isBusy(engine, revision)) continue;
    const contents: FileContents = {
      repository: (path) => Promise.resolve(open.repository.archive(plan.next.commit, path === '.' ? undefined : path)),
      secret: engine.secret,
    };
    const target = open.target(configuration, plan.target);
    const place = { engine, revision, plan, front: plan.next.front, target, contents };
    await tend(revision, () => putRight(place)).catch(() => undefined);
  }
}

const isBusy = ({ store }: Engine, { project, environment, number }: Revision): boolean =>
  store.operations.openInScope(project, `environment:${environment}`) !== null ||
  store.revisions.running(project, environment)?.number !== number;

async function putRight(place: Place): Promise<void> {
  const { engine, plan, target, revision } = place;
  const containers = await target.list(environmentLabels(plan));
  // Asked again after the look, which took its time; from here on an operation waits until this is done.
  if (isBusy(engine, revision)) return;
  const specs = expectedOf(place);
  const dead = new Set(
    deadContainers(
      specs.map(({ name }) => name),
      containers,
    ),
  );
  for (const spec of specs.filter(({ name }) => dead.has(name))) await revive(place, spec, containers);
  await tendFront(place, containers);
}

/** Containers of the release that run all the time. */
function expectedOf({ plan, revision }: Place): ContainerSpec[] {
  const jobs = jobsOf(plan.next.application.services);
  return containersOf(plan, plan.next, revision.operation).filter(
    ({ service }) => isArtifact(service) && !jobs.has(service.name),
  );
}

async function revive(place: Place, spec: ContainerSpec, containers: readonly ContainerState[]): Promise<void> {
  const { target, contents } = place;
  const what = `${spec.service.name} ${spec.labels[label.replica] ?? ''}`.trim();
  if (!repairDue(place.revision, what, place.engine.now())) return;
  const found = containers.find(({ name }) => name === spec.name);
  await report(place, what, endOf(found), async () => {
    if (!found) await target.ensureContainer(spec, contents);
    await target.startContainer(spec.name);
  });
}

async function tendFront(place: Place, containers: readonly ContainerState[]): Promise<void> {
  const { plan, front, target } = place;
  const name = frontContainerName(plan, front);
  const found = containers.find((one) => one.name === name && one.service === frontServiceName);
  if (!found) return remake(place, name, endOf(found), null);
  if (found.state === 'restarting') return stayedSilent(place, found, 'it does not start');
  if (found.state !== 'running') return restart(place, name, endOf(found));
  try {
    await correct(place, frontOf(plan, target));
  } catch (thrown) {
    if (!problemFrom(thrown).code.startsWith('failed.front')) throw thrown;
    await stayedSilent(place, found, 'it did not answer');
  }
}

/** One that just restarts is heard a moment later; one that stays silent cannot be driven any more: it is made anew. */
async function stayedSilent(place: Place, found: ContainerState, why: string): Promise<void> {
  const { name } = found;
  const looks = (silent.get(name) ?? 0) + 1;
  silent.set(name, looks);
  if (looks < silentLooks) return;
  silent.delete(name);
  await remake(place, name, why, found);
}

/** Looks in a row to which a front gave no answer, by its container's name; so many, and it is made anew. */
const silent = new Map<string, number>();
const silentLooks = 5;

/** Tells a front that answers what its record says, where it says something else. */
async function correct(place: Place, front: Front): Promise<void> {
  const { plan, front: side } = place;
  const wanted = reassertionOf(await front.state(), side.colour, backendsOf([plan.next]));
  silent.delete(frontContainerName(plan, side));
  if (!wanted.place && !wanted.shift) return;
  await report(place, 'load balancer', 'it forgot what it was told', async () => {
    if (wanted.place) await front.place(wanted.place);
    if (wanted.shift) await front.shift(wanted.shift);
  });
}

/** Starts the front again as it is. */
async function restart(place: Place, name: string, why: string): Promise<void> {
  if (!repairDue(place.revision, 'load balancer', place.engine.now())) return;
  await report(place, 'load balancer', why, () => startFront(place, name));
}

/** Makes the front anew from the record. One that is there is removed only when its image is at hand. */
async function remake(place: Place, name: string, why: string, found: ContainerState | null): Promise<void> {
  const { engine, plan, front, target, contents, revision } = place;
  if (!repairDue(revision, 'load balancer', engine.now())) return;
  await report(place, 'load balancer', why, async () => {
    const recorded = dataOf(engine.store, revision.operation, 'images.ensure');
    const image = await imageForFront(target, front, recorded, found, () => undefined, engine.closing);
    await target.stopContainer(name, frontGraceMs);
    await target.removeContainer(name);
    const traffic = trafficAt({ ...plan, previous: null }, 100);
    await target.ensureContainer(frontContainer(plan, front, image, backendsOf([plan.next]), traffic), contents);
    await startFront(place, name);
  });
}

async function startFront({ plan, target }: Place, name: string): Promise<void> {
  await target.startContainer(name);
  const signal = AbortSignal.timeout(answerTimeoutMs);
  await awaitAnswer(frontOf(plan, target), {
    timeoutMs: answerTimeoutMs,
    passes: 1,
    pauseMs: 0,
    signal,
    elapsedMs: () => performance.now(),
  });
}

/** Does it, and says that it was done. */
async function report(
  { engine, revision }: Place,
  what: string,
  why: string,
  work: () => Promise<void>,
): Promise<void> {
  const { project, environment } = revision;
  noteRepair(revision, what, engine.now());
  await work();
  engine.publisher.commit((append) => {
    append({ type: 'environment.repaired', project, environment, by: engineName, data: { what, why } });
  });
  engine.publisher.live({ live: 'status', project });
}
