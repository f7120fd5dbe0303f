import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { runPage, type StageDetails } from '../../../electron/engine/run-page/page.ts';
import { runOf, stageOf, testOf } from './run.ts';

const hostile = `</pre><script>alert(1)</script><img src=x onerror="alert('2')">\u202e\u001b]0;title\u0007`;
const details = (given: Partial<StageDetails>): ReadonlyMap<string, StageDetails> =>
  new Map([['test', { failed: [], unread: [], outputEnd: '', ...given }]]);

describe('the page of a run', () => {
  it('has no script, nothing from outside, and all foreign text as text', () => {
    const run = runOf(hostile, {
      ...{
        commit: hostile,
        subject: hostile,
        author: hostile,
        ref: hostile,
        by: hostile,
        why: hostile,
        release: hostile,
      },
      stages: [stageOf('test', { status: 'failed', environment: hostile, operation: hostile })],
      retries: hostile,
      problem: { code: 'failed.stage', message: hostile, hint: hostile, retry: false, details: {} },
    });
    const failed = [testOf(hostile, { suite: hostile, file: hostile, message: hostile })];
    const html = runPage({
      run,
      projectName: hostile,
      now: 9000,
      details: details({ failed, unread: [hostile], outputEnd: hostile }),
    });
    const tags = new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)/g)].map(([, name]) => name));
    for (const name of ['script', 'img', 'link', 'iframe', 'a', 'form', 'object', 'base'])
      expect(tags, name).not.toContain(name);
    const attributes = [...html.matchAll(/<[a-z][^>]*>/g)].flatMap(([tag]) => [...tag.matchAll(/ ([\w-]+)=/g)]);
    expect(attributes.map(([, name]) => name).filter((name) => /^(?:on.*|src|href|style)$/.test(name ?? ''))).toEqual(
      [],
    );
    for (const gone of ['http:', 'https:', 'url(', '@import', '\u202e', '\u001b', '\u0007'])
      expect(html).not.toContain(gone);
    const css = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    expect(html).toContain(`style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'`);
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'));
  });

  it('tells the stages with their times, the failed tests, and the end of the output', () => {
    const tests = { passed: 7, failed: 250, skipped: 1, newlyFailed: 2, flaky: 1 };
    const run = runOf('r1', {
      status: 'failed',
      stages: [
        stageOf('test', { status: 'failed', tests, coverage: { lines: 3, covered: 2 } }),
        stageOf('build', { status: 'skipped', startedAt: null, endedAt: null }),
      ],
    });
    const failed = Array.from({ length: 200 }, (_, n) =>
      testOf(`n${String(n)}`, { message: 'm'.repeat(5000), newlyFailed: true }),
    );
    const output = Array.from({ length: 1000 }, (_, n) => `line ${String(n)}`).join('\r\n');
    const html = runPage({ run, projectName: 'shop', now: 9000, details: details({ failed, outputEnd: output }) });
    expect(html).toContain('<td class="number">2.0 s</td>');
    expect(html).toContain('<rect class="failed" x="0" y="2" width="50" height="10"/>');
    expect(html).toContain('7 passed, 250 failed, 2 of them newly, 1 skipped, 1 flaky');
    expect(html).toContain('66.6 %');
    expect(html).toContain('<bdi>till › n199</bdi>');
    expect(html).toContain('50 more failed.');
    expect(html).toContain('newly failing · 5 ms');
    expect(html).not.toContain('line 799\n');
    expect(html).toContain('line 800\nline 801');
    expect(html.length).toBeLessThan(1_000_000);
  });
});
