/** Reports are written by whatever a commit runs: nothing in one may cost the engine more than a line of complaint. */
import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readReports } from '../../../electron/reports/index.ts';
import { testsOf } from '../../../electron/reports/tests.ts';
import { hiddenText, newMask } from '../../../electron/secrets/mask.ts';
import { folderOf, junitOf, read } from './setting.ts';

const laughs = (uses: string): string => `<?xml version="1.0"?><!DOCTYPE lolz [
  <!ENTITY lol0 "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY lol${String(n + 1)} "${`&lol${String(n)};`.repeat(10)}">`).join('')}
  <!ENTITY file SYSTEM "file:///etc/passwd">]><testsuite name="a">${uses}</testsuite>`;

it.each([
  ['an entity bomb in a text', laughs('<testcase name="a"><failure>&lol9;</failure></testcase>'), /Invalid character/],
  ['an entity bomb in an attribute', laughs('<testcase name="&lol9;"/>'), /Invalid character/],
  ['an entity that is a file', laughs('<testcase name="&file;"/>'), /Invalid character/],
  ['no XML', 'PK\u0003\u0004 hello', /no well-formed XML/],
  ['another XML', '<html><body/></html>', /no JUnit report: it begins with <html>/],
  ['nothing', '', /It is empty/],
  ['white space', '   \n', /it has no element/],
  ['bytes', Buffer.from(Array.from({ length: 5000 }, (_, n) => n % 256)), /no well-formed XML/],
  ['deep nesting', '<testsuite>'.repeat(50_000), /nested more than 100 deep/],
  [
    'attributes without end',
    `<testsuite ${Array.from({ length: 5000 }, (_, n) => `a${String(n)}=""`).join(' ')}/>`,
    /more than 200/,
  ],
  ['one endless attribute', `<testsuite name="${'x'.repeat(1_200_000)}`, /Max buffer length exceeded: attribValue/],
])('%s is told in a line', async (_what, text, why) => {
  const { tests, coverage, unread } = await read({
    'junit/1/a.xml': text,
    'junit/1/b.xml': junitOf('<testcase name="b"/>'),
  });
  expect(unread).toEqual([expect.stringMatching(why)]);
  expect(unread[0]).toMatch(/^a\.xml: .{5,200}$/);
  expect(tests.map(({ name }) => name)).toEqual(['b']);
  expect(coverage).toBeNull();
});

it('a document type that is used for nothing does no harm', async () => {
  const { tests, unread } = await read({ 'junit/1/a.xml': laughs('<testcase name="a"/>') });
  expect({ names: tests.map(({ name }) => name), unread }).toEqual({ names: ['a'], unread: [] });
});

it('what is too large, no file, or one too many is left out', async () => {
  const folder = folderOf({ 'junit/1/a.xml': junitOf('<testcase name="a"/>'), 'tap/1/large.tap': '1..0\n' });
  truncateSync(join(folder, 'tap/1/large.tap'), 200 * 1024 * 1024);
  const outside = folderOf({ 'x.xml': junitOf('<testcase name="outside"/>') });
  symlinkSync(join(outside, 'x.xml'), join(folder, 'junit/1/link.xml'));
  symlinkSync(outside, join(folder, 'cobertura'));
  const { tests, unread } = await readReports(folder, (text) => text, new AbortController().signal);
  expect(tests.map(({ name }) => name)).toEqual(['a']);
  expect(unread).toContain('large.tap: It has 200 MB; at most 50 MB are read.');
});

it('of a hundred wrong reports the first fifty are told', async () => {
  const names = Array.from({ length: 100 }, (_, n) => `junit/1/${String(n)}.xml`);
  const { unread } = await read(Object.fromEntries(names.map((name) => [name, '<'])));
  expect(unread).toHaveLength(51);
  expect(unread.at(-1)).toBe('50 more reports could not be read.');
});

it('names and messages are plain, without secrets, and then cut', async () => {
  const mask = newMask();
  mask.hide('hunter2-hunter2');
  const { tests } = await read(
    {
      'junit/1/a.xml': junitOf(
        `<testcase name="${'n'.repeat(5000)}" classname="with hunter2-hunter2"><failure>${'x'.repeat(19_990)}hunter2-hunter2</failure></testcase>
         <testcase name="b" file="hunter2-hunter2.js"><failure message="short">short: &#x9b;31mhunter2-\u001b[32mhunter2 \u202e</failure></testcase>`,
      ),
      'tap/1/a.tap':
        '1..1\nnot ok 1 - \u001b[31mred\u001b[0m \u0007\n  ---\n  \u001b[2Jhunter2\u001b[1m-hunter2\n  ...\n',
    },
    mask.apply,
  );
  expect(JSON.stringify(tests)).not.toMatch(/hunter2|\\u001b|\\u009b|\\u0007/);
  expect(tests[0]?.name).toHaveLength(1000);
  expect(tests[0]?.message).toHaveLength(19_990 + hiddenText.length);
  expect(tests[1]).toMatchObject({ file: `${hiddenText}.js`, message: expect.stringContaining(hiddenText) as string });
  expect(tests[2]).toMatchObject({ name: 'red', message: hiddenText });
});

it('a time is a whole number of milliseconds, or none', async () => {
  const { tests } = await read({
    'junit/1/a.xml': junitOf(
      ['1e300', '-1', '0.0004', '1,000.0016'].map((time) => `<testcase name="a" time="${time}"/>`).join(''),
    ),
    'tap/1/a.tap': `1..3\nok 1 # time=5.333ms\nok 2\n  ---\n  duration_ms: 99999999999999999999\n  ...\nok 3\n  ---\n  duration_ms: 1.5\n  ...\n`,
  });
  expect(tests.map(({ ms }) => ms)).toEqual([null, null, 0, 1_000_002, 5, null, 2]);
});

it('takes 100,000 tests, and as many messages as a stage may have', () => {
  const { test, all } = testsOf((text) => text);
  const one = { suite: 's', name: 'n', file: null, status: 'failed', ms: 1, message: 'm'.repeat(300) } as const;
  for (let n = 0; n < 100_000; n += 1) test(one);
  expect(() => test(one)).toThrow('The first 100000 tests are kept');
  expect(all()).toHaveLength(100_000);
  expect(all().reduce((sum, { message }) => sum + (message?.length ?? 0), 0)).toBe(16_000_000);
  expect(all().at(-1)).toMatchObject({ name: 'n (100000)', message: null });
});

it.each([
  ['a TAP of noise', 'tap/1/a.tap', `1..1\nok 1\n${'#\n'.repeat(300_000)}${'x\n'.repeat(300_000)}`, 1],
  ['a block that never ends', 'tap/1/a.tap', `1..1\nnot ok 1\n  ---\n${'  a: &a [*a, *a]\n'.repeat(50_000)}`, 1],
  [
    'a message of titles that never end',
    'junit/1/a.xml',
    junitOf(`<testcase name="${'\u001b]a'.repeat(60_000)}"><failure>${'\u001b]a'.repeat(60_000)}</failure></testcase>`),
    1,
  ],
  ['a block of empty lines', 'tap/1/a.tap', `1..1\nnot ok 1\n  ---\n${'\n'.repeat(200_000)}`, 1],
  ['a test called after spaces', 'tap/1/a.tap', `1..1\n${`ok 1 ${' '.repeat(19_000)}x\n`.repeat(100)}`, 100],
  ['one endless line of TAP', 'tap/1/a.tap', `1..1\nok 1 ${'x'.repeat(5_000_000)}\n`, 1],
  [
    'subtests without end',
    'tap/1/a.tap',
    `${Array.from({ length: 3000 }, (_, n) => `${'    '.repeat(n)}# Subtest: s\n`).join('')}ok 1\n1..1\n`,
    1,
  ],
  [
    'LCOV of files without end',
    'lcov/1/a.info',
    Array.from({ length: 50_000 }, (_, n) => `SF:${String(n)}\nDA:9999999,1\n`).join(''),
    0,
  ],
  ['one endless line of LCOV', 'lcov/1/a.info', `SF:a\nDA:1,1\n${'x'.repeat(5_000_000)}`, 0],
])('%s costs little', async (_what, file, text, tests) => {
  const { user } = process.cpuUsage();
  expect((await read({ [file]: text })).tests).toHaveLength(tests);
  expect(process.cpuUsage().user - user).toBeLessThan(2_000_000);
});

it('ends when it is aborted', async () => {
  const files = folderOf({ 'junit/1/a.xml': junitOf('<testcase name="a"/>'.repeat(50_000)) });
  const abort = new AbortController();
  const reading = readReports(files, (text) => text, abort.signal);
  setTimeout(() => abort.abort(new Error('cancelled')), 20);
  await expect(reading).rejects.toThrow();
});
