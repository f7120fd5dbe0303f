/** Runs of the pipeline as data. */
import type { Run, Stage, TestCase } from '../../../shared/domain/run.ts';

export const stageOf = (name: string, given: Partial<Stage> = {}): Stage => ({
  name,
  kind: 'command',
  after: [],
  status: 'passed',
  startedAt: 1000,
  endedAt: 3000,
  code: 0,
  problem: null,
  outputBytes: 0,
  environment: null,
  operation: null,
  tests: null,
  coverage: null,
  ...given,
});

export const runOf = (id: string, given: Partial<Run> = {}): Run => ({
  id,
  project: 'aaaaaa',
  commit: 'c0ffee0'.padEnd(40, '0'),
  subject: 'Open the till',
  author: 'Ada',
  ref: 'main',
  release: null,
  trigger: 'person',
  by: 'ada',
  why: null,
  retries: null,
  operationStatus: 'done',
  status: 'passed',
  startedAt: 1000,
  endedAt: 5000,
  problem: null,
  stages: [],
  ...given,
});

export const testOf = (name: string, given: Partial<TestCase> = {}): TestCase => ({
  suite: 'till',
  name,
  file: null,
  status: 'failed',
  ms: 5,
  message: null,
  newlyFailed: false,
  flaky: false,
  ...given,
});
