/** The picture of a project: everything that the diagram shows, observed now. */
import { resolveEnvironment } from '../../shared/configuration/flow.ts';
import type { Configuration } from '../../shared/configuration/schema.ts';
import type { Ref } from '../../shared/domain/commit.ts';
import type { ContainerState } from '../../shared/domain/health.ts';
import type { EnvironmentStatus, ProjectStatus } from '../../shared/domain/project.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { Problem } from '../../shared/problem.ts';
import { lostIn } from './changes/lost.ts';
import { edgesWith } from './edge-status.ts';
import type { Engine } from './engine.ts';
import { environmentStatus } from './environment-status.ts';
import { parkedReleases } from './lanes/parked.ts';
import { lanesInPicture, surroundingsOf } from './lanes/status.ts';
import { observe, statesOnce } from './observe.ts';
import { instancesOf } from './places/instances.ts';
import type { Scene } from './scene.ts';
import type { ConfigurationState, OpenProject } from './workspace.ts';

/** The status of a project. An engine that does not answer, or a broken slipway.yaml, is part of the picture, not an error. */
export async function statusOf(engine: Engine, open: OpenProject): Promise<ProjectStatus> {
  const { seq } = engine.store.events.head();
  const state = await open.configuration();
  const configuration = state.configuration;
  // Docker and git at once: after a push both take their time.
  const [{ refs, main }, around, seen] = await Promise.all([
    branchesOf(open, configuration?.source.main ?? null),
    surroundingsOf(engine, open, configuration),
    configuration ? lookAt(engine, open, configuration) : null,
  ]);
  const summary = {
    file: state.file,
    valid: state.valid,
    missing: state.missing,
    problems: state.problems,
    notices: state.notices,
  };
  if (!configuration || !seen) {
    return {
      project: open.project,
      main,
      environments: [],
      edges: [],
      lanes: await lanesInPicture(around),
      parked: [],
      lost: null,
      lostProblem: null,
      docker: await engine.workspace.localTarget.state(),
      configuration: summary,
      seq,
    };
  }
  const { names, observations, docker, running } = seen;
  const scene: Scene = { engine, open, configuration, observations, running, refs };
  const [environments, edges, lanes, parked, lost] = await Promise.all([
    Promise.all(names.map((name) => environmentStatus(scene, name))),
    edgesWith(scene, names),
    lanesInPicture(around),
    parkedReleases(engine, open, configuration, 0),
    lostIn(engine, open, configuration),
  ]);
  return {
    project: { ...open.project, name: configuration.name },
    main,
    environments,
    edges,
    lanes,
    parked,
    ...lost,
    docker,
    configuration: withNotices(
      { ...summary, notices: [...summary.notices, ...forgotten(running, names), ...untold(lost.lostProblem)] },
      state,
    ),
    seq,
  };
}

/** What the engines say of every environment, and at the same time the history. */
async function lookAt(engine: Engine, open: OpenProject, configuration: Configuration) {
  const names = [...Object.keys(configuration.environments), ...instancesOf(engine, open.project.id, configuration)];
  const stateOf = statesOnce();
  const [observations, docker] = await Promise.all([
    observe(targetsOf(open, configuration), open.project.id, names, { now: engine.now, stateOf }),
    stateOf(open.target(configuration)),
  ]);
  return { names, observations, docker, running: runningIn(engine, open) };
}

const runningIn = (engine: Engine, open: OpenProject): ReadonlyMap<string, Revision> =>
  new Map(engine.store.revisions.allRunning(open.project.id).map((revision) => [revision.environment, revision]));

/** What still runs in environments that slipway.yaml names no more: not drawn, and never silent. */
const forgotten = (running: ReadonlyMap<string, Revision>, names: readonly string[]): string[] =>
  [...running.values()]
    .filter(({ environment }) => !names.includes(environment))
    .map(
      ({ environment, number }) =>
        `slipway.yaml no longer declares ${environment}, and revision ${String(number)} still runs there. Declare it again to see and change it.`,
    );

/** Why nothing is said of what is lost: that nothing is must not be read into it. */
const untold = (problem: Problem | null): string[] =>
  problem ? [`Whether changes are lost cannot be told: ${problem.message} ${problem.hint ?? ''}`.trim()] : [];

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
  const observations = await observe(targetsOf(open, configuration), open.project.id, [name], engine);
  const running = runningIn(engine, open);
  const { refs } = await open.repository.refs();
  const status = await environmentStatus({ engine, open, configuration, observations, running, refs }, name);
  return { status, containers: [...(observations.get(name)?.containers ?? [])] };
}

/** Every branch and tag, and the main branch: the one that HEAD stands for where slipway.yaml names none. */
async function branchesOf(
  open: OpenProject,
  declared: string | null,
): Promise<{ refs: readonly Ref[]; main: ProjectStatus['main'] }> {
  const { refs, head } = await open.repository.refs();
  return { refs, main: await mainOf(open, refs, declared ?? head ?? 'main') };
}

async function mainOf(open: OpenProject, refs: readonly Ref[], branch: string): Promise<ProjectStatus['main']> {
  const tip = refs.find((ref) => ref.kind === 'branch' && ref.name === branch);
  if (!tip) return { branch, commit: null, subject: null };
  const known = subjects.get(open);
  if (known?.commit === tip.commit) return { branch, ...known };
  const [commit] = await open.repository.commits([tip.commit]);
  const told = { commit: tip.commit, subject: commit?.subject ?? null };
  subjects.set(open, told);
  return { branch, ...told };
}

/** What main says, by its commit: git is not started for every look. */
const subjects = new WeakMap<OpenProject, { readonly commit: string; readonly subject: string | null }>();
