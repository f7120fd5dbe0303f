/** Gathers the facts of a promotion and has them judged and planned. */
import { limitationsOf } from '../../shared/configuration/limitations.ts';
import { healthTimeoutMsOf, parseDuration } from '../../shared/configuration/duration.ts';
import {
  matchesPattern,
  resolveEnvironment,
  upstreamsOf,
  type ResolvedEnvironment,
} from '../../shared/configuration/flow.ts';
import type { Configuration } from '../../shared/configuration/schema.ts';
import type { Release } from '../../shared/domain/release.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import { madeBy, type DeploymentPlan } from '../../shared/domain/plan.ts';
import { planDeployment } from '../../shared/planning/deployment.ts';
import { driftOf } from '../../shared/planning/drift.ts';
import { judgePromotion, type GateState } from '../../shared/planning/promotion.ts';
import { verifyPlanOf } from '../../shared/planning/verification/declared.ts';
import { scaledApplication, type Scale } from '../../shared/planning/scale.ts';
import { fail, problemFrom, type Problem } from '../../shared/problem.ts';
import { configurationHash } from '../steps/specs.ts';
import { label } from '../targets/labels.ts';
import { resolveApplication, type Resolved } from './applications.ts';
import type { Engine } from './engine.ts';
import { frontFactsOf } from './front-facts.ts';
import type { Leaving } from './lanes/leaving.ts';
import { lossesOf, lossNotices, type Losing } from './lanes/losing.ts';
import { missingImages } from './missing-images.ts';
import { bindingsOf, carriedName, movedTarget, runningSide } from './sides.ts';
import type { OpenProject } from './workspace.ts';

export interface Prepared {
  readonly plan: DeploymentPlan | null;
  readonly refusal: Problem | null;
  readonly gates: readonly GateState[];
  readonly release: Release;
  readonly environment: ResolvedEnvironment;
  readonly current: Revision | null;
  readonly notices: readonly string[];
  /** Changes that run there now and that it lacks. */
  readonly loses: readonly Leaving[];
}

/** The release of that id; throws `usage.no-such-release`. */
export function requireRelease(engine: Engine, project: string, id: string): Release {
  const release = engine.store.releases.get(project, id);
  if (!release)
    throw fail('usage.no-such-release', `There is no release “${id}”.`, { hint: 'slipway releases lists them.' });
  return release;
}

/** The plan of a promotion, or why it is refused. Nothing is changed by asking. */
export async function preparePromotion(
  engine: Engine,
  open: OpenProject,
  releaseId: string,
  to: string,
  losing: Losing = {},
): Promise<Prepared> {
  const { store } = engine;
  const project = open.project.id;
  const configuration = await open.requireConfiguration();
  const environment = resolveEnvironment(configuration, to);
  const release = requireRelease(engine, project, releaseId);
  const current = store.revisions.running(project, to);
  const unlooked = { release, environment, current, loses: [] };
  if (environment.declaration.many && environment.name === to && !to.includes('.')) {
    const refusal = problemFrom(
      fail('refused.template', `“${to}” is a template: it stands for any number of environments.`, {
        hint: `Name one, such as ${to}.my-branch.`,
      }),
    );
    return { ...unlooked, plan: null, refusal, gates: [], notices: [] };
  }
  let resolved: Resolved;
  try {
    const declared = await resolveApplication(open.repository, release.commit, configuration, environment.declaration);
    resolved = withScales(declared, store.scales.list(project, to));
  } catch (error) {
    return { ...unlooked, plan: null, refusal: problemFrom(error), gates: [], notices: [] };
  }
  const losses = await lossesOf(engine, open, configuration, environment, release, current, losing);
  const facts = await factsOf(engine, open, configuration, environment, release, current, resolved);
  const judged = { ...facts, loses: losses.here, losesUnknown: losses.unknown, mayLose: losing.may ?? false };
  const { refusal, gates } = judgePromotion(judged, engine.now());
  const notices = [
    ...lossNotices(environment.name, losses),
    ...noticesOf(configuration, environment, release),
    ...resolved.notices,
  ];
  const base = { release, environment, current, loses: losses.here };
  const held =
    refusal ??
    movedTarget(engine, current, environment.declaration.target ?? 'local') ??
    (await missingImages(open.target(configuration, environment.declaration.target), release).catch(() => null));
  if (held) return { ...base, plan: null, refusal: held, gates, notices };
  const plan = await planOf(engine, open, configuration, environment, release, current, resolved, notices);
  return 'kind' in plan
    ? { ...base, plan, refusal: null, gates, notices }
    : { ...base, plan: null, refusal: plan, gates, notices };
}

/** What the files say, with the numbers of containers that people chose while it ran. */
function withScales(resolved: Resolved, scales: readonly Scale[]): Resolved {
  if (scales.length === 0) return resolved;
  const application = scaledApplication(resolved.application, scales);
  return { ...resolved, application, configuration: configurationHash(application) };
}

async function factsOf(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  environment: ResolvedEnvironment,
  release: Release,
  current: Revision | null,
  resolved: Resolved,
) {
  const { store } = engine;
  const project = open.project.id;
  const { name, declaration, kind } = environment;
  const upstreams = upstreamsOf(configuration, name);
  const isLane = (other: string): boolean => configuration.environments[other]?.kind === 'release';
  const gate = (key: 'approval' | 'soak'): number | string | null =>
    declaration.gates?.flatMap((one) =>
      key in one ? [(one as Record<string, number | string>)[key] ?? null] : [],
    )[0] ?? null;
  const soak = gate('soak');
  const approval = gate('approval');
  return {
    environment: name,
    kind: kind.kind,
    release,
    current,
    after: upstreams.filter((other) => !isLane(other)),
    lanes: upstreams.filter(isLane),
    fromLane: matchesPattern(configuration.source.release, release.ref),
    mirrors: declaration.of ?? null,
    mirrored: declaration.of === undefined ? null : store.revisions.running(project, declaration.of),
    // Asked for each environment: a release that ran hundreds of times elsewhere must not hide its proof here.
    runs: upstreams.flatMap((other) => store.revisions.healthyOfRelease(project, release.id, other)),
    configuration: resolved.configuration,
    drifted: await hasDrifted(engine, open, configuration, environment, current),
    openOperation: store.operations.openInScope(project, `environment:${name}`)?.id ?? null,
    approvals: store.releases.approvals(project, release.id, name),
    gates: {
      approval: typeof approval === 'number' ? approval : null,
      soakMs: typeof soak === 'string' ? parseDuration(soak) : null,
    },
    blockers: limitationsOf(configuration)
      .filter((limitation) => limitation.blocks && concerns(limitation.path, environment))
      .map((limitation) => limitation.message),
  };
}

/** A limitation of one environment or target does not hold up another. */
function concerns(path: string, { name, declaration }: ResolvedEnvironment): boolean {
  const [head, item] = path.split('.');
  if (head === 'environments') return item === name.split('.')[0];
  return head !== 'targets' || item === declaration.target;
}

async function hasDrifted(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  environment: ResolvedEnvironment,
  current: Revision | null,
): Promise<boolean> {
  if (!current) return false;
  const side = runningSide(engine, current);
  const containers = await open
    .target(configuration, environment.declaration.target)
    .list({ [label.project]: open.project.id, [label.environment]: environment.name })
    .catch(() => null);
  return (
    containers !== null &&
    driftOf({
      revision: madeBy(side),
      services: side.application.services,
      artifacts: side.artifacts,
      containers,
      fronted: side.front !== undefined,
    }).length > 0
  );
}

async function planOf(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  environment: ResolvedEnvironment,
  release: Release,
  current: Revision | null,
  resolved: Resolved,
  notices: readonly string[],
) {
  const { name, declaration, kind } = environment;
  const project = open.project.id;
  const verify = verifyPlanOf(declaration.verify, declaration.rollout?.strategy);
  return planDeployment({
    kind: 'promote',
    project,
    projectName: carriedName(engine, current, configuration.name),
    environment: name,
    environmentKind: kind.kind,
    target: declaration.target ?? 'local',
    next: {
      revision: engine.store.revisions.nextNumber(project, name),
      release: release.id,
      commit: release.commit,
      artifacts: release.artifacts,
      application: resolved.application,
      configuration: resolved.configuration,
    },
    previous: current ? runningSide(engine, current) : null,
    restores: null,
    bindings: await bindingsOf(engine, project, name, declaration.publish ?? {}, resolved.application.services),
    healthTimeoutMs: healthTimeoutMsOf(declaration.healthTimeout),
    strategy: declaration.rollout?.strategy === 'recreate' ? 'recreate' : 'rehearsed',
    front: await frontFactsOf(
      engine,
      open.target(configuration, declaration.target),
      configuration,
      environment,
      current,
    ),
    ...(verify ? { verify } : {}),
    notices,
  });
}

function noticesOf(configuration: Configuration, environment: ResolvedEnvironment, release: Release): string[] {
  const { declaration } = environment;
  const limited = limitationsOf(configuration)
    .filter((limitation) => !limitation.blocks && concerns(limitation.path, environment))
    .map((limitation) => limitation.message);
  const follows = declaration.follows;
  return follows !== undefined && follows !== release.ref
    ? [...limited, `${environment.name} follows ${follows}; this release was built from ${release.ref}.`]
    : limited;
}
