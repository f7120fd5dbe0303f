/** Names of lanes' branches: what git allows, what `source.release` asks for, what is free. */
import { matchesPattern } from '../configuration/flow.ts';
import { problemOf, type Problem } from '../problem.ts';

const longest = 200;

/** Whether git takes a name for a branch (`git check-ref-format --branch`). */
export function isBranchName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= longest &&
    !name.startsWith('-') &&
    name !== 'HEAD' &&
    name !== '@' &&
    // eslint-disable-next-line no-control-regex -- control characters are what git refuses
    !/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$/.test(name) &&
    name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
  );
}

/** A branch cannot stand beside `name`, nor as a folder over or under it. */
export const isTaken = (name: string, taken: readonly string[]): boolean =>
  taken.some((other) => other === name || other.startsWith(`${name}/`) || name.startsWith(`${other}/`));

/** A name of the pattern that is free: its star becomes `wish`, then `wish-2` and so on; null when there is none. */
export function freeBranch(pattern: string, wish: string, taken: readonly string[]): string | null {
  for (let number = 1; number <= 1000; number += 1) {
    const name = pattern.replaceAll('*', number === 1 ? wish : `${wish}-${String(number)}`);
    if (isBranchName(name) && !isTaken(name, taken)) return name;
    if (!pattern.includes('*')) return null;
  }
  return null;
}

/** Why a branch cannot be a lane's; null when it can. `pattern` null: any name will do. */
export function refuseBranch(name: string, pattern: string | null, taken: readonly string[]): Problem | null {
  const shown = JSON.stringify(name.slice(0, longest));
  if (!isBranchName(name))
    return problemOf('usage.branch-name', `Git takes no branch called ${shown}.`, { hint: 'Choose another name.' });
  if (pattern !== null && !matchesPattern(pattern, name))
    return problemOf('usage.branch-name', `${shown} is no branch of the release lane: source.release is ${pattern}.`, {
      hint: `Name it so that ${pattern} fits, or leave the name out.`,
      details: { pattern },
    });
  if (isTaken(name, taken))
    return problemOf('conflict.branch-taken', `There is a branch ${shown} already, or one that stands in its way.`, {
      hint: 'Choose another name, or leave it out.',
    });
  return null;
}

/** The name by day that a hotfix gets when nobody names it. */
export const hotfixName = (now: number): string => `hotfix-${new Date(now).toISOString().slice(0, 10)}`;
