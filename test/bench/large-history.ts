/** A history of a million revisions, written straight into SQLite in the shape that the engine writes. */
import { createHash } from 'node:crypto';
import type { Plan } from '../../shared/domain/plan.ts';
import type { Application } from '../../shared/domain/service.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import { serviceOf } from '../fixtures/engine/service.ts';

export interface LargeHistory {
  readonly store: Store;
  readonly project: string;
  readonly environments: readonly string[];
  /** Epoch milliseconds of revision `index`, counted from 0. */
  readonly startOf: (index: number) => number;
  readonly releaseOf: (index: number) => string;
  readonly revisions: number;
}

const project = 'aaaaaa';
const firstAt = 1_600_000_000_000;
const everyMs = 100_000;
/** Main places get most deployments, and there are many test environments with a few each. */
const places = ['qa', 'qa', 'qa', 'staging', 'staging', 'production', 'production-copy', 'release'];
const testEnvironments = 300;
const perRelease = 5;
const people = ['ada', 'grace', 'edsger', 'barbara', 'alan'];
const verbs = ['Fix', 'Add', 'Remove', 'Explain', 'Speed up'];
const things = [
  'login',
  'checkout',
  'cart',
  'search',
  'invoice',
  'stock',
  'mail',
  'profile',
  'translation',
  'currency',
];

const application: Application = { services: [serviceOf({ name: 'web', image: 'web' })], networks: [], volumes: [] };
const perTransaction = 20_000;
const sha = (text: string): string => createHash('sha1').update(text).digest('hex');

/** Writes `revisions` of them, each with its operation and event, and their releases, into a new data directory. */
export function writeLargeHistory(folder: string, revisions: number): LargeHistory {
  const store = openStore(folder);
  store.transact(() => {
    store.projects.insert({ id: project, name: 'large', path: '/large', openedAt: firstAt });
    store.projects.insert({ id: 'bbbbbb', name: 'other', path: '/other', openedAt: firstAt });
    store.revisions.saveConfiguration('configuration', application);
  });
  const numbers = new Map<string, number>();
  for (let from = 0; from < revisions; from += perTransaction) {
    store.transact(() => {
      for (let index = from; index < Math.min(revisions, from + perTransaction); index += 1)
        writeOne(store, numbers, index);
    });
  }
  return { store, project, environments: [...new Set([...places, 'test.branch-7'])], startOf, releaseOf, revisions };
}

const startOf = (index: number): number => firstAt + index * everyMs;
const commitOf = (index: number): string => sha(`commit ${String(Math.floor(index / perRelease))}`);
const releaseOf = (index: number): string => commitOf(index).slice(0, 10);
const from = <T>(list: readonly T[], index: number): T => list[Math.floor(index) % list.length]!;

function writeOne(store: Store, numbers: Map<string, number>, index: number): void {
  const environment =
    index % 10 === 9 ? `test.branch-${String(Math.floor(index / 10) % testEnvironments)}` : from(places, index);
  const number = (numbers.get(environment) ?? 0) + 1;
  numbers.set(environment, number);
  const [by, at, commit, release, id] = [
    from(people, index),
    startOf(index),
    commitOf(index),
    releaseOf(index),
    `operation-${String(index)}`,
  ];
  const subject = `${from(verbs, index / perRelease)} ${from(things, index / 7)} (#${String(Math.floor(index / perRelease))})`;
  if (index % perRelease === 0) {
    const digest = `sha256:${sha(release)}${'0'.repeat(24)}`;
    store.releases.insert({
      id: release,
      project,
      commit,
      subject,
      author: by,
      committedAt: at,
      ref: 'main',
      tag: null,
      inputs: commit,
      schemaVersion: null,
      createdAt: at,
      operation: id,
      changes: 3,
      rejected: null,
      artifacts: [{ service: 'web', digest, reference: digest, imageId: digest, sizeBytes: 1 }],
    });
  }
  const plan = { kind: 'promote', steps: [] } as unknown as Plan;
  store.operations.insert({
    id,
    project,
    kind: 'promote',
    scope: `environment:${environment}`,
    environment,
    title: `Promote ${release} to ${environment}`,
    release,
    revision: number,
    plan,
    status: 'running',
    by,
    why: null,
    key: id,
    startedAt: at,
  });
  store.operations.setStatus(id, 'done', null, at + 4000);
  store.revisions.insert(
    {
      project,
      environment,
      number,
      release,
      commit,
      cause: index % 11 === 10 ? 'rollback' : 'promotion',
      restores: null,
      operation: id,
      by,
      why: null,
      startedAt: at,
      configuration: 'configuration',
      digests: { web: `sha256:${sha(release)}` },
      url: null,
    },
    [environment, release, commit, subject, by].join(' '),
  );
  if (index % 20 === 19) store.revisions.setEnded(project, environment, number, 'failed', at + 4000);
  else store.revisions.setRunning(project, environment, number, at + 4000, null);
  store.events.append(
    { type: 'revision.running', project, environment, operation: id, by, data: { revision: number, release } },
    at,
  );
}
