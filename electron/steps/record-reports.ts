/** Reads what a stage reported of its tests, and keeps it. */
import { readReports } from '../reports/index.ts';
import type { TestCase, TestCounts } from '../../shared/domain/run.ts';
import { inOrder, judgeTest } from '../../shared/planning/tests.ts';
import type { ReportedStage, Result, Totals } from '../store/queries/test-recording.ts';
import type { Store } from '../store/store.ts';

export interface ReportsToRecord extends Omit<ReportedStage, 'at'> {
  /** Where the reports lie, as `<format>/<number>/…`: `<data>/runs/<run>/<stage>/reports`. It may be missing. */
  readonly folder: string;
  /** Reports that were declared and could not be had, a line for each. */
  readonly missed: readonly string[];
}

/** What of the step's context recording takes. */
export interface Recorder {
  readonly store: Store;
  readonly mask: (text: string) => string;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Tests that are looked up or written in one transaction: some milliseconds. */
const atOnce = 500;

/**
 * Keeps what the reports of a stage say, in place of what was kept of it before: called once its command has ended,
 * whether it passed or not, and again after an interruption. A report that cannot be read is a line of `unread`.
 * Answers null where there was nothing to read.
 *
 * @throws what the signal says when it is aborted, and ProblemError when the history cannot be written
 */
export async function recordReports(recorder: Recorder, of: ReportsToRecord): Promise<Totals | null> {
  const { store, mask, signal } = recorder;
  const read = await readReports(of.folder, mask, signal);
  const unread = [...of.missed.map(mask), ...read.unread];
  if (read.tests.length === 0 && read.coverage === null && unread.length === 0) return null;
  const stage = { ...of, at: recorder.now() };
  const begun = store.transact(() => store.tests.begin(stage));
  const judged: Result[] = [];
  await inPieces(recorder, read.tests, (told) => {
    const { id, ...earlier } = store.tests.know(stage, begun, told);
    const { newlyFailed, flaky, unsteady } = judgeTest(told.status, earlier, stage.at);
    if (unsteady) store.tests.unsteady(id, begun.siblings, stage.at);
    judged.push({ ...told, test: id, newlyFailed, flaky });
  });
  await inPieces(recorder, inOrder(judged), (result, place) => store.tests.add(begun.report, place, result));
  const totals = { counts: countsOf(judged), coverage: read.coverage, unread };
  const characters = judged.reduce((sum, { message }) => sum + (message?.length ?? 0), 0);
  store.transact(() => store.tests.finish(stage, begun.report, totals, { results: judged.length, characters }));
  await prune(recorder, of.project);
  return totals;
}

/** Does something for each of many in short transactions, with turns for others in between. */
async function inPieces<T>(
  { store, signal }: Recorder,
  all: readonly T[],
  work: (one: T, place: number) => void,
): Promise<void> {
  for (let from = 0; from < all.length; from += atOnce) {
    signal.throwIfAborted();
    store.transact(() => {
      all.slice(from, from + atOnce).forEach((one, index) => work(one, from + index));
    });
    await turn();
  }
}

async function prune({ store, now, signal }: Recorder, project: string): Promise<void> {
  while (!signal.aborted && store.transact(() => store.tests.prune(project, now()))) await turn();
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function countsOf(tests: readonly Pick<TestCase, 'status' | 'newlyFailed' | 'flaky'>[]): TestCounts {
  const count = (is: (test: (typeof tests)[number]) => boolean): number => tests.filter(is).length;
  return {
    passed: count(({ status }) => status === 'passed'),
    failed: count(({ status }) => status === 'failed'),
    skipped: count(({ status }) => status === 'skipped'),
    newlyFailed: count(({ newlyFailed }) => newlyFailed),
    flaky: count(({ flaky }) => flaky),
  };
}
