import { describe, expect, it } from 'vitest';
import { recordReports, type ReportsToRecord } from '../../../electron/steps/record-reports.ts';
import type { Store } from '../../../electron/store/store.ts';
import { flakyForMs } from '../../../shared/planning/tests.ts';
import { folderOf, junitOf } from '../../unit/reports/setting.ts';
import { project, raw, folder, seeded } from './setting.ts';

const signal = new AbortController().signal;
let runs = 0;

/** Records a run whose tests came out as given: `{ a: true }` passed. */
async function record(
  store: Store,
  outcomes: Readonly<Record<string, boolean | null>>,
  given: Partial<ReportsToRecord> & { at?: number; signal?: AbortSignal } = {},
): Promise<string> {
  const run = given.run ?? `run-${String((runs += 1))}`;
  const cases = Object.entries(outcomes).map(
    ([name, passed]) =>
      `<testcase name="${name}" classname="till" time="0.5">${passed === null ? '<skipped/>' : passed ? '' : `<failure>${name} broke: hunter2</failure>`}</testcase>`,
  );
  const files = cases.length === 0 ? {} : { 'junit/1/a.xml': junitOf(cases.join('')) };
  const now = (): number => given.at ?? 1;
  const recorder = {
    store,
    mask: (text: string) => text.replaceAll('hunter2', '•'),
    now,
    signal: given.signal ?? signal,
  };
  const of = { project, run, stage: 'test', ref: 'main', commit: run, missed: [], folder: folderOf(files), ...given };
  await recordReports(recorder, of);
  return run;
}
const countsOf = (store: Store, run: string) => store.tests.ofStage(run, 'test')?.tests;
const named = (store: Store, run: string, asked = {}) =>
  store.tests
    .list(run, 'test', { limit: 100, ...asked })
    .tests.map(({ name, status, newlyFailed, flaky }) =>
      [name, status, ...(newlyFailed ? ['newly'] : []), ...(flaky ? ['flaky'] : [])].join(' '),
    );

describe('what the tests of a stage said', () => {
  it('is kept masked, the newly failing first, and found by status and by name', async () => {
    const store = seeded();
    await record(store, { a: true, b: true, c: false, d: null, 'e_100%': true });
    const run = await record(store, { a: true, b: false, c: false, d: null, 'e_100%': true, new: false });
    expect(named(store, run)).toEqual([
      'b failed newly',
      'c failed',
      'new failed',
      'a passed',
      'e_100% passed',
      'd skipped',
    ]);
    expect(countsOf(store, run)).toEqual({ passed: 2, failed: 3, skipped: 1, newlyFailed: 1, flaky: 0 });
    const { tests, total } = store.tests.list(run, 'test', { limit: 1, status: 'failed' });
    expect(total).toBe(3);
    expect(tests).toEqual([
      {
        suite: 'till',
        name: 'b',
        file: null,
        status: 'failed',
        ms: 500,
        message: 'b broke: •',
        newlyFailed: true,
        flaky: false,
      },
    ]);
    expect(named(store, run, { search: 'E_100%' })).toEqual(['e_100% passed']);
    expect(store.tests.list(run, 'test', { limit: 1, search: 'TILL' })).toMatchObject({ total: 6 });
    expect(store.tests.list('no run', 'test', { limit: 1 })).toEqual({ tests: [], total: 0 });
  });

  it('newly fails by the run before on the same ref, in the same stage', async () => {
    const store = seeded();
    await record(store, { a: true });
    await record(store, { a: false }, { ref: 'other' });
    await record(store, { a: false }, { stage: 'lint' });
    const newly = await record(store, { a: false });
    const again = await record(store, { a: false });
    expect(countsOf(store, newly)?.newlyFailed).toBe(1);
    expect(countsOf(store, again)?.newlyFailed).toBe(0);
  });

  it('is flaky where it both passed and failed at one commit, in each of the runs at it and for a while after', async () => {
    const store = seeded();
    const at = { commit: 'c1' };
    const first = await record(store, { a: false, b: false, s: null }, at);
    const second = await record(store, { a: true, b: false, s: true }, { ...at, ref: 'other' });
    const third = await record(store, { a: true, b: false, s: true }, { ...at, at: 2 });
    expect([named(store, first), named(store, second), named(store, third)]).toEqual([
      ['a failed flaky', 'b failed', 's skipped'],
      ['b failed', 'a passed flaky', 's passed'],
      ['b failed', 'a passed flaky', 's passed'],
    ]);
    expect([first, second, third].map((run) => countsOf(store, run)?.flaky)).toEqual([1, 1, 1]);
    const later = await record(store, { a: true }, { at: flakyForMs });
    const latest = await record(store, { a: true }, { at: 2 + flakyForMs });
    expect([later, latest].map((run) => countsOf(store, run)?.flaky)).toEqual([1, 0]);
  });

  it('is replaced as a whole when it is recorded again, also after it was cut off in the middle', async () => {
    const store = seeded();
    const run = await record(store, { a: false });
    const cut = new AbortController();
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`t${String(n)}`, true]));
    const interrupted = {
      ...store,
      transact: <T>(work: () => T): T => {
        const done = store.transact(work);
        if (store.tests.list(run, 'test', { limit: 1 }).total === 1) cut.abort(new Error('killed'));
        return done;
      },
    };
    await expect(record(interrupted, many, { run, signal: cut.signal })).rejects.toThrow('killed');
    expect(named(store, run)).toEqual(['a failed']);
    await record(store, { a: true, b: true }, { run });
    expect(named(store, run)).toEqual(['a passed', 'b passed']);
    expect(store.tests.ofRuns([run, 'other'])).toHaveLength(1);
  });

  it('is nothing where nothing was reported, and a line where a report is missing', async () => {
    const store = seeded();
    const none = await record(store, {});
    const missed = await record(store, {}, { missed: ['junit: out of hunter2/ nothing came'] });
    expect(store.tests.ofRuns([none, missed])).toEqual([
      {
        run: missed,
        stage: 'test',
        tests: null,
        coverage: null,
        unread: ['junit: out of •/ nothing came'],
        kept: true,
      },
    ]);
  });

  it('tells what is otherwise in another run', async () => {
    const store = seeded();
    const before = await record(store, { a: true, b: false, c: true, gone: true });
    const after = await record(store, { a: false, b: true, c: true, new: false });
    const pairs = [];
    for await (const piece of store.tests.pairs(before, after, 'test')) pairs.push(...piece);
    expect(pairs).toEqual([
      { name: 'till › a', before: { status: 'passed', ms: 500 }, after: { status: 'failed', ms: 500 } },
      { name: 'till › b', before: { status: 'failed', ms: 500 }, after: { status: 'passed', ms: 500 } },
    ]);
  });

  it('is kept of the newest runs, and its counts of all', async () => {
    const data = folder();
    const store = seeded(data);
    const first = await record(store, { old: true, both: true });
    store.transact(() => {
      for (let n = 0; n < 500; n += 1) {
        const of = { project, run: `bulk-${String(n)}`, stage: 'test', ref: 'main', commit: 'c', at: 1 };
        const { report } = store.tests.begin(of);
        const counts = { passed: 0, failed: 0, skipped: 0, newlyFailed: 0, flaky: 0 };
        store.tests.finish(of, report, { counts, coverage: null, unread: [] }, { results: 0, characters: 0 });
      }
    });
    const last = await record(store, { both: true });
    expect(store.tests.ofStage(first, 'test')).toMatchObject({ kept: false, tests: { passed: 2 } });
    expect(named(store, first)).toEqual([]);
    expect(named(store, last)).toEqual(['both passed']);
    expect(raw(data).prepare('SELECT name FROM tests').all()).toEqual([{ name: 'both' }]);
  });
});
