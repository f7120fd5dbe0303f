/** Whose a network or volume is, told by its labels. */
import { fail } from '../../shared/problem.ts';

export interface Owned {
  readonly labels: Readonly<Record<string, string>>;
  /** Which of the labels say whose it is: one of that name with others is a conflict. */
  readonly owner: readonly string[];
}

/** Rejects with `conflict.network-taken` or `conflict.volume-taken` unless what was found has the same owner. */
export function assertOwner(
  kind: 'network' | 'volume',
  name: string,
  found: Record<string, string> | null | undefined,
  wanted: Owned,
): void {
  if (wanted.owner.every((key) => found?.[key] === wanted.labels[key])) return;
  throw fail(`conflict.${kind}-taken`, `There is a ${kind} ${name} already, and it belongs to something else.`, {
    hint: `Remove it (docker ${kind} rm ${name}), or give the project another name.`,
  });
}
