import { describe, expect, it } from 'vitest';
import {
  cancellable,
  coverageChange,
  coverageOf,
  coverageText,
  slowdown,
  stageInSight,
  stageKey,
  stageMs,
} from '../../../../renderer/components/run/figures.ts';
import { runLabel, testsText } from '../../../../renderer/components/run/words.ts';
import { run, stage } from './runs.ts';

describe('the figures of a run', () => {
  it('shows first what failed, else what runs, else the last that printed', () => {
    const passed = stage('test', { status: 'passed', outputBytes: 10 });
    const build = stage('build', { status: 'passed', outputBytes: 10 });
    const running = stage('lint', { status: 'running' });
    const failed = stage('scan', { status: 'failed' });
    const sight = (...stages: (typeof passed)[]) => stageInSight(stages)?.name;
    expect(sight(passed, running, failed)).toBe('scan');
    expect(sight(passed, running, build)).toBe('lint');
    expect(sight(passed, build, stage('release', { status: 'passed' }))).toBe('build');
    expect(sight(stage('test'))).toBe('test');
    expect(sight()).toBeUndefined();
  });

  it('tells deployments apart by their environment', () => {
    expect(stageKey(stage('deploy', { kind: 'deploy', environment: 'qa' }))).toBe('deploy qa');
    expect(stageKey(stage('test', { environment: 'qa' }))).toBe('test');
  });

  it('measures a stage that runs until now, one that is over to its end', () => {
    expect(stageMs(stage('a'), 50)).toBeNull();
    expect(stageMs(stage('a', { startedAt: 10 }), 50)).toBe(40);
    expect(stageMs(stage('a', { startedAt: 10, endedAt: 30 }), 50)).toBe(20);
    expect(stageMs(stage('a', { startedAt: 60 }), 50)).toBe(0);
  });

  it.each([
    [{ lines: 1000, covered: 824 }, '82.4 %'],
    [{ lines: 100_000, covered: 99_999 }, '99.9 %'],
    [{ lines: 0, covered: 0 }, '\u2013'],
  ])('covers %o as %s', (coverage, text) => expect(coverageText(coverage)).toBe(text));

  it('adds up the coverage of all stages that measured', () => {
    const measured = stage('a', { coverage: { lines: 10, covered: 5 } });
    expect(coverageOf([measured, stage('b'), measured])).toEqual({ lines: 20, covered: 10 });
    expect(coverageOf([stage('b')])).toBeNull();
  });

  it('tells how coverage changed, in percent as it is compared', () => {
    expect(coverageChange({ before: 75.5, after: 80 })).toBe('75.5 % \u2192 80.0 %');
    expect(coverageChange({ before: null, after: 80 })).toBe('\u2013 \u2192 80.0 %');
    expect(coverageChange({ before: 80, after: 80 })).toBe('80.0 %');
    expect(coverageChange({ before: null, after: null })).toBe('');
  });

  it('cancels the run while it goes on, and then a deployment that follows it', () => {
    const deploy = (environment: string, status: 'pending' | 'running' | 'passed') =>
      stage('deploy', { kind: 'deploy', environment, status, operation: status === 'pending' ? null : environment });
    const stages = [deploy('qa', 'passed'), deploy('demo', 'running'), deploy('later', 'pending')];
    expect(cancellable(run({ operationStatus: 'needs-attention', stages }))).toBe('r1');
    expect(cancellable(run({ operationStatus: 'done', stages }))).toBe('demo');
    expect(cancellable(run({ operationStatus: 'done', stages: [deploy('later', 'pending')] }))).toBeNull();
  });

  it('compares times only where both say something', () => {
    expect(slowdown(1000, 1500)).toBe(0.5);
    expect(slowdown(null, 1500)).toBeNull();
    expect(slowdown(0, 1500)).toBeNull();
  });

  it('says in words what a screen shows in marks', () => {
    const tests = { passed: 10, failed: 2, skipped: 0, newlyFailed: 1, flaky: 0 };
    expect(testsText(tests)).toBe('2 failed of 12 (1 new)');
    expect(
      runLabel(run({ stages: [stage('test', { status: 'failed', tests, startedAt: 0, endedAt: 4200 })] }), 0),
    ).toBe('Pipeline of main, Running: test, Failed, 4.2 s, 2 failed of 12 (1 new)');
  });
});
