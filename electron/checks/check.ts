/** What a check is: it looks at a revision that runs and answers what it found. It changes nothing. */
import type { DeploymentPlan, Side } from '../../shared/domain/plan.ts';
import type { CheckResult } from '../../shared/domain/rollout.ts';
import type { Check, CheckOf } from '../../shared/domain/verification.ts';
import type { SeenTraffic } from '../../shared/planning/verification/traffic.ts';
import type { ContainerSpec, FileContents, Target } from '../targets/target.ts';

export interface CheckContext {
  /** The deployment that made what is checked. */
  readonly plan: DeploymentPlan;
  /** The containers of the side that is checked, those that are asked first in front. */
  readonly containers: readonly ContainerSpec[];
  readonly side: Side;
  /** The container of the front; null without one. */
  readonly front: string | null;
  readonly target: Target;
  readonly contents: FileContents;
  /** Names what the check starts; no two checks that run at once have the same. */
  readonly id: string;
  /** What the front saw; null without one. */
  seen(): SeenTraffic | null;
  readonly signal: AbortSignal;
  /** Hides what is known to be secret in a text: what was found is kept in the history. */
  mask(text: string): string;
}

/** What was found. `evidence` can be hostile: its size is bounded, and `runCheck` masks it. */
export type Found = Pick<CheckResult, 'check' | 'verdict' | 'detail' | 'evidence'>;

/** What a check found, by its name. */
export const found = (
  { name }: Pick<Check, 'name'>,
  verdict: Found['verdict'],
  detail: string,
  evidence: Found['evidence'] = {},
): Found => ({ check: name, verdict, detail, evidence });

export interface CheckKind<Kind extends Check['kind']> {
  readonly kind: Kind;
  /** How long after one look the next is worth it, in a rollout. */
  readonly everyMs: number;
  /** Whether a failure is looked at once more before it counts: a look that is cheap may have met a hiccup. */
  readonly again: boolean;
  /** Rejects when it was aborted, or the engine failed: then nothing was found. */
  run(check: CheckOf<Kind>, context: CheckContext): Promise<Found[]>;
}

/**
 * The beginning of a text that somebody else wrote, without known secrets: of one that the cut went through, half would
 * be kept, and nobody would know it.
 */
export function beginning({ mask }: Pick<CheckContext, 'mask'>, text: string, characters = 2000): string {
  const masked = mask(text);
  return masked.length <= characters ? masked : `${masked.slice(0, characters)}…`;
}
