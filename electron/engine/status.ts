/** The picture of a project: everything that the diagram shows, observed now. */
import {
  edgesOf,
  matchesPattern,
  resolveEnvironment,
  type ResolvedEnvironment,
} from '../../shared/configuration/flow.ts';
import type { Configuration, EnvironmentDeclaration } from '../../shared/configuration/schema.ts';
import { healthOf, type ContainerState, type Health } from '../../shared/domain/health.ts';
import type { EnvironmentStatus, FlowEdge, ProjectStatus } from '../../shared/domain/project.ts';
import { summarize, type Release } from '../../shared/domain/release.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import { driftOf, expectedContainers, healthText } from '../../shared/planning/drift.ts';
import { problemFrom, problemOf, type Problem } from '../../shared/problem.ts';
import type { Target } from '../targets/target.ts';
import type { Engine } from './engine.ts';
import { observe, type Observation } from './observe.ts';
import { viewOf } from './operations.ts';
import { preparePromotion } from './prepare-promotion.ts';
import { missingImages } from './missing-images.ts';
import { rollbackTarget } from './prepare-rollback.ts';
import { sideOf } from './sides.ts';
import type { ConfigurationState, OpenProject } from './workspace.ts';

interface Scene {
  readonly engine: Engine;
  readonly open: OpenProject;
  readonly configuration: Configuration;
  readonly observations: ReadonlyMap<string, Observation>;
  readonly running: ReadonlyMap<string, Revision>;
}

/** The status of a project. An engine that does not answer, or a broken slipway.yaml, is part of the picture, not an error. */
export async function statusOf(engine: Engine, open: OpenProject): Promise<ProjectStatus> {
  const { seq } = engine.store.events.head();
  const state = await open.configuration();
  const configuration = state.configuration;
  const main = await mainOf(open, configuration);
  const summary = {
    file: state.file,
    valid: state.valid,
    missing: state.missing,
    problems: state.problems,
    notices: state.notices,
  };
  if (!configuration) {
    return {
      project: open.project,
      main,
      environments: [],
      edges: [],
      docker: await engine.workspace.localTarget.state(),
      configuration: summary,
      seq,
    };
  }
  const names = environmentNames(engine, open, configuration);
  const [observations, docker] = await Promise.all([
    observe(targetsOf(open, configuration), open.project.id, names, engine.now),
    open.target(configuration).state(),
  ]);
  const running = new Map(
    engine.store.revisions.allRunning(open.project.id).map((revision) => [revision.environment, revision]),
  );
  const scene: Scene = { engine, open, configuration, observations, running };
  const [environments, edges] = await Promise.all([
    Promise.all(names.map((name) => environmentStatus(scene, name))),
    edgesWith(scene, names),
  ]);
  return {
    project: { ...open.project, name: configuration.name },
    main,
    environments,
    edges,
    docker,
    configuration: withNotices({ ...summary, notices: [...summary.notices, ...forgotten(running, names)] }, state),
    seq,
  };
}

/** What still runs in environments that slipway.yaml names no more: not drawn, and never silent. */
const forgotten = (running: ReadonlyMap<string, Revision>, names: readonly string[]): string[] =>
  [...running.values()]
    .filter(({ environment }) => !names.includes(environment))
    .map(
      ({ environment, number }) =>
        `slipway.yaml no longer declares ${environment}, and revision ${String(number)} still runs there. Declare it again to see and change it.`,
    );

/** The engine that an environment runs on. */
const targetsOf = (open: OpenProject, configuration: Configuration) => (name: string) =>
  open.target(configuration, resolveEnvironment(configuration, name).declaration.target);

const withNotices = (
  summary: ProjectStatus['configuration'],
  state: ConfigurationState,
): ProjectStatus['configuration'] =>
  state.valid || state.missing
    ? summary
    : { ...summary, notices: [...summary.notices, 'The last valid slipway.yaml stays in force.'] };

/** One environment, as the status shows it. */
export async function oneStatus(
  engine: Engine,
  open: OpenProject,
  name: string,
): Promise<{ status: EnvironmentStatus; containers: ContainerState[] }> {
  const configuration = await open.requireConfiguration();
  resolveEnvironment(configuration, name);
  const observations = await observe(targetsOf(open, configuration), open.project.id, [name], engine.now);
  const running = new Map(
    engine.store.revisions.allRunning(open.project.id).map((revision) => [revision.environment, revision]),
  );
  const status = await environmentStatus({ engine, open, configuration, observations, running }, name);
  return { status, containers: [...(observations.get(name)?.containers ?? [])] };
}

async function mainOf(open: OpenProject, configuration: Configuration | null): Promise<ProjectStatus['main']> {
  const { refs, head } = await open.repository.refs();
  const branch = configuration?.source.main ?? head ?? 'main';
  const tip = refs.find((ref) => ref.kind === 'branch' && ref.name === branch);
  if (!tip) return { branch, commit: null, subject: null };
  const [commit] = await open.repository.log({ ref: tip.commit, limit: 1 });
  return { branch, commit: tip.commit, subject: commit?.subject ?? null };
}

/** Declared environments, and the instances of templates that exist. */
function environmentNames(engine: Engine, open: OpenProject, configuration: Configuration): string[] {
  const declared = Object.keys(configuration.environments);
  const instances = engine.store.revisions
    .environments(open.project.id)
    .filter((name) => isInstance(configuration, name));
  return [...declared, ...instances];
}

/** Whether it is one of a template's environments; a declaration that is no template any more has none. */
function isInstance(configuration: Configuration, name: string): boolean {
  const [template = '', instance] = name.split('.');
  const declared = Object.hasOwn(configuration.environments, template)
    ? (configuration.environments[template] as EnvironmentDeclaration)
    : undefined;
  return instance !== undefined && declared?.many === true;
}

async function environmentStatus(scene: Scene, name: string): Promise<EnvironmentStatus> {
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
    healthText: seen.text,
    drift: seen.drift,
    observedAt: observations.get(name)?.at ?? null,
    url: revision?.url ?? null,
    behind: await behindOf(scene, environment, release),
    operation: operation ? viewOf(engine.store, operation) : null,
    rollback: await rollbackOf(scene, environment, revision),
  };
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
  const side = sideOf(engine, revision);
  const facts = {
    revision: revision.number,
    services: side.application.services,
    artifacts: side.artifacts,
    containers,
  };
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
  const of = upstream
    ? upstream.environment
    : (declaration.follows ?? (after === undefined ? scene.configuration.source.main : null));
  if (of === null) return null;
  const tip = upstream
    ? upstream.commit
    : (await scene.open.repository.refs()).refs.find((ref) => ref.name === of && ref.kind === 'branch')?.commit;
  const commits = tip === undefined ? null : await countBetween(scene.open, release.commit, tip);
  return commits === null || commits === 0 ? null : { of, commits };
}

async function rollbackOf(
  scene: Scene,
  environment: ResolvedEnvironment,
  revision: Revision | null,
): Promise<EnvironmentStatus['rollback']> {
  const { engine, open, configuration, observations } = scene;
  const refused = (reason: Problem) => ({ possible: false, reason, revision: null, release: null });
  const target = rollbackTarget(engine, open.project.id, environment.name);
  if ('code' in target) return refused(target);
  const observation = observations.get(environment.name);
  if (!revision || !observation?.containers)
    return refused(observation?.engine.problem ?? problemFrom(new Error('The engine does not answer.')));
  const missing = await missingImages(
    open.target(configuration, environment.declaration.target),
    sideOf(engine, target).artifacts,
  ).catch((error: unknown) => problemFrom(error));
  return missing
    ? refused(missing)
    : { possible: true, reason: null, revision: target.number, release: target.release };
}

async function edgesWith(scene: Scene, names: readonly string[]): Promise<FlowEdge[]> {
  const declared = edgesOf(scene.configuration);
  const instances = names
    .filter((name) => name.includes('.'))
    .flatMap((name) =>
      declared.filter((edge) => edge.to === name.split('.')[0]).map((edge) => ({ ...edge, to: name })),
    );
  return Promise.all([...declared, ...instances].map((edge) => edgeStatus(scene, edge)));
}

async function edgeStatus(scene: Scene, edge: ReturnType<typeof edgesOf>[number]): Promise<FlowEdge> {
  const { engine, open } = scene;
  const release = releaseAt(scene, edge.from, edge.to);
  const there = scene.running.get(edge.to);
  const base = { id: `${edge.from}→${edge.to}`, from: edge.from, to: edge.to, kind: edge.kind };
  if (!release) {
    return {
      ...base,
      release: null,
      changes: null,
      promotion: {
        possible: false,
        reason: problemOf('refused.nothing-to-promote', `${edge.from} runs nothing that could be promoted.`, {
          hint: 'Build a release first, or promote one to it.',
        }),
      },
    };
  }
  const changes = there ? await countBetween(open, there.commit, release.commit) : null;
  const reason = await preparePromotion(engine, open, release.id, edge.to).then(
    (prepared) => prepared.refusal,
    (error: unknown) => problemFrom(error),
  );
  return { ...base, release: summarize(release), changes, promotion: { possible: reason === null, reason } };
}

/** What would move along an edge: what runs at its start, or, where nothing ever runs there, the newest release of the branch that the end follows. */
function releaseAt({ engine, open, configuration, running }: Scene, from: string, to: string): Release | null {
  const project = open.project.id;
  const revision = running.get(from);
  if (revision) return engine.store.releases.get(project, revision.release);
  const start = configuration.environments[from];
  if (start?.kind !== 'development' && start?.kind !== 'release') return null;
  const end = resolveEnvironment(configuration, to).declaration;
  const branch = end.follows ?? configuration.source.main;
  return (
    engine.store.releases
      .list(project, { limit: 50 })
      .find(
        (release) =>
          release.rejected === null &&
          (start.kind === 'development'
            ? release.ref === branch
            : matchesPattern(configuration.source.release, release.ref)),
      ) ?? null
  );
}

/** Counts never change between two commits: they are remembered. */
const counts = new Map<string, number | null>();

async function countBetween(open: OpenProject, from: string, to: string): Promise<number | null> {
  if (from === to) return 0;
  const key = `${open.project.id} ${from} ${to}`;
  const known = counts.get(key);
  if (known !== undefined) return known;
  const count = await open.repository.count(from, to).catch(() => null);
  if (counts.size > 10_000) counts.clear();
  counts.set(key, count);
  return count;
}
