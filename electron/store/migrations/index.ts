/** The migrations in order; the position in this list is the schema's version. One file each, never edited once released. */
import { foundation } from './0001-foundation.ts';
import { changes } from './0002-changes.ts';
import { lanes } from './0003-lanes.ts';
import { traffic } from './0004-traffic.ts';
import { rollouts } from './0005-rollouts.ts';
import { runs } from './0006-runs.ts';
import { tests } from './0007-tests.ts';
import { testEnvironments } from './0008-test-environments.ts';
import { watching } from './0009-watching.ts';

export const migrations: readonly string[] = [
  foundation,
  changes,
  lanes,
  traffic,
  rollouts,
  runs,
  tests,
  testEnvironments,
  watching,
];
