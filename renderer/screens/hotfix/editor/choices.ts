/** Sides that were taken whole, kept on this machine until the pick is settled, each with the conflict that it was taken for. */
import type { Settlement } from '../../../../shared/domain/hotfix.ts';

export type Whole = Exclude<Settlement['choice'], 'content'>;

interface Kept {
  readonly choice: Whole;
  readonly conflict: string;
}

const keyOf = (lane: string, pick: string): string => `slipway.settling ${lane} ${pick}`;

function read(lane: string, pick: string): Record<string, Kept> {
  try {
    return JSON.parse(localStorage.getItem(keyOf(lane, pick)) ?? '{}') as Record<string, Kept>;
  } catch {
    return {};
  }
}

const write = (lane: string, pick: string, kept: Record<string, Kept>): void =>
  localStorage.setItem(keyOf(lane, pick), JSON.stringify(kept));

/** What was taken, of those files whose conflict is still that one. */
export const keptChoices = (lane: string, pick: string, names: ReadonlyMap<string, string>): [string, Whole][] =>
  Object.entries(read(lane, pick)).flatMap(([path, { choice, conflict }]) =>
    names.get(path) === conflict ? [[path, choice] as [string, Whole]] : [],
  );

export const keepChoice = (lane: string, pick: string, path: string, kept: Kept): void =>
  write(lane, pick, { ...read(lane, pick), [path]: kept });

export function forgetChoice(lane: string, pick: string, path: string): void {
  const { [path]: gone, ...rest } = read(lane, pick);
  if (gone) write(lane, pick, rest);
}

export const forgetChoices = (lane: string, pick: string): void => localStorage.removeItem(keyOf(lane, pick));
