/** Pieces of a run as the engine sends them. */
import type { Run, Stage } from '../../../../shared/domain/run.ts';

export const stage = (name: string, change: Partial<Stage> = {}): Stage => ({
  name,
  kind: 'command',
  after: [],
  status: 'pending',
  startedAt: null,
  endedAt: null,
  code: null,
  problem: null,
  outputBytes: 0,
  environment: null,
  operation: null,
  tests: null,
  coverage: null,
  ...change,
});

export const run = (change: Partial<Run> = {}): Run => ({
  id: 'r1',
  project: 'shop-1',
  commit: '3f2a1c9d0e8b7a6f5e4d3c2b1a09f8e7d6c5b4a3',
  subject: 'Add the cart',
  author: 'Ada',
  ref: 'main',
  release: null,
  trigger: 'push',
  by: 'slipway',
  why: null,
  retries: null,
  operationStatus: 'running',
  status: 'running',
  startedAt: 1000,
  endedAt: null,
  problem: null,
  stages: [],
  ...change,
});
