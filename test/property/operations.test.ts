/** The operation engine against random faults: the real decisions, journal and history, a toy world. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../electron/store/store.ts';
import { decide, isCommitted } from '../../shared/operations/decide.ts';
import type { JournalEntry } from '../../shared/operations/journal.ts';
import { pausesDue, unless, wrongsOf } from './operation-checks.ts';
import { steps } from './toy-engine.ts';
import { faults, play, policy, type Fault, type Played, type Script } from './toy-run.ts';

const project = 'toy';
const runs = Number(process.env['SLIPWAY_PROPERTY_RUNS'] ?? 250);

let folder: string;
let store: Store;
let played = 0;
beforeAll(() => {
  // In memory where that can be had: what is tested is order, not whether the disk keeps its promises.
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'slipway-operations-'));
  store = openStore(folder);
  store.projects.insert({ id: project, name: project, path: folder, openedAt: 1 });
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const scripts = (among: readonly Fault[], maxLength = 8): fc.Arbitrary<Script> =>
  fc.record({
    replaces: fc.boolean(),
    faults: fc.array(fc.record({ tick: fc.nat(90), fault: fc.constantFrom(...among) }), { maxLength }),
    decisions: fc.array(fc.constantFrom('resume', 'abort'), { maxLength: 3 }),
  });

/** One fault that comes back again and again, as often as a step is tried, and then another one. */
const bursts = (fault: Fault, maxLength: number, last: Fault | null = null): fc.Arbitrary<Script> =>
  fc
    .record({
      replaces: fc.boolean(),
      from: fc.nat(80),
      gap: fc.integer({ min: 1, max: 7 }),
      count: fc.integer({ min: 1, max: maxLength }),
    })
    .map(({ replaces, from, gap, count }) => ({
      replaces,
      decisions: [],
      faults: Array.from({ length: count + (last === null ? 0 : 1) }, (_, index) => ({
        tick: from + index * gap,
        fault: index === count && last !== null ? last : fault,
      })),
    }));

async function holds(script: Script, ...also: ((run: Played) => string[])[]): Promise<void> {
  const run = await play(store, project, `o${String(++played)}`, script);
  expect([...wrongsOf(store, project, run), ...also.flatMap((check) => check(run))]).toEqual([]);
}

const check = (script: fc.Arbitrary<Script>, ...also: ((run: Played) => string[])[]) =>
  fc.assert(
    fc.asyncProperty(script, (one) => holds(one, ...also)),
    { numRuns: runs, endOnFailure: false },
  );

const noAttention = (run: Played): string[] => unless(run.attentions.length === 0, 'a person was asked without need');

describe('an operation', () => {
  it('is done in one attempt a step where nothing goes wrong', () =>
    fc.assert(
      fc.asyncProperty(fc.boolean(), (replaces) =>
        holds({ replaces, faults: [], decisions: [] }, (run) =>
          unless(
            run.status === 'done' &&
              store.operations.journal(run.operation).length === steps.length * 2 &&
              run.waits.length === 0,
            'it was not straight',
          ),
        ),
      ),
      { numRuns: 4 },
    ));

  it('keeps its promises whatever happens', () => check(scripts(faults)));

  it('is done, and asks nobody, however often its engine dies, sleeps or is taken over', () =>
    check(scripts(['crash', 'pause', 'clock-back', 'rival']), noAttention, (run) =>
      unless(run.status === 'done', `it is ${run.status}`),
    ));

  it('is done, and asks nobody, when the world is away for less than its patience', () =>
    check(
      fc.oneof(scripts(['transient'], policy.maxAttempts - 1), bursts('transient', policy.maxAttempts - 1)),
      noAttention,
      (run) => unless(run.status === 'done', `it is ${run.status}`),
      (run) =>
        unless(
          run.waits.join() === pausesDue(store.operations.journal(run.operation)).join(),
          `it paused for ${run.waits.join()} ms`,
        ),
    ));

  it('has patience with a step however often its engine died in it', () =>
    check(bursts('crash', 5, 'transient'), noAttention, (run) => unless(run.status === 'done', `it is ${run.status}`)));

  it('never waits for hours because the clock was set back', () =>
    check(bursts('transient', 1, 'clock-back'), noAttention, (run) =>
      unless(run.status === 'done', `it is ${run.status}`),
    ));

  it('ends as aborted or done, and asks nobody, when it is aborted at any time between kills', () =>
    check(scripts(['abort', 'abort', 'crash', 'pause', 'rival']), noAttention, (run) =>
      unless(run.status === (run.acknowledged ? 'aborted' : 'done'), `it is ${run.status}`),
    ));

  it('is undone, and asks nobody, when the world is away for a moment after an abort', () =>
    check(scripts(['transient', 'abort'], policy.maxAttempts - 1), noAttention, (run) =>
      unless(run.status === (run.acknowledged ? 'aborted' : 'done'), `it is ${run.status}`),
    ));

  it('is undone or done when the world is away for long, in any direction', () =>
    check(scripts(['outage', 'abort', 'crash', 'permanent'], 5)));
});

describe('a decision', () => {
  const done = (step: string): JournalEntry[] => [
    { type: 'intent', step, direction: 'forward', attempt: 1, at: 1 },
    { type: 'outcome', step, direction: 'forward', attempt: 1, at: 1, result: { kind: 'done', data: null } },
  ];
  it('goes forward once the commit has begun, even were an abort written after it', () => {
    const committing = [...steps.slice(0, 4).flatMap((step) => done(step.id)), ...done('record').slice(0, 1)];
    const abort: JournalEntry = { type: 'abort', by: 'toy', why: null, at: 2 };
    expect(isCommitted(steps, committing)).toBe(true);
    expect(decide(steps, [...committing, abort], 3)).toMatchObject({ do: 'probe', step: { id: 'record' } });
    expect(decide(steps, [...committing, ...done('record').slice(1), abort], 3)).toMatchObject({
      do: 'run',
      direction: 'forward',
      step: { id: 'retire' },
    });
  });
});

describe('the history', () => {
  it('is one unbroken chain after all of that', async () => {
    expect((await store.events.verify()).brokenAt).toBeNull();
    expect(store.integrity()).toEqual([]);
  });
});
