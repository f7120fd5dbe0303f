/** Pieces of a status as the engine sends them, and arbitrary flows made of them. */
import fc from 'fast-check';
import type { Operation, StepState } from '../../../shared/domain/operation.ts';
import type { EnvironmentStatus, FlowEdge, ProjectStatus } from '../../../shared/domain/project.ts';
import type { ReleaseSummary } from '../../../shared/domain/release.ts';

export const release: ReleaseSummary = {
  id: '3f2a1c9',
  commit: '3f2a1c9d0e8b7a6f5e4d3c2b1a09f8e7d6c5b4a3',
  subject: 'Add the cart',
  author: 'Ada',
  ref: 'main',
  tag: null,
  createdAt: 1,
  committedAt: 1,
  rejected: null,
  changes: null,
  images: {},
};

export const environment = (change: Partial<EnvironmentStatus> = {}): EnvironmentStatus => ({
  name: 'qa',
  kind: 'qa',
  title: 'QA',
  lane: 'main',
  order: 2,
  guarded: false,
  template: false,
  release: null,
  revision: null,
  runningSince: null,
  health: 'empty',
  healthText: '',
  observedAt: null,
  url: null,
  drift: [],
  behind: null,
  operation: null,
  hold: null,
  front: null,
  rollback: { possible: false, reason: null, revision: null, release: null, way: null },
  ...change,
});

export const edge = (from: string, to: string, change: Partial<FlowEdge> = {}): FlowEdge => ({
  id: `${from}>${to}`,
  from,
  to,
  kind: 'promotion',
  release: null,
  changes: null,
  promotion: { possible: false, reason: null },
  ...change,
});

export const step = (id: string, status: StepState['status']): StepState => ({
  id,
  title: id,
  status,
  attempts: 1,
  startedAt: null,
  endedAt: null,
  problem: null,
});

export const operation = (change: Partial<Operation> = {}): Operation => ({
  id: 'o1',
  project: 'shop-1',
  kind: 'promote',
  environment: 'qa',
  title: 'Promote 3f2a1c9 to qa',
  release: release.id,
  revision: 1,
  status: 'running',
  direction: 'forward',
  steps: [],
  problem: null,
  by: 'ada',
  why: null,
  startedAt: 1,
  endedAt: null,
  can: { resume: { possible: false, reason: null }, abort: { possible: true, reason: null } },
  ...change,
});

export const status = (change: Partial<ProjectStatus> = {}): ProjectStatus => ({
  project: { id: 'shop-1', name: 'shop', path: '/shop', openedAt: 1 },
  main: { branch: 'main', commit: null, subject: null },
  environments: [],
  edges: [],
  lanes: [],
  parked: [],
  lost: null,
  lostProblem: null,
  docker: { reachable: true, version: null, problem: null },
  configuration: { file: 'slipway.yaml', valid: true, missing: false, problems: [], notices: [] },
  seq: 1,
  ...change,
});

const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}$/), { minLength: 1, maxLength: 40 });

/** 1 to 40 environments over the three lanes, and edges between any of them, circles and loops included. */
export const flows = names.chain((all) =>
  fc.record({
    environments: fc
      .tuple(
        ...all.map((name) =>
          fc.record({
            lane: fc.constantFrom<EnvironmentStatus['lane']>('test', 'main', 'release'),
            order: fc.integer({ min: 0, max: 9 }),
            name: fc.constant(name),
          }),
        ),
      )
      .map((facts) => facts.map((fact) => environment(fact))),
    edges: fc
      .uniqueArray(fc.tuple(fc.constantFrom(...all), fc.constantFrom(...all)), {
        maxLength: 60,
        selector: ([from, to]) => `${from}>${to}`,
      })
      .map((pairs) => pairs.map(([from, to]) => edge(from, to))),
  }),
);
