/** Gathers the facts of a change of replicas and has it planned. */
import { resolveEnvironment } from '../../shared/configuration/flow.ts';
import { healthTimeoutMsOf } from '../../shared/configuration/duration.ts';
import { planScale } from '../../shared/planning/scale.ts';
import { fail } from '../../shared/problem.ts';
import { configurationHash } from '../steps/specs.ts';
import { resolveApplication } from './applications.ts';
import type { Engine } from './engine.ts';
import { requireRelease, type Prepared } from './prepare-promotion.ts';
import { deploymentOf, runningSide } from './sides.ts';
import type { OpenProject } from './workspace.ts';

/** The plan of a change of replicas, or why it is refused. Throws `refused.nothing-runs` where nothing does. */
export async function prepareScale(
  engine: Engine,
  open: OpenProject,
  name: string,
  wish: { readonly service: string; readonly replicas: number },
): Promise<Prepared> {
  const project = open.project.id;
  const configuration = await open.requireConfiguration();
  const environment = resolveEnvironment(configuration, name);
  const { declaration, kind } = environment;
  const current = engine.store.revisions.running(project, name);
  const deployment = current && deploymentOf(engine, current);
  if (!current || !deployment)
    throw fail('refused.nothing-runs', `Nothing is recorded as running in ${name}.`, {
      hint: 'Promote a release first.',
    });
  const declared = await resolveApplication(open.repository, current.commit, configuration, declaration).catch(
    () => null,
  );
  const plan = planScale({
    project,
    projectName: deployment.projectName,
    environment: name,
    environmentKind: kind.kind,
    target: deployment.target,
    current,
    side: runningSide(engine, current),
    bindings: deployment.bindings,
    healthTimeoutMs: healthTimeoutMsOf(declaration.healthTimeout),
    rollout: deployment.rollout,
    openOperation: engine.store.operations.openInScope(project, `environment:${name}`)?.id ?? null,
    revision: engine.store.revisions.nextNumber(project, name),
    ...wish,
    declared: declared?.application.services.find((one) => one.name === wish.service)?.replicas ?? null,
    hashOf: configurationHash,
  });
  const base = { environment, current, release: requireRelease(engine, project, current.release) };
  const refused = 'code' in plan;
  return {
    ...base,
    plan: refused ? null : plan,
    refusal: refused ? plan : null,
    gates: [],
    notices: [],
    loses: [],
  };
}
