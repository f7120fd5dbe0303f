/** What the tests of runs said, and what changed between two runs. */
import type { Output } from '../../shared/api/contract.ts';
import type { Run, Stage } from '../../shared/domain/run.ts';
import { compareStages, testChanges, type TestChanges } from '../../shared/planning/compare-runs.ts';
import { fail } from '../../shared/problem.ts';
import type { Engine } from './engine.ts';
import { movement } from './preview.ts';

/** The run whose reports a stage has: an earlier one's where the stage was taken over from it. */
const reportedBy = (run: Run, { status, operation }: Stage): string =>
  status === 'reused' && operation !== null ? operation : run.id;

/** @throws ProblemError `usage.no-such-stage` */
export function requireStage(run: Run, name: string): Stage {
  const stage = run.stages.find((one) => one.name === name);
  if (stage) return stage;
  throw fail('usage.no-such-stage', `Run ${run.id} has no stage “${name.slice(0, 60)}”.`, {
    hint: `Its stages: ${run.stages.map((one) => one.name).join(', ')}.`,
  });
}

export interface TestsAsked {
  readonly stage: string;
  readonly status?: 'passed' | 'failed' | 'skipped' | undefined;
  readonly search?: string | undefined;
  readonly limit: number;
}

/** The tests of a stage, the failed ones first. Of an old run only the counts are kept: then it says so. */
export function testsOf({ store }: Engine, run: Run, { stage: name, ...asked }: TestsAsked): Output<'run.tests'> {
  const stage = requireStage(run, name);
  const id = reportedBy(run, stage);
  const reported = store.tests.ofStage(id, name);
  const unread = reported?.unread ?? [];
  return {
    ...store.tests.list(id, name, asked),
    unread:
      reported?.kept === false
        ? ['The tests of this run are not kept any more: only how many there were.', ...unread]
        : unread,
  };
}

/** What changed from one run to another: commits of the later that the earlier has not, stages, tests. */
export async function compareRuns(engine: Engine, before: Run, after: Run): Promise<Output<'run.compare'>> {
  const open = await engine.workspace.get(after.project);
  const { count, commits } = await movement(open, before.commit, after.commit);
  return {
    before,
    after,
    commits: { count, subjects: commits.map(({ subject }) => subject) },
    stages: compareStages(before, after),
    tests: await changedTests(engine, before, after),
  };
}

async function changedTests({ store }: Engine, before: Run, after: Run): Promise<TestChanges> {
  const changes = testChanges();
  for (const stage of after.stages) {
    const earlier = before.stages.find(({ name }) => name === stage.name);
    if (!earlier) continue;
    const [from, to] = [reportedBy(before, earlier), reportedBy(after, stage)];
    // What was taken over from there is the same.
    if (from === to) continue;
    for await (const pairs of store.tests.pairs(from, to, stage.name)) changes.add(pairs);
  }
  return changes.all();
}
