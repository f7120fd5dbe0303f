import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { composeEngine } from '../../../electron/compose.ts';
import type { Input, Output, RequestName } from '../../../shared/api/contract.ts';
import { createRepository, temporaryFolder } from '../../fixtures/repository.ts';
import { configuration, until } from './setting.ts';

it('a commit becomes a run like any other, begun by Slipway, and only once the engine serves', async () => {
  const { path, remove } = temporaryFolder('slipway-watching-');
  const repository = createRepository(join(path, 'shop'));
  const files = { 'slipway.yaml': configuration(), 'compose.yaml': 'services:\n  web: { build: . }\n' };
  const commit = repository.commit({ message: 'Begin\n', files: { ...files, Dockerfile: 'FROM scratch\n' } });
  const engine = await composeEngine({ dataDirectory: join(path, 'data'), environment: {} });
  onTestFinished(async () => {
    await engine.close();
    remove();
  });
  const call = async <Name extends RequestName>(name: Name, input: Input<Name>): Promise<Output<Name>> =>
    (await engine.face.call(name, input, { by: 'ada', face: 'terminal' })) as Output<Name>;
  const { project } = await call('project.open', { path: repository.path });
  expect(await call('watch.get', { project: project.id })).toMatchObject({ on: false, branches: [] });
  expect((await call('watch.pause', { project: project.id, paused: true, why: 'later' })).on).toBe(false);
  engine.serve();
  await until(
    async () => (await call('watch.get', { project: project.id })).queue.length === 1,
    () => null,
  );
  await call('watch.pause', { project: project.id, paused: false });
  await until(
    async () => (await call('run.list', { project: project.id })).runs.length === 1,
    () => null,
  );
  const { runs } = await call('run.list', { project: project.id });
  expect(runs).toMatchObject([{ ref: 'main', commit, trigger: 'push', by: 'slipway' }]);
  const { branches } = await call('watch.get', { project: project.id });
  expect(branches).toMatchObject([{ branch: 'main', commit, run: runs[0]?.id, environments: ['qa'] }]);
  const refusal = call('watch.fetch', { project: project.id });
  await expect(refusal).rejects.toMatchObject({ problem: { code: 'usage.no-such-remote' } });
});
