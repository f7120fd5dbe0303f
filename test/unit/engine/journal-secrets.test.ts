import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { journalOn } from '../../../electron/engine/journal.ts';
import { secretsInUse } from '../../../electron/engine/known-secrets.ts';
import { operationsOn } from '../../../electron/engine/operations.ts';
import { publisherOn } from '../../../electron/engine/publish.ts';
import type { Runtime } from '../../../electron/engine/run.ts';
import { newMask } from '../../../electron/secrets/mask.ts';
import type { DeploymentPlan } from '../../../shared/domain/plan.ts';
import { fail, problemOf } from '../../../shared/problem.ts';
import {
  fileIn,
  folder,
  insertRevision,
  operationOf,
  project,
  releaseOf,
  seed,
  storeIn,
} from '../../contract/store/setting.ts';
import { serviceOf } from '../../fixtures/engine/service.ts';

const planted = 'pl4nted-s3cret';
const step = { id: 'containers.switch', type: 'containers.switch', title: 'Switch', input: null, commits: false };

it('a secret that a failing container printed is in no row of the history', () => {
  const data = folder();
  const store = storeIn(data);
  seed(store);
  store.releases.insert(releaseOf('r1'));
  const mask = newMask();
  mask.hide(planted);
  const journal = journalOn(
    store,
    publisherOn(store, () => 1),
    'owner',
    () => 1,
    mask.apply,
  );
  const plan = { kind: 'promote', steps: [step] } as unknown as DeploymentPlan;
  const { operation } = journal.begin(operationOf('one', { plan, revision: null }), () => undefined);
  const problem = problemOf('failed.unhealthy', `said ${planted}`, {
    hint: planted,
    details: { log: [`password=${planted}`], deep: { check: planted } },
  });
  journal.intend(operation, step, 'forward', 1);
  journal.outcome(operation, step, 'forward', 1, { kind: 'failed', problem, transient: false });
  const [, outcome] = store.operations.journal('one');
  expect(JSON.stringify(outcome)).toContain('••••••');
  for (const file of [fileIn(data), `${fileIn(data)}-wal`]) expect(readFileSync(file).includes(planted)).toBe(false);
});

it('secrets of what runs, and of what is being deployed, are known before anything prints them', () => {
  const store = storeIn(folder());
  seed(store);
  const withSecret = (name: string) => ({
    services: [
      serviceOf({
        name: 'web',
        files: [{ target: '/run/secrets/x', mode: 0o400, uid: 0, gid: 0, source: { type: 'secret', name } }],
      }),
    ],
    networks: [],
    volumes: [],
  });
  store.releases.insert(releaseOf('r1'));
  store.revisions.saveConfiguration('with-secret', withSecret('RUNNING'));
  insertRevision(store, { environment: 'qa', number: 1, configuration: 'with-secret' });
  store.revisions.setRunning(project, 'qa', 1, 2, null);
  store.operations.insert(
    operationOf('one', {
      plan: { kind: 'promote', steps: [], next: { application: withSecret('DEPLOYING') } } as unknown as DeploymentPlan,
    }),
  );
  expect([...secretsInUse(store)]).toEqual(['RUNNING', 'DEPLOYING']);
});

it('a history that cannot be written yet does not keep the engine from opening it', async () => {
  const store = storeIn(folder());
  seed(store);
  store.operations.insert(operationOf('one'));
  const taken: string[] = [];
  const journal = {
    takeOver: () => {
      taken.push('tried');
      throw fail('failed.disk-full', 'The disk is full.');
    },
  };
  const operations = operationsOn({ store, journal, crashPoint: () => undefined } as unknown as Runtime);
  expect(() => operations.recover()).not.toThrow();
  expect(operations.busy()).toBe(true);
  await operations.close();
  expect(taken).toEqual(['tried']);
});
