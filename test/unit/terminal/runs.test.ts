import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Run } from '../../../shared/domain/run.ts';
import { fail, problemOf } from '../../../shared/problem.ts';
import { temporaryFolder } from '../../fixtures/repository.ts';
import { runOf, stageOf } from '../runs/run.ts';
import { operation } from './engine.ts';
import { slipway } from './slipway.ts';
import { terminalWith } from './terminal.ts';

const operationOf = (given: object = {}) =>
  operation({ id: 'abc123', kind: 'run', environment: null, status: 'done', ...given });
const stages = [
  stageOf('test', {
    status: 'failed',
    problem: problemOf('failed.stage', 'It ended with code 1.'),
    tests: { passed: 4, failed: 1, skipped: 0, newlyFailed: 1, flaky: 0 },
  }),
  stageOf('build', { status: 'skipped', startedAt: null, endedAt: null }),
];
const failedTest = {
  ...{ suite: 'sums', name: 'adds', file: null, status: 'failed', ms: 1 },
  ...{ message: 'expected 3', newlyFailed: true, flaky: false },
};
const failed = runOf('abc123', { status: 'failed', subject: 'Break \u001b[2Jit', stages });
const status = {
  project: { id: 'p1', name: 'shop', path: '/shop', openedAt: 1 },
  main: { branch: 'main', commit: null, subject: null },
  ...{ environments: [], edges: [], lanes: [], parked: [], lost: null, lostProblem: null },
  docker: { reachable: true, version: '28', problem: null },
  configuration: { file: 'slipway.yaml', valid: true, missing: false, problems: [], notices: [] },
  seq: 1,
};
const commit = {
  ...{ sha: 'f'.repeat(40), subject: 'Fix it', author: 'Ada', email: 'a@b' },
  ...{ parents: [], authoredAt: 1, committedAt: 1 },
};
const list = (...runs: Run[]) => ({ 'run.list': () => ({ runs, more: false }) });

describe('slipway run', () => {
  it('answers at once when nobody waits, for the stages that were named', async () => {
    const asked: unknown[] = [];
    const run = runOf('abc123', { status: 'running', endedAt: null });
    const answer = await slipway('run --ref topic --stage lint --stage test --why because --json', {
      'run.start': (input: unknown) => {
        asked.push(input);
        return { operation: operationOf({ status: 'running' }), run };
      },
      'run.get': () => ({ run }),
    });
    expect(asked).toEqual([
      { project: 'p1', key: 'key-number-1', ref: 'topic', stages: ['lint', 'test'], why: 'because' },
    ]);
    expect(answer.exitCode).toBe(0);
    expect(answer.json()).toMatchObject({
      run: { id: 'abc123', status: 'running' },
      operation: { id: 'abc123', status: 'running' },
    });
  });

  it('waits for what follows the run too, and ends with 1 where a stage failed', async () => {
    let looks = 0;
    const handlers = {
      'run.start': () => ({ operation: operationOf({ status: 'running' }), run: failed }),
      'operation.get': () => ({ operation: operationOf() }),
      'run.get': () => ({ run: (looks += 1) > 2 ? failed : { ...failed, status: 'running', endedAt: null } }),
      'run.tests': () => ({ tests: [failedTest], total: 1, unread: [] }),
    };
    const answer = await slipway('run --wait', handlers);
    expect(looks).toBe(3);
    expect(answer.exitCode).toBe(1);
    expect(answer.stdout).toContain(
      'test   failed   2.0 s  4 of 5 tests passed, 1 newly failing, It ended with code 1.',
    );
    expect(answer.stdout).toContain('  ✗ sums › adds\n');
    expect(answer.stdout).not.toContain('\u001b');
    const { json } = await slipway('run --wait --json', handlers);
    expect(json()).toMatchObject({
      run: {
        status: 'failed',
        commit: failed.commit,
        ref: 'main',
        release: null,
        stages: [{ name: 'test', status: 'failed', ms: 2000 }, { ms: null }],
      },
      failedTests: ['sums › adds'],
      operation: { status: 'done' },
    });
  });

  it('says with --dry-run what it would run', async () => {
    const answer = await slipway('run --ref topic --stage test --dry-run --json', {
      'repository.log': () => ({ commits: [commit], more: false, total: 1, lines: [] }),
    });
    expect(answer.json()).toEqual({
      plan: { ref: 'topic', commit: 'f'.repeat(40), subject: 'Fix it', stages: ['test'] },
      run: null,
      operation: null,
    });
  });

  it('is tried again by the beginning of its id', async () => {
    const asked: unknown[] = [];
    const answer = await slipway('retry abc --stage test --json', {
      ...list(failed, runOf('def456')),
      'run.retry': (input: unknown) => {
        asked.push(input);
        return { operation: operationOf(), run: runOf('new789') };
      },
      'run.get': () => ({ run: runOf('new789') }),
    });
    expect(asked).toEqual([{ project: failed.project, run: 'abc123', stage: 'test', key: 'key-number-1' }]);
    expect(answer).toMatchObject({ exitCode: 0 });
    expect((await slipway('retry a', list(failed, runOf('a2')))).exitCode).toBe(2);
    const none = await slipway('retry zzz', {
      ...list(failed),
      'run.get': () => {
        throw fail('usage.no-such-run', 'No.');
      },
    });
    expect(none.exitCode).toBe(2);
  });
});

describe('slipway runs', () => {
  it('lists by branch, status and text', async () => {
    const asked: unknown[] = [];
    const handlers = {
      'run.list': (input: unknown) => {
        asked.push(input);
        return { runs: [failed], more: true };
      },
    };
    const { stdout } = await slipway('runs --branch main --status failed --search till --limit 5', handlers);
    expect(asked).toEqual([{ project: 'p1', ref: 'main', status: 'failed', search: 'till', limit: 5 }]);
    expect(stdout).toMatch(/^abc123 +failed +main +c0ffee0 +Break it /m);
    expect(stdout).toContain('There are more');
    expect((await slipway('runs --json', handlers)).json()).toMatchObject({
      runs: [{ id: 'abc123', startedAt: '1970-01-01T00:00:01.000Z' }],
      more: true,
    });
    expect((await slipway('runs --status odd', handlers)).exitCode).toBe(2);
  });

  it('puts two beside each other', async () => {
    const asked: unknown[] = [];
    const handlers = {
      ...list(failed, runOf('def456')),
      'run.compare': (input: unknown) => {
        asked.push(input);
        return {
          before: runOf('def456'),
          after: failed,
          commits: { count: 1, subjects: ['Break \u001b[2Jit'] },
          stages: [
            {
              name: 'test',
              ms: { before: 1000, after: 2000 },
              status: { before: 'passed', after: 'failed' },
              coverage: { before: 80, after: null },
            },
          ],
          tests: { broken: ['till › adds'], mended: [], slower: [] },
        };
      },
    };
    const { stdout } = await slipway('runs compare def abc', handlers);
    expect(asked).toEqual([{ project: failed.project, run: 'abc123', with: 'def456' }]);
    expect(stdout).toContain('test   passed  failed  1.0 s  2.0 s  80 %');
    expect(stdout).toContain('Broken:\n  till › adds\nCommits (1):\n  Break it\n');
  });

  it('writes one as a page, or says why it cannot', async () => {
    const { path, remove } = temporaryFolder('slipway-run-page-');
    onTestFinished(remove);
    const handlers = { ...list(failed), 'run.report': () => ({ name: 'x.html', html: '<!doctype html>' }) };
    const terminal = terminalWith({ cwd: path });
    expect(await slipway('runs report abc --out page.html --json', handlers, terminal)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(path, 'page.html'), 'utf8')).toBe('<!doctype html>');
    expect(
      await slipway('runs report abc --out no/folder/page.html', handlers, terminalWith({ cwd: path })),
    ).toMatchObject({ exitCode: 1 });
  });
});

describe('slipway logs of a run', () => {
  const printed = (...texts: string[]) => ({
    'operation.list': () => ({ operations: [operationOf()] }),
    'project.status': () => status,
    ...list(runOf('abc123', { stages: [stageOf('test'), stageOf('build', { kind: 'build' })] })),
    'operation.logs': async function* () {
      yield { seq: 1, at: 0, source: 'image.build.web', stream: 'out', text: 'Step 1 \u001b[2J' };
      yield { seq: 2, at: 0, source: 'source.pin', stream: 'out', text: 'pinned' };
    },
    'run.output': async function* ({ stage }: { stage: string }) {
      let offset = 0;
      for (const text of stage === 'test' ? texts : []) {
        yield { offset, next: offset + text.length, at: 0, text };
        offset += text.length;
      }
    },
  });
  const hostile = ['\u001b[32mgre', 'en\u001b[0m\r\n10 %\r20', ' %\r\n\u001b]52;c;cm0=\u0007\u001b[2J', 'end'];

  it('shows what a terminal would show in the end, and nothing that would act on it', async () => {
    const { stdout, exitCode } = await slipway('logs abc', printed(...hostile));
    expect({ stdout, exitCode }).toEqual({ stdout: 'test green\ntest 20 %\ntest end\nbuild Step 1\n', exitCode: 0 });
    const coloured = terminalWith({ outIsTty: true });
    await slipway('logs abc --stage test --follow', printed(...hostile), coloured);
    expect(coloured.stdout()).toBe('\u001b[32mgreen\u001b[0m\u001b[0m\n20 %\u001b[0m\nend\u001b[0m\n');
    expect((await slipway('logs abc --json', printed(...hostile))).json()).toMatchObject({
      lines: [{ seq: 0, source: 'test', text: 'green' }, { text: '20 %' }, { text: 'end' }, { source: 'build' }],
    });
  });

  it('says which stages there are', async () => {
    const answer = await slipway('logs abc --stage nope', printed());
    expect(answer.exitCode).toBe(2);
    expect(answer.stderr).toContain('Its stages: test, build.');
  });

  it('gives out a line that does not end', async () => {
    const piece = 'x'.repeat(60_000);
    const { stdout } = await slipway('logs abc --stage test', printed(piece, piece, piece));
    expect(stdout.split('\n').map((line) => line.length)).toEqual([120_000, 60_000, 0]);
  });
});
