/** A history in a folder of its own, and the rows that tests put into it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { DeploymentPlan } from '../../../shared/domain/plan.ts';
import type { Release } from '../../../shared/domain/release.ts';
import { ProblemError, type Problem } from '../../../shared/problem.ts';
import { openStore, type Store } from '../../../electron/store/store.ts';
import type { StoredOperation } from '../../../electron/store/queries/operations.ts';

export const project = 'aaaaaa';
export const digest = (digit: number): string => `sha256:${String(digit % 10).repeat(64)}`;

/** A folder that is gone when the test has ended. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'slipway-store-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export const fileIn = (data: string): string => join(data, 'history.db');

/** Opens the history of a folder and closes it when the test has ended. */
export function storeIn(data: string): Store {
  const store = openStore(data);
  onTestFinished(() => store.close());
  return store;
}

/** A store with one project and one configuration. */
export function seeded(data = folder()): Store {
  const store = storeIn(data);
  seed(store);
  return store;
}

export function seed(store: Store): void {
  store.transact(() => {
    store.projects.insert({ id: project, name: 'shop', path: `/shop/${project}`, openedAt: 1 });
    store.revisions.saveConfiguration('configuration', { services: [], networks: [], volumes: [] });
  });
}

/** Another connection to the same file, as another program would have. */
export function raw(data: string): Database.Database {
  const connection = new Database(fileIn(data));
  onTestFinished(() => {
    connection.close();
  });
  return connection;
}

/** The problem that `work` throws; fails the test when it throws nothing or anything else. */
export function problemOfThrowing(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

export function releaseOf(id: string, given: Partial<Release> = {}): Release {
  return {
    id,
    project,
    commit: id.padEnd(40, '0'),
    subject: `Change ${id}`,
    author: 'Ada',
    committedAt: 1,
    ref: 'main',
    tag: null,
    inputs: `inputs of ${id}`,
    schemaVersion: null,
    createdAt: 1,
    operation: 'operation',
    changes: null,
    rejected: null,
    artifacts: [{ service: 'web', digest: digest(1), reference: digest(1), imageId: digest(1), sizeBytes: null }],
    ...given,
  };
}

export function operationOf(
  id: string,
  given: Partial<StoredOperation> = {},
): Omit<StoredOperation, 'problem' | 'endedAt'> {
  return {
    id,
    project,
    kind: 'promote',
    scope: 'environment:qa',
    environment: 'qa',
    title: `Operation ${id}`,
    release: 'r1',
    revision: 1,
    plan: { kind: 'promote', steps: [] } as unknown as DeploymentPlan,
    status: 'running',
    by: 'ada',
    why: null,
    key: `key of ${id}`,
    startedAt: 1,
    ...given,
  };
}

export interface NewRevision {
  readonly environment: string;
  readonly number: number;
  readonly release?: string;
  readonly startedAt?: number;
  readonly words?: string;
  readonly configuration?: string;
}

export function insertRevision(
  store: Store,
  { environment, number, release = 'r1', startedAt = 1, words = '', configuration = 'configuration' }: NewRevision,
): void {
  store.revisions.insert(
    {
      project,
      environment,
      number,
      release,
      commit: release.padEnd(40, '0'),
      cause: 'promotion',
      restores: null,
      operation: 'operation',
      by: 'ada',
      why: null,
      startedAt,
      configuration,
      digests: { web: digest(1) },
      url: null,
    },
    words,
  );
}

export function appendEvents(store: Store, count: number): void {
  for (let index = 0; index < count; index += 1) {
    store.transact(() =>
      store.events.append(
        { type: 'operation.started', project, by: 'ada', data: { index, text: 'ünïcode “quotes”' } },
        1000 + index,
      ),
    );
  }
}
