/** Which failed stages are kept as they were left, so that somebody can look into them. */

export interface KeptStage {
  readonly run: string;
  readonly stage: string;
  /** Whether its run has ended, and the stage failed in it. */
  readonly failed: boolean;
  /** Whether a run of the same ref was begun after its run: a retry is one. */
  readonly overtaken: boolean;
  /** Epoch milliseconds; null for one that never ran. */
  readonly endedAt: number | null;
}

export const keptForMs = 60 * 60_000;
/** Of one project: they take room on the disk. */
export const mostKept = 5;

/** Those that are not kept any longer: overtaken, an hour old, or more than the newest five. */
export function noLongerKept<Kept extends KeptStage>(stages: readonly Kept[], now: number): Kept[] {
  const wanted = stages
    .filter((one) => one.failed && !one.overtaken && now < (one.endedAt ?? -Infinity) + keptForMs)
    .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
    .slice(0, mostKept);
  return stages.filter((one) => !wanted.includes(one));
}
