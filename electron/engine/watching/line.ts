/** Begins the runs whose turn it is. */
import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { isOpen } from '../../../shared/domain/operation.ts';
import type { Waiting } from '../../../shared/domain/watched.ts';
import { engineName } from '../../../shared/planning/automation.ts';
import { nextRuns } from '../../../shared/planning/watch.ts';
import { fail, problemFrom, type Problem } from '../../../shared/problem.ts';
import { maskedProblem } from '../../secrets/mask.ts';
import type { StoredOperation } from '../../store/queries/operations.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import type { Branches } from './branches.ts';
import type { WatchParts } from './parts.ts';

const triesAtMost = 3;
const firstPauseMs = 5000;
const longestPauseMs = 60_000;

/** A run that goes on now. */
export interface OpenRun {
  readonly id: string;
  readonly branch: string;
  readonly commit: string;
  readonly isWhole: boolean;
}

export interface RunLine {
  /** Begins as many as may run. */
  begin(atOnce: number): Promise<void>;
  /** Why a branch that waits could not be begun yet. */
  problemOf(branch: string): Problem | null;
}

/** Runs that are under way; one that waits for a person takes nobody's place. */
export const openRuns = ({ store }: Engine, project: string): OpenRun[] =>
  store.operations.openOfProject(project).flatMap((operation) => runOf(operation) ?? []);

function runOf(operation: StoredOperation): OpenRun | null {
  const { id, plan, status } = operation;
  if (plan.kind !== 'run' || status === 'needs-attention') return null;
  return { id, branch: plan.ref, commit: plan.commit, isWhole: isWhole(operation) };
}

/** The run that a test environment came with, begun before its branch was watched; null without one. */
function runOfRule({ store }: Engine, project: string, { branch, commit }: Waiting): string | null {
  const [newest] = store.runs.list(project, { ref: branch, commit }, 1);
  const operation = newest ? store.operations.get(newest.id) : null;
  return operation?.by === engineName && isWhole(operation) ? operation.id : null;
}

/** The run of the very commit that somebody began while it waited, and that has ended already; null without one. */
function endedSince({ store }: Engine, project: string, { branch, commit, since }: Waiting): string | null {
  const [newest] = store.runs.list(project, { ref: branch, commit }, 1);
  if (!newest || newest.startedAt < since) return null;
  const operation = store.operations.get(newest.id);
  return operation && !isOpen(operation.status) && isWhole(operation) ? operation.id : null;
}

/** Whether it runs all the stages: of a part of them nothing is brought anywhere. */
const isWhole = ({ plan }: StoredOperation): boolean => plan.kind === 'run' && plan.run?.wanted === null;

/** Throws where another run, of another branch or of a part of the stages, is at work on the same release. */
function requireOwn({ store }: Engine, run: string, branch: string): void {
  const operation = store.operations.get(run);
  if (operation?.plan.kind === 'run' && operation.plan.ref === branch && isWhole(operation)) return;
  throw fail('conflict.run-open', `“${operation?.title ?? run}” works on the same commit.`, {
    hint: 'It gets a run of its own when that one has ended.',
    retry: true,
    details: { operation: run },
  });
}

export function lineOf(engine: Engine, open: OpenProject, branches: Branches, parts: WatchParts): RunLine {
  const { store, publisher } = engine;
  const { id } = open.project;
  /** What could not begin yet: how often it was tried, when it is tried again, by the clock that nobody corrects. */
  const stuck = new Map<string, { commit: string; tries: number; againAtMs: number; problem: Problem }>();

  const isDue = ({ branch, commit }: Waiting): boolean => {
    const found = stuck.get(branch);
    return found?.commit !== commit || performance.now() >= found.againAtMs;
  };
  const isPaused = (): boolean => store.watching.get(id).paused !== null || store.readOnlyBecause !== null;

  const refused = ({ branch, commit }: Waiting, thrown: unknown): void => {
    const problem = maskedProblem(problemFrom(thrown), engine.mask);
    const before = stuck.get(branch);
    const tries = (before?.commit === commit ? before.tries : 0) + 1;
    if (problem.retry || (!problem.code.startsWith('usage.') && tries < triesAtMost)) {
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (tries - 1));
      stuck.set(branch, { commit, tries, againAtMs: performance.now() + pauseMs, problem });
      return;
    }
    stuck.delete(branch);
    publisher.commit((append) => {
      branches.settle(branch, { commit, run: null, problem });
      append({
        type: 'watch.failed',
        project: id,
        by: engineName,
        data: { branch, commit, code: problem.code, message: problem.message },
      });
    });
  };

  /** What waits and runs already, begun by a person or just before the engine died, waits no more. */
  const adopt = (running: readonly OpenRun[]): void => {
    for (const { id: run, branch, commit, isWhole } of running)
      if (isWhole && branches.known.get(branch)?.waiting?.commit === commit)
        branches.settle(branch, { commit, run, problem: null });
    for (const { waiting } of [...branches.known.values()]) {
      const run = waiting && endedSince(engine, id, waiting);
      if (run) branches.settle(waiting.branch, { commit: waiting.commit, run, problem: null });
    }
  };

  return {
    problemOf: (branch) => stuck.get(branch)?.problem ?? null,
    async begin(atOnce) {
      for (;;) {
        const running = openRuns(engine, id);
        adopt(running);
        const waiting = [...branches.known.values()].flatMap((state) => state.waiting ?? []).filter(isDue);
        if (waiting.length === 0) return;
        const [next] = nextRuns({ waiting, running, atOnce, paused: isPaused() }).run;
        if (!next) return;
        try {
          const { branch: ref, commit, trigger } = next;
          const isNew = (branches.known.get(ref)?.built ?? null) === null;
          const run =
            (isNew ? runOfRule(engine, id, next) : null) ??
            (await parts.begin(open, { ref, commit, trigger, key: keyOf(next) }));
          requireOwn(engine, run, ref);
          stuck.delete(ref);
          branches.settle(ref, { commit, run, problem: null });
        } catch (thrown) {
          if (engine.closing.aborted) return;
          refused(next, thrown);
        }
        publisher.live({ live: 'watch', project: id });
        // Beginning is much work where nothing has to be read: who asks meanwhile is answered.
        await breathe();
      }
    },
  };
}

/** The place in line names the run: begun twice, as after a crash, it is one; a branch forced back to it gets another. */
const keyOf = ({ branch, commit, since }: Waiting): string =>
  `push:${createHash('sha256').update(branch).digest('hex').slice(0, 16)}:${commit}:${String(since)}`;
