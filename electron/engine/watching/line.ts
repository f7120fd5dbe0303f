/** Begins the runs whose turn it is. */
import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Waiting } from '../../../shared/domain/watched.ts';
import { engineName } from '../../../shared/planning/automation.ts';
import { nextRuns } from '../../../shared/planning/watch.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
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

function runOf({ id, plan, status }: StoredOperation): OpenRun | null {
  return plan.kind === 'run' && status !== 'needs-attention' ? { id, branch: plan.ref, commit: plan.commit } : null;
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
    for (const { id: run, branch, commit } of running)
      if (branches.known.get(branch)?.waiting?.commit === commit)
        branches.settle(branch, { commit, run, problem: null });
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
          const run = await parts.begin(open, {
            ref: next.branch,
            commit: next.commit,
            trigger: next.trigger,
            key: keyOf(next),
          });
          stuck.delete(next.branch);
          branches.settle(next.branch, { commit: next.commit, run, problem: null });
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
