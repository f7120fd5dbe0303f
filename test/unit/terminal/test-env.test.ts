import { expect, it } from 'vitest';
import type { Handlers } from '../../contract/hosts/fake-face.ts';
import { operation } from './engine.ts';
import { slipway } from './slipway.ts';

const environment = {
  environment: 'test.login',
  branch: 'login',
  commit: 'a'.repeat(40),
  workingTree: false,
  createdAt: 0,
  by: 'ada',
  byRule: false,
  endsAt: 86_400_000,
  url: 'http://localhost:20000',
  ahead: 1,
  behind: 0,
  merged: false,
  review: null,
  problem: null,
};
const build = operation({ id: 'build', kind: 'build', status: 'done' });
const promotion = operation({ id: 'promotion', kind: 'promote', status: 'done' });

/** An engine that builds first, and has begun the promotion when it is asked the third time. */
function engine() {
  const asked: Record<string, unknown>[] = [];
  const handlers: Handlers = {
    'testEnvironment.create': (input) => {
      asked.push(input);
      return { operation: asked.length < 3 ? build : promotion, environment };
    },
    'testEnvironment.list': () => ({ environments: [environment], branches: [], templates: ['test'], forge: null }),
    'testEnvironment.preview': () => ({ containers: ['web'], volumes: ['kept'], networks: [], images: [] }),
    'testEnvironment.remove': () => ({ operation: operation({ kind: 'remove', status: 'done' }) }),
    'operation.get': () => ({ operation: promotion }),
  };
  return { asked, handlers };
}

it('create stays with what makes the release and with what brings it, by one request', async () => {
  const { asked, handlers } = engine();
  const { exitCode, json } = await slipway('test-env create login --days 2 --wait --json', handlers);
  expect(exitCode).toBe(0);
  expect(json()).toMatchObject({
    environment: { environment: 'test.login', url: 'http://localhost:20000', endsAt: '1970-01-02T00:00:00.000Z' },
    operation: { id: 'promotion', kind: 'promote', status: 'done' },
  });
  expect(asked[0]).toMatchObject({ branch: 'login', days: 2, workingTree: false });
  expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
});

it('create answers at once without --wait, and takes a branch or the working tree, not both', async () => {
  const { asked, handlers } = engine();
  expect((await slipway('test-env create --working-tree --no-wait --json', handlers)).json()).toMatchObject({
    operation: { id: 'build' },
  });
  expect(asked).toHaveLength(1);
  expect((await slipway('test-env create login --working-tree', handlers)).exitCode).toBe(2);
});

it('list and remove, which says first what would go', async () => {
  const { handlers } = engine();
  const { stdout } = await slipway('test-env list', handlers);
  expect(stdout).toContain('test.login');
  expect(stdout).toContain('ends 1970-01-02');
  expect((await slipway('test-env remove test.login --dry-run --json', handlers)).json()).toEqual({
    plan: { containers: ['web'], volumes: ['kept'], networks: [], images: [] },
    operation: null,
  });
  expect((await slipway('test-env remove test.login --json', handlers)).json()).toMatchObject({
    environment: 'test.login',
    operation: { kind: 'remove', status: 'done' },
  });
});
