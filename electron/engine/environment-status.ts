/** One environment as the diagram shows it. */
import { resolveEnvironment, type ResolvedEnvironment } from '../../shared/configuration/flow.ts';
import { healthOf, type ContainerState, type Health } from '../../shared/domain/health.ts';
import { madeBy } from '../../shared/domain/plan.ts';
import type { EnvironmentStatus } from '../../shared/domain/project.ts';
import { summarize, type Release } from '../../shared/domain/release.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import { driftOf, expectedContainers, healthText, lacksFront } from '../../shared/planning/drift.ts';
import { warmRevision } from '../../shared/planning/warm.ts';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import type { Target } from '../targets/target.ts';
import type { Engine } from './engine.ts';
import { isFrontless, switchBackOf } from './front-facts.ts';
import { missingImages } from './missing-images.ts';
import { viewOf } from './operations.ts';
import { bindingsBack, rollbackTarget } from './prepare-rollback.ts';
import { recentRepairs } from '../steps/repairs.ts';
import { countBetween, type Scene } from './scene.ts';
import { deploymentOf, runningSide, sideOf } from './sides.ts';

/** One environment: its release, its health as observed, what it lacks, and whether there is a way back. */
export async function environmentStatus(scene: Scene, name: string): Promise<EnvironmentStatus> {
  const { engine, open, configuration, observations } = scene;
  const environment = resolveEnvironment(configuration, name);
  const project = open.project.id;
  const revision = scene.running.get(name) ?? null;
  const release = revision ? engine.store.releases.get(project, revision.release) : null;
  const operation = engine.store.operations.openInScope(project, `environment:${name}`);
  const seen = await observed(scene, environment, revision);
  return {
    name,
    kind: environment.kind.kind,
    title: environment.kind.title,
    lane: environment.kind.lane,
    order: environment.kind.order,
    guarded: environment.kind.guarded,
    template: environment.declaration.many === true && !name.includes('.'),
    release: release ? summarize(release) : null,
    revision: revision?.number ?? null,
    runningSince: revision?.runningAt ?? null,
    health: seen.health,
    healthText: [seen.text, ...repairsText(scene, name)].join(' · '),
    drift: seen.drift,
    observedAt: observations.get(name)?.at ?? null,
    url: revision?.url ?? null,
    behind: await behindOf(scene, environment, release),
    operation: operation ? viewOf(engine.store, operation) : null,
    hold: engine.store.holds.get(project, name),
    front: frontStatus(scene, name, revision),
    rollback: await rollbackOf(scene, environment, revision),
  };
}

/** What died here lately and was put right by itself: that it is well now is not all there is to say. */
const repairsText = ({ engine, open }: Scene, environment: string): string[] =>
  recentRepairs({ project: open.project.id, environment }, engine.now()).map(
    ({ what, times }) => `${what} put right ${times === 1 ? 'once' : `${String(times)} times`} lately`,
  );

/** Whether a load balancer stands before it, by the deployment that brought what runs. */
function frontStatus(
  { engine, observations }: Scene,
  name: string,
  revision: Revision | null,
): EnvironmentStatus['front'] {
  const plan = revision ? deploymentOf(engine, revision) : null;
  return plan?.next.front ? { warm: warmRevision(plan, observations.get(name)?.containers ?? []) } : null;
}

async function observed(
  { engine, open, configuration, observations }: Scene,
  { name, declaration }: ResolvedEnvironment,
  revision: Revision | null,
): Promise<{ health: Health; text: string; drift: string[] }> {
  if (!revision) return { health: 'empty', text: 'Nothing was deployed here yet', drift: [] };
  const observation = observations.get(name);
  const containers = observation?.containers;
  if (!containers)
    return {
      health: 'unreachable',
      text: observation?.engine.problem?.message ?? 'The engine does not answer',
      drift: [],
    };
  const side = runningSide(engine, revision);
  const facts = {
    revision: madeBy(side),
    services: side.application.services,
    artifacts: side.artifacts,
    containers,
    fronted: side.front !== undefined,
  };
  if (lacksFront(facts)) return { health: 'unhealthy', text: 'The load balancer does not run', drift: driftOf(facts) };
  const { containers: serving, expected } = expectedContainers(facts);
  const checked = await Promise.all(
    serving.map((container) => checkedNow(open.target(configuration, declaration.target), container)),
  );
  return { health: healthOf(checked, expected), text: healthText(checked, expected), drift: driftOf(facts) };
}

/** Docker looks for the first time a whole interval after the start; until then its word is “starting”, so the check is run here. */
async function checkedNow(target: Target, container: ContainerState): Promise<ContainerState> {
  const { healthcheck } = container;
  if (!healthcheck || container.state !== 'running' || container.health !== 'starting') return container;
  const checked = await target.checkHealth(container.name, healthcheck).catch(() => null);
  return checked?.passed ? { ...container, health: 'healthy' } : container;
}

async function behindOf(
  scene: Scene,
  environment: ResolvedEnvironment,
  release: Release | null,
): Promise<EnvironmentStatus['behind']> {
  if (!release) return null;
  const { declaration } = environment;
  const after = typeof declaration.after === 'string' ? declaration.after : declaration.after?.[0];
  const upstream = after === undefined ? null : (scene.running.get(after) ?? null);
  const branch = scene.engine.store.testEnvironments.get(scene.open.project.id, environment.name)?.branch;
  const of = upstream
    ? upstream.environment
    : (branch ?? declaration.follows ?? (after === undefined ? scene.configuration.source.main : null));
  if (of === null) return null;
  const tip = upstream ? upstream.commit : scene.refs.find((ref) => ref.name === of && ref.kind === 'branch')?.commit;
  const commits = tip === undefined ? null : await countBetween(scene.open, release.commit, tip);
  return commits === null || commits === 0 ? null : { of, commits };
}

async function rollbackOf(
  scene: Scene,
  environment: ResolvedEnvironment,
  revision: Revision | null,
): Promise<EnvironmentStatus['rollback']> {
  const { engine, open, configuration, observations } = scene;
  const refused = (reason: Problem) => ({ possible: false, reason, revision: null, release: null, way: null });
  const restored = rollbackTarget(engine, open.project.id, environment.name);
  if ('code' in restored) return refused(restored);
  const observation = observations.get(environment.name);
  if (!revision || !observation?.containers)
    return refused(observation?.engine.problem ?? problemFrom(new Error('The engine does not answer.')));
  const missing = await missingImages(
    open.target(configuration, environment.declaration.target),
    sideOf(engine, restored),
  ).catch((error: unknown) => problemFrom(error));
  if (missing) return refused(missing);
  const way = await quickWay(engine, environment, revision, restored, observation.containers);
  return { possible: true, reason: null, revision: restored.number, release: restored.release, way };
}

/** By the facts that the plan of the rollback goes by; where they cannot be had, its preview says why. */
async function quickWay(
  engine: Engine,
  environment: ResolvedEnvironment,
  current: Revision,
  restored: Revision,
  containers: readonly ContainerState[],
): Promise<'switch' | null> {
  if (isFrontless(environment.declaration.rollout) || !deploymentOf(engine, current)?.next.front) return null;
  const bindings = await bindingsBack(engine, environment, restored).catch(() => null);
  const back = bindings && switchBackOf(engine, current, restored, bindings, containers);
  return back === null || typeof back === 'string' ? null : back.way;
}
