import { describe, expect, it } from 'vitest';
import type { Binding, DeploymentPlan } from '../../../shared/domain/plan.ts';
import { containersSwitch } from '../../../electron/steps/containers-switch.ts';
import { dependenciesEnsure, startedBySwitch } from '../../../electron/steps/dependencies-ensure.ts';
import { containersOf } from '../../../electron/steps/specs.ts';
import type { ContainerSpec } from '../../../electron/targets/target.ts';
import { artifact, contextOf, dependency, deployment, memoryTarget, side } from './memory-target.ts';

const healthy = { condition: 'service_healthy' as const, required: true };
const completed = { condition: 'service_completed_successfully' as const, required: true };
const bound = (service: string, host: number): Binding => ({
  service,
  container: 80,
  protocol: 'tcp',
  hostAddress: '0.0.0.0',
  host,
});

async function deploy(plan: DeploymentPlan, world: ReturnType<typeof memoryTarget>): Promise<void> {
  const context = contextOf(plan, world.target);
  await dependenciesEnsure.run(context);
  await containersSwitch.run(context);
}
const running = ({ containers }: ReturnType<typeof memoryTarget>): string[] =>
  [...containers.values()]
    .filter(({ state }) => state.state === 'running')
    .map(({ spec }) => spec.name)
    .sort();

describe('a switch', () => {
  it('starts a dependency that waits for an artifact after that artifact', async () => {
    const world = memoryTarget();
    await deploy(
      deployment({ next: side(1, [artifact('web'), dependency('proxy', { dependsOn: { web: healthy } })]) }),
      world,
    );
    expect(world.asked.map((line) => line.replace(/^start shop-p-qa_(\w+)-.*/, '$1'))).toEqual(['web', 'proxy']);
  });

  it('replaces a dependency that changed under another one that did not', async () => {
    const world = memoryTarget();
    const pooler = dependency('pooler', { dependsOn: { db: healthy } });
    const before = side(1, [artifact('web'), dependency('db'), pooler]);
    await deploy(deployment({ next: before }), world);
    const next = side(2, [artifact('web'), dependency('db', { environment: { SIZE: '2' } }), pooler]);
    await deploy(deployment({ next, previous: before }), world);
    expect(running(world).filter((name) => name.includes('_db-'))).toHaveLength(1);
  });

  it('never runs two of a dependency whose published port changed, nor leaves two behind when it is undone', async () => {
    const world = memoryTarget();
    const before = side(1, [artifact('web'), dependency('db')]);
    await deploy(deployment({ next: before, bindings: [bound('db', 5432)] }), world);
    const plan = deployment({
      next: side(2, before.application.services),
      previous: { ...before, bindings: [bound('db', 5432)] },
      bindings: [bound('db', 5433)],
    });
    const names = running(world);
    await dependenciesEnsure.run(contextOf(plan, world.target));
    expect(running(world)).toEqual(names);
    await containersSwitch.run(contextOf(plan, world.target));
    expect(running(world).filter((name) => name.includes('_db-'))).toHaveLength(1);
    await containersSwitch.undo(contextOf(plan, world.target));
    await dependenciesEnsure.undo(contextOf(plan, world.target));
    expect(running(world)).toEqual(names);
  });

  it('frees a port that moves to a service of another name', async () => {
    const world = memoryTarget();
    const before = side(1, [artifact('web')]);
    await deploy(deployment({ next: before, bindings: [bound('web', 8080)] }), world);
    const plan = deployment({
      next: side(2, [artifact('app')]),
      previous: { ...before, bindings: [bound('web', 8080)] },
      bindings: [bound('app', 8080)],
    });
    await deploy(plan, world);
    expect(running(world)).toEqual(['shop-p-qa_app-r2-1']);
  });

  it('does not run a completed job of an unchanged dependency again', async () => {
    const world = memoryTarget();
    const services = [dependency('seed'), artifact('web', { dependsOn: { seed: completed } })];
    const plan = deployment({ next: side(1, services) });
    const seed = containersOf(plan, plan.next, 'o')[0] as ContainerSpec;
    await world.target.ensureContainer(seed, contextOf(plan, world.target).contents);
    world.set(seed.name, { state: 'exited', exitCode: 0, startedAt: 1 });
    await deploy(plan, world);
    expect(world.asked).toEqual(['start shop-p-qa_web-r1-1']);
  });

  it('does not hold restarts of long ago against a dependency that is well', async () => {
    const world = memoryTarget();
    const services = [dependency('db'), artifact('web', { dependsOn: { db: healthy } })];
    const plan = deployment({ next: side(1, services) });
    const db = containersOf(plan, plan.next, 'o')[0] as ContainerSpec;
    await world.target.ensureContainer(db, contextOf(plan, world.target).contents);
    world.set(db.name, { state: 'running', restarts: 7 });
    await expect(deploy(plan, world)).resolves.toBeUndefined();
  });
});

it('a diamond of many dependencies is walked once', () => {
  const layers = Array.from({ length: 60 }, (_, layer) =>
    ['a', 'b'].map((half) =>
      dependency(`${half}${String(layer)}`, {
        dependsOn:
          layer === 0 ? { web: healthy } : { [`a${String(layer - 1)}`]: healthy, [`b${String(layer - 1)}`]: healthy },
      }),
    ),
  );
  expect(startedBySwitch([artifact('web'), ...layers.flat()], new Set()).size).toBe(121);
});
