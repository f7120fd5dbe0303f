import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReports } from '../../../electron/reports/index.ts';
import { folderOf, junitOf, read } from './setting.ts';

it('reads what a real test runner writes, in every format that it writes', async () => {
  const folder = folderOf({
    'till.mjs': 'export const sum = (a, b) => a + b;\nexport const never = () => {\n  return 1;\n};\n',
    'till.test.mjs': `import { describe, it, test } from 'node:test';
import assert from 'node:assert';
import { sum } from './till.mjs';
describe('the till', () => {
  it('adds up', () => assert.equal(sum(1, 2), 3));
  it('rounds <down> & up', () => assert.equal(sum(1, 2), 4, 'a till of its own'));
  describe('on sundays', () => { it.skip('is closed', () => {}); });
});
test('stands alone', () => {});
test('is to be', { todo: 'later' }, () => assert.fail('not yet'));
`,
  });
  for (const format of ['junit', 'tap', 'lcov']) mkdirSync(join(folder, format, '1'), { recursive: true });
  const reporters = ['junit/1/out.xml', 'tap/1/out.tap', 'lcov/1/lcov.info'].flatMap((file) => [
    `--test-reporter=${file.split('/')[0] ?? ''}`,
    `--test-reporter-destination=${file}`,
  ]);
  const environment = { ...process.env, NODE_TEST_CONTEXT: undefined };
  try {
    execFileSync(process.execPath, ['--test', '--experimental-test-coverage', ...reporters, 'till.test.mjs'], {
      cwd: folder,
      env: environment,
      stdio: 'ignore',
    });
  } catch {
    // It has a test that fails.
  }
  const { tests, coverage, unread } = await readReports(folder, (text) => text, new AbortController().signal);
  expect(unread).toEqual([]);
  expect(coverage?.covered).toBeLessThan(coverage?.lines ?? 0);
  expect(tests.filter(({ name }) => name === 'adds up')).toMatchObject([
    { suite: 'the till', status: 'passed', ms: expect.any(Number) as number },
    { suite: 'the till', status: 'passed', ms: expect.any(Number) as number },
  ]);
  const failed = tests.filter(({ status }) => status === 'failed');
  expect(failed.map(({ name }) => name)).toEqual(['rounds <down> & up', 'rounds <down> & up']);
  for (const { message } of failed) expect(message).toContain('a till of its own');
  expect(tests.filter(({ name }) => name === 'is closed').map(({ status }) => status)).toEqual(['skipped', 'skipped']);
});

describe('JUnit XML', () => {
  it('takes suite, file, time and the outcome as the many programs write them', async () => {
    const { tests, unread } = await read({
      'junit/1/nested/a.xml': `<testsuites><testsuite name="outer" file="outer.js"><testsuite name="inner">
        <testcase name="plain" time="1,000.5"><constructor/><toString/></testcase>
        <testcase name="typed" classname="shop.Till" file="till.py" time="0.25"><failure message="1 != 2" type="Error">1 != 2
  at till.py:3</failure><system-out>noise</system-out></testcase>
        <testcase name="dead" time="nonsense"><error message="boom"/><skipped/></testcase>
        <testcase name="cdata"><failure><![CDATA[<b> & co]]></failure></testcase>
        </testsuite><testcase name="later"><skipped message="not yet"/></testcase></testsuite></testsuites>`,
      'junit/1/nested/a.txt': 'a summary for people',
      'junit/2/results': '<testsuite><testcase name="of a file without an ending"/></testsuite>',
    });
    expect(unread).toEqual([]);
    expect(tests).toEqual([
      { suite: 'inner', name: 'plain', file: null, status: 'passed', ms: 1_000_500, message: null },
      {
        suite: 'shop.Till',
        name: 'typed',
        file: 'till.py',
        status: 'failed',
        ms: 250,
        message: '1 != 2\n  at till.py:3',
      },
      { suite: 'inner', name: 'dead', file: null, status: 'failed', ms: null, message: 'boom' },
      { suite: 'inner', name: 'cdata', file: null, status: 'failed', ms: null, message: '<b> & co' },
      { suite: 'outer', name: 'later', file: 'outer.js', status: 'skipped', ms: null, message: 'not yet' },
      { suite: '', name: 'of a file without an ending', file: null, status: 'passed', ms: null, message: null },
    ]);
  });

  it('keeps the tests of a report that was cut off, and says so', async () => {
    const { tests, unread } = await read({
      'junit/1/a.xml': '<testsuite name="a"><testcase name="one"/><testcase name="two"><fail',
    });
    expect(tests.map(({ name }) => name)).toEqual(['one']);
    expect(unread).toEqual([expect.stringMatching(/^a\.xml: It is no well-formed XML: Un/)]);
  });

  it('reads UTF-16, and tells two tests of one name apart', async () => {
    const text = `<?xml version="1.0" encoding="utf-16"?>${junitOf('<testcase name="Grüße (2)"/>' + '<testcase name="Grüße"/>'.repeat(2)).slice(21)}`;
    const { tests, unread } = await read({ 'junit/1/a.xml': Buffer.from(`\ufeff${text}`, 'utf16le') });
    expect(unread).toEqual([]);
    expect(tests.map(({ name }) => name)).toEqual(['Grüße (2)', 'Grüße', 'Grüße (3)']);
  });
});

describe('coverage', () => {
  it('counts a line once, however many reports and classes have it', async () => {
    const { coverage, unread } = await read({
      'cobertura/1/a.xml': `<!DOCTYPE coverage SYSTEM "http://cobertura.example/coverage-04.dtd">
        <coverage line-rate="0.5"><packages><package><classes>
        <class name="A" filename="a.py"><methods><method><lines><line number="1" hits="0"/></lines></method></methods>
        <lines><line number="1" hits="0"/><line number="2" hits="3"/></lines></class>
        <class name="B" filename="b.py"><lines><line number="1" hits="0"/></lines></class>
        </classes></package></packages></coverage>`,
      'lcov/1/lcov.info':
        'TN:\r\nSF:a.py\r\nDA:1,0\r\nDA:3,0\r\nend_of_record\r\nTN:more\nSF:a.py\nDA:3,7\nDA:x,1\nDA:99999999999,1\nend_of_record\n',
      'lcov/1/index.html': '<html>',
    });
    expect(unread).toEqual([]);
    expect(coverage).toEqual({ lines: 4, covered: 2 });
  });

  it('is told apart from what is none', async () => {
    const { coverage, unread } = await read({
      'cobertura/1/a.xml': '<html/>',
      'lcov/1/a.info': 'hello\n',
    });
    expect(coverage).toBeNull();
    expect(unread).toEqual([
      'a.xml: It is no Cobertura report: it begins with <html>.',
      'a.info: It is no LCOV report: it names no source file.',
    ]);
  });
});

describe('TAP', () => {
  it('reads subtests, blocks, directives and what stopped it', async () => {
    const { tests, unread } = await read({
      'tap/1/a.tap': `TAP version 14
# Subtest: outer
    # a comment
    not ok 1 - inner # time=12ms
      ---
      message: it broke
      stack: |
        at a.js:1
      ...
    ok 2 - fine
    1..2
not ok 1 - outer
ok 2 - later # SKIP no printer
not ok 3 - hoped # TODO some day
noise that is no TAP
not ok 4 - last
  ---
  why: { never closed
Bail out! the till is gone
`,
    });
    expect(tests).toMatchObject([
      { suite: 'outer', name: 'inner', status: 'failed', ms: 12, message: 'message: it broke\nstack: |\n  at a.js:1' },
      { suite: 'outer', name: 'fine', status: 'passed', message: null },
      { suite: '', name: 'later', status: 'skipped', message: 'no printer' },
      { name: 'hoped', status: 'skipped', message: 'some day' },
      { name: 'last', status: 'failed', message: 'why: { never closed' },
      { name: 'Bail out!', status: 'failed', message: 'the till is gone' },
    ]);
    expect(unread).toEqual([]);
  });

  it('says when it is none, and when tests are missing', async () => {
    const { tests, unread } = await read({
      'tap/1/none.tap': 'hello\nworld\n',
      'tap/1/short.tap': '1..3\nok 1\nok 2 - two\n',
      'tap/1/cut.tap': 'ok 1 - one\n',
      'tap/1/stopped.tap': '1..3\nok 1 - begun\nBail out! no printer\n',
    });
    expect(tests.map(({ name, status }) => `${status} ${name}`)).toEqual([
      'passed one',
      'passed (no name)',
      'passed two',
      'passed begun',
      'failed Bail out!',
    ]);
    expect(unread).toEqual([
      'cut.tap: It has no plan: it may have been cut off.',
      'none.tap: It is no TAP: it has neither a test nor a plan.',
      'short.tap: It planned 3 tests and has 2.',
    ]);
  });
});
