/** The operation engine against random faults: the real decisions, journal and history, a toy world. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../electron/store/store.ts';
import type { JournalEntry } from '../../shared/operations/journal.ts';
import { steps } from './toy-engine.ts';
import { faults, play, policy, type Fault, type Played, type Script } from './toy-run.ts';

const project = 'toy';
const runs = Number(process.env['SLIPWAY_PROPERTY_RUNS'] ?? 600);

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

async function holds(script: Script, ...also: ((run: Played) => string[])[]): Promise<void> {
  const run = await play(store, project, `o${String(++played)}`, script);
  const entries = store.operations.journal(run.operation);
  expect([
    ...run.world.wrong,
    ...outcomeWrongs(run),
    ...eventWrongs(run),
    ...journalWrongs(entries, run),
    ...also.flatMap((check) => check(run)),
  ]).toEqual([]);
}

const unless = (kept: boolean, wrong: string): string[] => (kept ? [] : [wrong]);

/** What serves is what is recorded; undone means the world as it was. */
function outcomeWrongs({ operation, status, world, previous, next, acknowledged, happened }: Played): string[] {
  const revisions = store.revisions.list(project, { environment: operation, limit: 10 });
  const running = revisions.find((revision) => revision.status === 'running')?.number ?? null;
  const mine = revisions.find((revision) => revision.number === next)?.status;
  const right = status === 'done' ? next : previous;
  return [
    ...unless(['done', 'failed', 'aborted'].includes(status), `it never ended: ${status}`),
    ...unless(running === right, `recorded is ${String(running)} instead of ${String(right)}`),
    ...unless(world.serving === right, `${String(world.serving)} serves instead of ${String(right)}`),
    ...unless(
      [...world.boxes.keys()].join() === (right === null ? '' : String(right)),
      `left are ${[...world.boxes.keys()].join()}`,
    ),
    ...unless(
      mine === { done: 'running', failed: 'failed', aborted: 'undone' }[status as 'done'],
      `the revision is ${String(mine)}`,
    ),
    ...unless(status !== 'done' || world.jobs.length === 1, `the job ran ${String(world.jobs.length)} times`),
    ...unless(status !== 'done' || !acknowledged, 'an acknowledged abort ended as done'),
    ...unless(status !== 'aborted' || acknowledged, 'nobody aborted it'),
    ...unless(
      status !== 'failed' || happened.some((fault) => ['permanent', 'transient', 'outage'].includes(fault)),
      'nothing failed',
    ),
    ...unless(
      status !== 'failed' || (store.operations.get(operation)?.problem ?? null) !== null,
      'it failed without a problem',
    ),
    ...unless(
      store.operations.lease(project, `environment:${operation}`)?.operation === null,
      'the lease was not given back',
    ),
  ];
}

/** One start, one end, one running; nothing after the end. */
function eventWrongs({ operation, status, attentions, acknowledged, next }: Played): string[] {
  const events = eventsOf(operation);
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  const entries = store.operations.journal(operation);
  const told = (type: 'intent' | 'outcome'): number => entries.filter((entry) => entry.type === type).length;
  return [
    ...unless(count('operation.started') === 1, 'it did not start once'),
    ...unless(
      count('operation.finished') === 1 && events.at(-1)?.type === 'operation.finished',
      'it did not end once, at the end',
    ),
    ...unless(events.at(-1)?.data['status'] === status, 'its end tells another status'),
    ...unless(
      count('revision.running') === (status === 'done' ? 1 : 0),
      `running is recorded ${String(count('revision.running'))} times`,
    ),
    ...unless(
      count(`revision.${status === 'failed' ? 'failed' : 'undone'}`) === (status === 'done' ? 0 : 1),
      'the end of its revision is not recorded',
    ),
    ...unless(
      count('operation.attention') === attentions && count('operation.resume') <= attentions,
      'attention is not told as often as it was asked',
    ),
    ...unless(count('operation.abort') === (acknowledged ? 1 : 0), 'the abort is not recorded'),
    ...unless(
      count('step.intent') === told('intent') && count('step.outcome') === told('outcome'),
      'events and journal differ',
    ),
    ...unless(
      events.every((event) => event.environment === operation && event.project === project),
      `an event of ${String(next)} is another’s`,
    ),
  ];
}

const eventsOf = (operation: string) => newest().filter((event) => event.operation === operation);
/** Only the end of the record can be of the newest operation. */
const newest = () => store.events.since(Math.max(0, store.events.head().seq - 800), 1000, project);

/** Order, direction and patience, as the journal tells them. */
function journalWrongs(entries: readonly JournalEntry[], run: Played): string[] {
  const wrong: string[] = [];
  const done = { forward: new Set<string>(), undo: new Set<string>() };
  const begun: string[] = [];
  const failures = new Map<string, number>();
  let undoing = false;
  let aborted = false;
  let open: string | null = null;
  for (const entry of entries) {
    if (entry.type === 'resume') failures.clear();
    if (entry.type === 'abort') aborted = true;
    if (entry.type === 'intent') {
      const { step, direction } = entry;
      if (direction === 'undo') undoing = true;
      else {
        if (undoing) wrong.push(`${step} was begun after undoing had begun`);
        if (aborted) wrong.push(`${step} was begun after an acknowledged abort`);
        const before = steps.slice(
          0,
          steps.findIndex((one) => one.id === step),
        );
        if (before.some((one) => !done.forward.has(one.id)))
          wrong.push(`${step} was begun before the steps before it were done`);
        begun.push(step);
      }
      if (
        direction === 'undo' &&
        begun
          .slice(begun.lastIndexOf(step) + 1)
          .some(
            (later) =>
              later !== step &&
              !done.undo.has(later) &&
              steps.findIndex((one) => one.id === later) > steps.findIndex((one) => one.id === step),
          )
      )
        wrong.push(`${step} was undone before what came after it`);
      if (done[direction].has(step)) wrong.push(`${step} was begun again after it was done`);
      open = step;
    }
    if (entry.type === 'outcome') {
      if (open !== entry.step && entry.result.kind !== 'unknown')
        wrong.push(`${entry.step} has an outcome without an intent`);
      if (entry.result.kind === 'done') done[entry.direction].add(entry.step);
      const key = `${entry.direction} ${entry.step}`;
      if (entry.result.kind === 'failed') failures.set(key, (failures.get(key) ?? 0) + 1);
      if ((failures.get(key) ?? 0) > policy.maxAttempts) wrong.push(`${key} failed more often than patience lasts`);
    }
  }
  if (run.status !== 'done')
    for (const step of new Set(begun)) if (!done.undo.has(step)) wrong.push(`${step} was never undone`);
  if (run.status === 'done' && steps.some((step) => !done.forward.has(step.id)))
    wrong.push('it is done, and not every step is');
  return [
    ...wrong,
    ...run.waits.flatMap((ms) => unless(ms > 0 && ms <= policy.maxPauseMs, `it paused for ${String(ms)} ms`)),
  ];
}

const check = (script: fc.Arbitrary<Script>, ...also: ((run: Played) => string[])[]) =>
  fc.assert(
    fc.asyncProperty(script, (one) => holds(one, ...also)),
    { numRuns: runs, endOnFailure: false },
  );

const noAttention = (run: Played): string[] => unless(run.attentions === 0, 'a person was asked without need');

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
      scripts(['transient'], policy.maxAttempts - 1),
      noAttention,
      (run) => unless(run.status === 'done', `it is ${run.status}`),
      // A pause that is too short is no patience.
      (run) =>
        unless(
          run.waits.length === 0 || run.waits.every((ms, index) => ms >= policy.firstPauseMs * (index === 0 ? 1 : 0)),
          'it did not wait',
        ),
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

describe('the history', () => {
  it('is one unbroken chain after all of that', async () => {
    expect((await store.events.verify()).brokenAt).toBeNull();
    expect(store.integrity()).toEqual([]);
  });
});
