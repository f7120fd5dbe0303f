/** What the tests of a stage say, from its container to whoever asks; through the command line, on a real engine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { baseImageName } from '../../fixtures/engine/index.ts';
import { runSetting } from './setting.ts';

const set = await runSetting({ SLIPWAY_TEST_TOKEN: 'hunter22-secret' });
const script = 'mkdir -p out; cp report.xml lcov.info out/; test ! -e broken';
const pipeline = `test: { run: ${JSON.stringify(script)}, in: "${baseImageName}", variables: { TOKEN: "secret:SLIPWAY_TEST_TOKEN" }, reports: { junit: [out, gone.xml], lcov: out/lcov.info } }`;
const made = ['build', 'release', 'deploy'].map((name) => ({ name, status: 'skipped' }));
const suite = (cases: string): string => `<testsuite name="till">${cases}</testsuite>`;
const lcov = 'SF:till.js\nDA:1,1\nDA:2,0\nend_of_record\n';
const added = suite('<testcase name="adds"/><testcase name="fits"/>');
const broken = suite(
  '<testcase name="adds"><failure>hunter22-secret: 4 is no 3</failure></testcase><testcase name="fits"/>',
);

it('names the test that fails newly, and compares, reports and retries from the command line', async () => {
  set.commit(pipeline, 'Add', { 'report.xml': added, 'lcov.info': lcov });
  const good = await set.slipway('run', '--stage', 'test', '--wait', '--json');
  expect(good.exitCode).toBe(0);
  expect(good.json()).toMatchObject({
    run: {
      status: 'passed',
      ref: 'main',
      release: null,
      stages: [
        {
          name: 'test',
          status: 'passed',
          ms: expect.any(Number) as number,
          tests: { passed: 2, failed: 0 },
          coverage: { lines: 2, covered: 1 },
        },
        ...made,
      ],
    },
    operation: { status: 'done' },
  });
  set.commit(pipeline, 'Break', { 'report.xml': broken, broken: '' });
  const bad = await set.slipway('run', '--stage', 'test', '--wait', '--json');
  expect(bad.exitCode).toBe(1);
  expect(bad.json()).toMatchObject({
    problem: { code: 'failed.stage' },
    run: { status: 'failed', stages: [{ status: 'failed', tests: { passed: 1, failed: 1, newlyFailed: 1 } }, ...made] },
    failedTests: ['till › adds'],
  });
  const idOf = (answer: { json: () => unknown }): string => (answer.json() as { run: { id: string } }).run.id;
  const run = idOf(bad);
  const { tests, unread } = await set.call<{ tests: unknown[]; unread: string[] }>('run.tests', {
    ...{ project: set.project, run, stage: 'test', status: 'failed' },
  });
  expect(tests).toMatchObject([{ suite: 'till', name: 'adds', newlyFailed: true, message: '••••••: 4 is no 3' }]);
  expect(unread).toEqual(['gone.xml: there is no such file.']);

  const compared = await set.slipway('runs', 'compare', idOf(good), run);
  expect(compared.stdout).toContain('Broken:\n  till › adds\nCommits (1):\n  Break\n');
  const page = join(set.data, 'page.html');
  expect((await set.slipway('runs', 'report', run, '--out', page)).exitCode).toBe(0);
  expect(readFileSync(page, 'utf8')).toContain('••••••: 4 is no 3');
  expect((await set.slipway('runs', '--status', 'failed', '--search', 'Break')).stdout).toContain(run);
  expect((await set.slipway('logs', run, '--stage', 'test')).stdout).toContain(
    'Report gone.xml: there is no such file.',
  );

  const again = await set.slipway('retry', run.slice(0, 8), '--stage', 'test', '--wait', '--json');
  expect(again.exitCode).toBe(1);
  expect(again.json()).toMatchObject({
    run: { retries: run, stages: [{ tests: { failed: 1, newlyFailed: 0 } }, ...made] },
  });
});
