import { describe, expect, it } from 'vitest';
import { pipelineOf, type Heard, type Source } from '../../../../renderer/screens/home/diagram/pipeline.ts';
import { mainLabel } from '../../../../renderer/screens/home/diagram/words.ts';
import { problemOf } from '../../../../shared/problem.ts';
import { status } from '../pictures.ts';
import { run } from '../run/runs.ts';

const watch: NonNullable<Heard['watch']> = {
  on: true,
  reason: null,
  paused: null,
  remote: null,
  fetchedAt: null,
  nextFetchAt: null,
  problem: null,
  branches: [],
  queue: [],
  running: [],
  atOnce: 2,
};
const branch = (name: string, problem = problemOf('usage.compose', 'compose.yaml has no services.')) =>
  ({ branch: name, commit: 'c1', environments: [], state: 'failed', run: null, problem }) as const;

/** What is said of main once this was heard. */
function said(heard: Partial<Heard>): string {
  const { sources } = pipelineOf(status(), { runs: null, watch: null, tests: null, tree: null, ...heard });
  const main = sources.find((source): source is Extract<Source, { kind: 'main' }> => source.kind === 'main');
  return main ? mainLabel(main, 0) : '';
}

describe('what the diagram says of main', () => {
  it('tells that there was no run from not knowing', () => {
    expect(said({})).toBe('Pipeline of main');
    expect(said({ runs: { runs: [], more: false } })).toBe('Pipeline of main, not run yet');
    expect(said({ runs: { runs: [run()], more: false } })).toMatch(/^Pipeline of main, Running/);
  });

  it('says why new commits do not come by themselves, in words of each', () => {
    const unseen = problemOf('failed.fetch', 'origin does not answer.');
    expect(said({ watch: { ...watch, problem: unseen } })).toContain('cannot fetch: origin does not answer.');
    expect(said({ watch: { ...watch, branches: [{ ...branch('main'), environments: [] }] } })).toContain(
      'cannot begin: compose.yaml has no services.',
    );
    expect(said({ watch: { ...watch, branches: [{ ...branch('other'), environments: [] }] } })).toBe(
      'Pipeline of main',
    );
    expect(said({ watch: { ...watch, on: false, paused: { by: 'ada', at: 1, why: 'freeze' } } })).toContain(
      'paused: by ada: freeze',
    );
  });
});
