/**
 * One git that goes on merging: starting it costs more than most merges do. It keeps its answers in a buffer until that
 * is full; so behind each question comes another one whose answer is known, and longer than any such buffer.
 */
import { fail } from '../../../shared/problem.ts';
import { mergeTreeArguments, mergeTreeReader, type MergeOutcome } from '../commands/merge-tree.ts';
import { holdOpen, type Runner } from '../run.ts';

export interface Merger {
  /** Whether it can be asked. */
  readonly alive: boolean;
  /** Merges pairs of commits in order. Rejects when git ends: one of them cannot be merged, and git says why alone. */
  merge(pairs: readonly string[]): Promise<MergeOutcome[]>;
  close(): void;
}

/** Where buffers are larger than expected, the answer is pushed out by more of the same. */
const pushAfterMs = 200;
const timeoutMs = 120_000;

interface Question {
  readonly outcomes: MergeOutcome[];
  readonly wanted: number;
  readonly answer: (outcomes: MergeOutcome[]) => void;
  readonly refuse: (reason: unknown) => void;
}

/** `push` is a pair whose answer is long. */
export function mergerOn(runner: Runner, push: string): Merger {
  const child = runner.converse(mergeTreeArguments);
  /** What git was asked and has not answered yet; null for a push. */
  const asked: (Question | null)[] = [];
  const state = { alive: true };
  let pushing: NodeJS.Timeout | undefined;

  const end = (reason: unknown): void => {
    state.alive = false;
    clearInterval(pushing);
    for (const question of new Set(asked.splice(0))) question?.refuse(reason);
  };
  const pushOut = (): void => {
    asked.push(null);
    child.stdin.write(`${push}\n`);
  };
  const read = mergeTreeReader((outcome) => {
    const question = asked.shift();
    if (!question) return;
    question.outcomes.push(outcome);
    if (question.outcomes.length < question.wanted) return;
    question.answer(question.outcomes);
    if (asked.every((other) => other === null)) {
      clearInterval(pushing);
      holdOpen(child, false);
    }
  });
  child.stdout.on('data', read);
  child.stdin.on('error', end);
  child.on('error', end);
  child.on('close', () => {
    end(fail('failed.git', 'git merge-tree ended before it had answered.', { retry: true }));
  });
  holdOpen(child, false);

  const watch = (): void => {
    clearInterval(pushing);
    const since = Date.now();
    pushing = setInterval(() => {
      if (Date.now() - since > timeoutMs) child.kill('SIGKILL');
      else pushOut();
    }, pushAfterMs);
    pushing.unref();
  };
  return {
    get alive() {
      return state.alive;
    },
    merge: (pairs) =>
      new Promise((answer, refuse) => {
        const question: Question = { outcomes: [], wanted: pairs.length, answer, refuse };
        for (const pair of pairs) {
          asked.push(question);
          child.stdin.write(`${pair}\n`);
        }
        pushOut();
        holdOpen(child, true);
        watch();
      }),
    close() {
      state.alive = false;
      clearInterval(pushing);
      child.stdin.end();
    },
  };
}
