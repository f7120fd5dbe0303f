import { describe, expect, it } from 'vitest';
import { runReportHandlers } from '../../../electron/api/run-reports.ts';
import type { Caller } from '../../../electron/api/face.ts';
import type { Handlers } from '../../../electron/api/router.ts';
import type { Engine } from '../../../electron/engine/engine.ts';
import { createGit } from '../../../electron/git/git.ts';
import { recordReports } from '../../../electron/steps/record-reports.ts';
import type { Run } from '../../../shared/domain/run.ts';
import { problemFrom } from '../../../shared/problem.ts';
import { folder, project, seeded } from '../../contract/store/setting.ts';
import { createRepository } from '../../fixtures/repository.ts';
import { folderOf, junitOf } from '../reports/setting.ts';
import { runOf, stageOf } from './run.ts';

const caller: Caller = { by: 'ada', face: 'terminal' };
const signal = new AbortController().signal;

/** Handlers of an engine whose runs and outputs are these, with a history and a repository of its own. */
async function setting(runs: readonly Run[], output = '') {
  const store = seeded();
  const path = folder();
  const fixture = createRepository(`${path}/shop`);
  const commits = ['One', 'Two', 'Three'].map((subject) =>
    fixture.commit({ message: `${subject}\n`, files: { a: subject } }),
  );
  const repository = await createGit().open(fixture.path, `${path}/mirror.git`);
  await repository.refresh();
  const open = {
    project: { id: project, name: 'The Shop' },
    repository,
    configuration: () => Promise.resolve({ configuration: null }),
  };
  const engine = {
    store,
    workspace: { get: () => Promise.resolve(open) },
    now: () => 9000,
    closing: signal,
  } as unknown as Engine;
  const asked: unknown[] = [];
  const handlers = runReportHandlers(engine, {
    'run.get': ({ run }) => Promise.resolve({ run: runs.find(({ id }) => id === run)! }),
    'run.output': async function* (input) {
      asked.push(input);
      yield { offset: input.from, next: output.length, at: 1, text: output.slice(input.from) };
    },
  } satisfies Pick<Handlers, 'run.get' | 'run.output'>);
  const record = (run: string, cases: string) =>
    recordReports(
      { store, mask: (text) => text, now: () => 1, signal },
      {
        project,
        run,
        stage: 'test',
        ref: 'main',
        commit: run,
        missed: [],
        folder: folderOf({ 'junit/1/a.xml': junitOf(cases) }),
      },
    );
  return { handlers, record, commits, asked };
}
const broken = '<testcase name="adds"><failure>4 is no 3</failure></testcase>';
const tests = (run: string) => ({ project, run, stage: 'test', limit: 10 });

describe('what is asked of a run', () => {
  it('its tests: of a stage that was taken over those of the run it is from', async () => {
    const first = runOf('a', { stages: [stageOf('test')] });
    const second = runOf('b', { stages: [stageOf('test', { status: 'reused', operation: 'a' })] });
    const { handlers, record } = await setting([first, second]);
    await record('a', `${broken}<testcase name="fits"/>`);
    for (const run of ['a', 'b'])
      expect(await handlers['run.tests'](tests(run), caller)).toMatchObject({
        total: 2,
        unread: [],
        tests: [{ name: 'adds', status: 'failed', message: '4 is no 3' }, { name: 'fits' }],
      });
    const wrong = handlers['run.tests']({ ...tests('a'), stage: 'nope' }, caller).catch(problemFrom);
    expect(await wrong).toMatchObject({ code: 'usage.no-such-stage', hint: 'Its stages: test.' });
  });

  it('what changed since another: commits, stages and tests', async () => {
    const runs: Run[] = [];
    const { handlers, record, commits } = await setting(runs);
    runs.push(
      runOf('a', { commit: commits[0]!, stages: [stageOf('test')] }),
      runOf('b', { commit: commits[2]!, stages: [stageOf('test', { endedAt: 9000, status: 'failed' })] }),
    );
    await record('a', '<testcase name="adds"/>');
    await record('b', broken);
    expect(await handlers['run.compare']({ project, run: 'b', with: 'a' }, caller)).toMatchObject({
      before: { id: 'a' },
      after: { id: 'b' },
      commits: { count: 2, subjects: ['Three', 'Two'] },
      stages: [{ name: 'test', ms: { before: 2000, after: 8000 }, status: { before: 'passed', after: 'failed' } }],
      tests: { broken: ['till › adds'], mended: [], slower: [] },
    });
  });

  it('itself as a page, with the end of what a failed stage printed', async () => {
    const output = Array.from({ length: 20_000 }, (_, n) => `\u001b[31mline ${String(n)}\r\n`).join('');
    const stages = [
      stageOf('lint', { outputBytes: 5 }),
      stageOf('test', { status: 'failed', outputBytes: output.length }),
    ];
    const { handlers, record, asked } = await setting([runOf('a', { status: 'failed', stages })], output);
    await record('a', broken);
    const { name, html } = await handlers['run.report']({ project, run: 'a' }, caller);
    expect(name).toBe('the-shop-run-a.html');
    expect(asked).toEqual([{ project, run: 'a', stage: 'test', from: output.length - 65_536, follow: false }]);
    expect(html).toContain('4 is no 3');
    expect(html).toMatch(/<pre>line 19800\nline 19801\n[^<]*line 19999<\/pre>/);
  });
});
