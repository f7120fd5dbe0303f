/** What must hold of an operation that was played, whatever happened to it: one sentence for everything that does not. */
import type { Store } from '../../electron/store/store.ts';
import type { JournalEntry } from '../../shared/operations/journal.ts';
import { steps } from './toy-engine.ts';
import { policy, type Played } from './toy-run.ts';

/** Everything that is wrong with a run; empty when nothing is. */
export function wrongsOf(store: Store, project: string, run: Played): string[] {
  const entries = store.operations.journal(run.operation);
  return [
    ...run.world.wrong,
    ...outcomeWrongs(store, project, run),
    ...eventWrongs(store, project, run),
    ...journalWrongs(entries, run),
    ...run.attentions.flatMap((length) => attentionWrongs(entries.slice(0, length))),
  ];
}

export const unless = (kept: boolean, wrong: string): string[] => (kept ? [] : [wrong]);

/** What serves is what is recorded; undone means the world as it was. */
function outcomeWrongs(
  store: Store,
  project: string,
  { operation, status, world, previous, next, acknowledged, happened, engines }: Played,
): string[] {
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
      store.operations.lease(project, `environment:${operation}`)?.fence === engines,
      'the fence did not grow with every engine',
    ),
    ...unless(
      store.operations.lease(project, `environment:${operation}`)?.operation === null,
      'the lease was not given back',
    ),
  ];
}

/** One start, one end, one running; nothing after the end. */
function eventWrongs(
  store: Store,
  project: string,
  { operation, status, attentions, acknowledged, next }: Played,
): string[] {
  const events = newest(store, project).filter((event) => event.operation === operation);
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
      count('operation.attention') === attentions.length && count('operation.resume') <= attentions.length,
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

/** Only the end of the record can be of the newest operation. */
const newest = (store: Store, project: string) =>
  store.events.since(Math.max(0, store.events.head().seq - 800), 1000, project);

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

/** A person is asked only when nobody can tell, or when patience is at its end where there is no way back. */
function attentionWrongs(entries: readonly JournalEntry[]): string[] {
  const last = entries.findLast((entry) => entry.type === 'outcome');
  if (last?.result.kind === 'unknown') return [];
  if (last?.result.kind !== 'failed') return ['a person was asked although nothing failed'];
  const { step, direction, result } = last;
  if (direction === 'forward' && step !== 'retire') return [`a person was asked about ${step} instead of undoing it`];
  if (!result.transient) return [];
  const own = entries
    .slice(entries.findLastIndex((entry) => entry.type === 'resume') + 1)
    .flatMap((entry) => (entry.type === 'intent' || entry.type === 'outcome' ? [entry] : []))
    .filter((entry) => entry.step === step && entry.direction === direction);
  const absent = own.filter((entry) => entry.type === 'outcome' && entry.result.kind === 'absent').length;
  const attempts = own.filter((entry) => entry.type === 'intent').length - absent;
  return unless(attempts >= policy.maxAttempts, `a person was asked after ${String(attempts)} attempts at ${step}`);
}

/** The pauses that the failures of a run without kills call for, in order. */
export function pausesDue(entries: readonly JournalEntry[]): number[] {
  const failures = new Map<string, number>();
  return entries.flatMap((entry) => {
    if (entry.type !== 'outcome' || entry.result.kind !== 'failed') return [];
    const count = (failures.get(entry.step) ?? 0) + 1;
    failures.set(entry.step, count);
    return [Math.min(policy.maxPauseMs, policy.firstPauseMs * 2 ** (count - 1))];
  });
}
