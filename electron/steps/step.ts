/** What a step is: it runs, it can tell afterwards whether it did, and it can be taken back. */
import type { LanePlan } from '../../shared/domain/hotfix.ts';
import type { BuildPlan, DeploymentPlan, RemovalPlan } from '../../shared/domain/plan.ts';
import type { StepPlan } from '../../shared/domain/operation.ts';
import type { Json, Problem } from '../../shared/problem.ts';
import type { Repository } from '../git/repository.ts';
import type { NewEvent } from '../store/events.ts';
import type { Outputs } from '../store/output.ts';
import type { Store } from '../store/store.ts';
import type { FileContents, Say, Target } from '../targets/target.ts';

export type Probe =
  | { readonly state: 'done'; readonly data: Json }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly problem: Problem };

export interface StepContext<Plan> {
  readonly operation: {
    readonly id: string;
    readonly project: string;
    readonly by: string;
    readonly why: string | null;
  };
  readonly plan: Plan;
  readonly step: StepPlan;
  /** What an earlier step of this operation recorded; null when it recorded nothing. */
  dataOf(step: string): Json;
  readonly target: Target;
  readonly repository: Repository;
  readonly store: Store;
  /** Records facts and events in one transaction; the events are published once it is committed. */
  commit<T>(work: (append: (event: NewEvent) => void) => T): T;
  /** What stages print, and leave behind. */
  readonly outputs: Outputs;
  /** Tells whoever looks that a rollout or a run moved, or was seen to. */
  readonly seen: () => void;
  readonly contents: FileContents;
  readonly say: Say;
  /** Takes known secrets out of a text that is kept. */
  readonly mask: (text: string) => string;
  /** Aborted when somebody cancels, never during undo. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Throws when this engine no longer holds the lease: called right before anything that changes what serves. */
  readonly fence: () => void;
  /** A named place inside the effect where the crash suite may kill the engine. */
  readonly crashPoint: (name: string) => void;
}

export interface Step<Plan> {
  readonly type: string;
  /** Idempotent: after an interruption it runs again over what it left. Answers what later steps need to know. */
  run(context: StepContext<Plan>): Promise<Json>;
  /** Looks at the real world after a crash; `absent` means that running again is right. */
  probe(context: StepContext<Plan>): Promise<Probe>;
  /** Takes the effect back, whole or half. Idempotent. */
  undo(context: StepContext<Plan>): Promise<void>;
}

export type DeploymentStep = Step<DeploymentPlan>;
export type BuildStep = Step<BuildPlan>;
export type LaneStep = Step<LanePlan>;
export type RemovalStep = Step<RemovalPlan>;
export const absent: Probe = { state: 'absent' };
export const nothingToUndo = (): Promise<void> => Promise.resolve();

/** A text of a step's input; null when it holds none of that name. */
export function inputText({ input }: StepPlan, name: string): string | null {
  const value = typeof input === 'object' && input !== null && !Array.isArray(input) ? input[name] : null;
  return typeof value === 'string' ? value : null;
}
