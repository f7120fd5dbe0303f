/** The end of a test environment. */
import type { Operation } from '../../../shared/domain/operation.ts';
import type { RemovalPlan } from '../../../shared/domain/plan.ts';
import { planRemoval } from '../../../shared/planning/removal.ts';
import { fail } from '../../../shared/problem.ts';
import { imagesThatGo } from '../../steps/images-that-go.ts';
import { label } from '../../targets/labels.ts';
import { requireWritable, type Asked } from '../begin.ts';
import type { Engine } from '../engine.ts';
import { viewOf } from '../operations.ts';
import { deploymentOf } from '../sides.ts';
import { untilTended } from '../tending.ts';
import type { OpenProject } from '../workspace.ts';
import { instancesOf } from './instances.ts';

/**
 * What goes with a test environment, also with one whose template slipway.yaml declares no more. Throws
 * `usage.no-such-environment` where there is none of that name, also for environments that are no instances of a template.
 */
export async function prepareRemoval(
  engine: Engine,
  open: OpenProject,
  environment: string,
  reason: string,
): Promise<RemovalPlan> {
  const { store } = engine;
  const project = open.project.id;
  const configuration = await open.requireConfiguration();
  const place = store.testEnvironments.get(project, environment);
  if (!place && !instancesOf(engine, project, configuration).includes(environment))
    throw fail('usage.no-such-environment', `There is no test environment ${environment}.`, {
      hint: 'slipway test-env list shows those that there are.',
    });
  const current = store.revisions.running(project, environment);
  const [template = ''] = environment.split('.');
  const declared = configuration.environments[template]?.target;
  const name = (current && deploymentOf(engine, current)?.target) ?? declared ?? 'local';
  const target = open.target(configuration, name);
  const labels = { [label.project]: project, [label.environment]: environment };
  const [containers, owned] = await Promise.all([target.list(labels), target.listOwned(labels)]);
  return planRemoval({
    ...{ project, environment, target: name, reason },
    containers: containers.map((container) => container.name),
    ...owned,
    images: imagesThatGo(store, project, environment),
  });
}

/** Begins it. Throws `conflict.environment-busy` while anything else works on the environment. */
export async function beginRemoval(engine: Engine, plan: RemovalPlan, asked: Asked): Promise<Operation> {
  await requireWritable(engine);
  await untilTended(plan);
  const { project, environment } = plan;
  const { operation } = engine.operations.begin(
    {
      id: engine.newId(),
      project,
      kind: 'remove',
      scope: `environment:${environment}`,
      environment,
      title: `Remove ${environment}`,
      release: null,
      revision: null,
      plan,
      startedAt: engine.now(),
      ...asked,
    },
    () => undefined,
  );
  return viewOf(engine.store, operation);
}
