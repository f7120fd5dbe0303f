/** The journal of one operation: what was intended, what came of it, what people asked for. Order is its sequence. */
import type { Json, Problem } from '../problem.ts';
import type { Direction } from '../domain/operation.ts';

export type StepResult =
  | { readonly kind: 'done'; readonly data: Json }
  /** `transient`: the same effect may succeed later; otherwise it is the step's own verdict. */
  | { readonly kind: 'failed'; readonly problem: Problem; readonly transient: boolean }
  /** An interrupted effect that a probe found absent: it starts again without counting as an attempt. */
  | { readonly kind: 'absent' }
  /** A probe could not tell, or what it found contradicts the journal. */
  | { readonly kind: 'unknown'; readonly problem: Problem };

export type JournalEntry =
  | {
      readonly type: 'intent';
      readonly step: string;
      readonly direction: Direction;
      readonly attempt: number;
      readonly at: number;
    }
  | {
      readonly type: 'outcome';
      readonly step: string;
      readonly direction: Direction;
      readonly attempt: number;
      readonly at: number;
      readonly result: StepResult;
    }
  | { readonly type: 'abort'; readonly by: string; readonly why: string | null; readonly at: number }
  | { readonly type: 'resume'; readonly by: string; readonly at: number }
  /** A rollout is held where it is until `proceed`, or told not to wait any more. */
  | { readonly type: 'pause' | 'promote'; readonly by: string; readonly why: string | null; readonly at: number }
  | { readonly type: 'proceed'; readonly by: string; readonly at: number };
