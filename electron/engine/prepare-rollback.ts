/** Gathers the facts of a rollback and has them planned. */
import { healthTimeoutMsOf } from '../../shared/configuration/duration.ts';
import { resolveEnvironment, type ResolvedEnvironment } from '../../shared/configuration/flow.ts';
import type { Configuration } from '../../shared/configuration/schema.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import { planDeployment, publishOfRollback } from '../../shared/planning/deployment.ts';
import type { Binding, Side } from '../../shared/domain/plan.ts';
import { rescaledApplication } from '../../shared/planning/scale.ts';
import { chooseRollback } from '../../shared/planning/rollback.ts';
import { busy } from '../../shared/planning/promotion.ts';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import { configurationHash } from '../steps/specs.ts';
import type { Engine } from './engine.ts';
import { frontFactsOf, wayBackOf } from './front-facts.ts';
import { missingImages } from './missing-images.ts';
import { requireRelease, type Prepared } from './prepare-promotion.ts';
import { bindingsOf, carriedName, deploymentOf, movedTarget, runningSide, sideOf } from './sides.ts';
import type { OpenProject } from './workspace.ts';

export interface PreparedRollback extends Prepared {
  readonly restored: Revision | null;
}

const healthyLimit = 200;

/** The revision that a rollback would return to now, or why there is none. */
export function rollbackTarget(
  engine: Engine,
  project: string,
  environment: string,
  wish?: number | string,
): Revision | Problem {
  const { store } = engine;
  const healthy = store.revisions.healthy(project, environment, healthyLimit);
  const releases = new Set(healthy.map((revision) => revision.release));
  const rejected = new Map(
    [...releases].flatMap((id) => {
      const rejection = store.releases.get(project, id)?.rejected;
      return rejection ? [[id, rejection.why] as const] : [];
    }),
  );
  return chooseRollback(
    { environment, current: store.revisions.running(project, environment), healthy, rejected },
    wish,
  );
}

/** The plan of a rollback, or why it is refused. Nothing is changed by asking. */
export async function prepareRollback(
  engine: Engine,
  open: OpenProject,
  name: string,
  wish?: number | string,
): Promise<PreparedRollback> {
  const { store } = engine;
  const project = open.project.id;
  const configuration = await open.requireConfiguration();
  const environment = resolveEnvironment(configuration, name);
  const current = store.revisions.running(project, name);
  const refused = (refusal: Problem, restored: Revision | null): PreparedRollback => ({
    plan: null,
    refusal,
    gates: [],
    notices: [],
    loses: [],
    environment,
    current,
    restored,
    release: requireRelease(engine, project, restored?.release ?? current?.release ?? ''),
  });
  const held = store.operations.openInScope(project, `environment:${name}`);
  const restored = rollbackTarget(engine, project, name, wish);
  if ('code' in restored) {
    if (!current) throw new ProblemError(restored);
    return refused(restored, null);
  }
  if (held) return refused(busy(name, held.id), restored);
  const moved = movedTarget(engine, current, environment.declaration.target ?? 'local');
  if (moved) return refused(moved, restored);
  const missing = await missingImages(
    open.target(configuration, environment.declaration.target),
    sideOf(engine, restored),
  );
  if (missing) return refused(missing, restored);
  const plan = await planOf(engine, open, configuration, environment, current, restored);
  const release = requireRelease(engine, project, restored.release);
  return 'kind' in plan
    ? { plan, refusal: null, gates: [], notices: [], loses: [], release, environment, current, restored }
    : refused(plan, restored);
}

/** What comes back, with the numbers of containers that people chose since: a way back is no time to have too few. */
function rescaled(engine: Engine, restored: Revision): Side {
  const side = sideOf(engine, restored);
  const scales = engine.store.scales.list(restored.project, restored.environment);
  if (scales.length === 0) return side;
  const application = rescaledApplication(side.application, scales);
  return { ...side, application, configuration: configurationHash(application) };
}

/** Where what comes back is published: as the files say now, else as it was. */
export function bindingsBack(
  engine: Engine,
  { name, declaration }: ResolvedEnvironment,
  restored: Revision,
): Promise<Binding[]> {
  const { services } = sideOf(engine, restored).application;
  const ran = deploymentOf(engine, restored)?.bindings ?? [];
  const publish = publishOfRollback(services, declaration.publish ?? {}, ran);
  return bindingsOf(engine, restored.project, name, publish, services);
}

async function planOf(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  environment: ResolvedEnvironment,
  current: Revision | null,
  restored: Revision,
) {
  const project = open.project.id;
  const { name, declaration, kind } = environment;
  const side = rescaled(engine, restored);
  const bindings = await bindingsBack(engine, environment, restored);
  const target = open.target(configuration, declaration.target);
  const front = await frontFactsOf(engine, target, configuration, environment, current);
  const back = front && current ? await wayBackOf(engine, target, current, restored, bindings) : null;
  return planDeployment({
    kind: 'rollback',
    project,
    projectName: carriedName(engine, current, configuration.name),
    environment: name,
    environmentKind: kind.kind,
    target: declaration.target ?? 'local',
    next: { ...side, revision: engine.store.revisions.nextNumber(project, name) },
    previous: current ? runningSide(engine, current) : null,
    restores: restored.number,
    bindings,
    healthTimeoutMs: healthTimeoutMsOf(declaration.healthTimeout),
    strategy: 'recreate',
    front: front && { ...front, back },
    notices: [],
  });
}
