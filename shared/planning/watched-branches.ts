/** Which branches are built by themselves, and how often their remote is asked. */
import { parseDuration } from '../configuration/duration.ts';
import { matchesPattern } from '../configuration/flow.ts';
import type { Configuration, EnvironmentDeclaration } from '../configuration/schema.ts';
import { ruleOf } from './test-environments.ts';

/** A test environment and the branch that it is for. */
export interface TestBranch {
  readonly branch: string;
  readonly environment: string;
}

/**
 * The environments that get a branch's green builds: those that follow it, and the test environments made for it. Empty
 * for main, lanes and what `watch.branches` names where none does; null for a branch that nobody wants built.
 */
export function environmentsOf(
  { source, watch, environments }: Configuration,
  tests: readonly TestBranch[],
): (branch: string) => readonly string[] | null {
  const gets = new Map<string, string[]>();
  const add = (branch: string, environment: string): void => {
    gets.set(branch, [...(gets.get(branch) ?? []), environment]);
  };
  for (const [name, { follows, many }] of Object.entries<EnvironmentDeclaration>(environments))
    if (follows !== undefined && many !== true) add(follows, name);
  for (const { branch, environment } of tests) add(branch, environment);
  const patterns = [source.release, ...(watch?.branches ?? [])];
  return (branch) => {
    const known = gets.get(branch);
    if (known) return known;
    return branch === source.main || patterns.some((pattern) => matchesPattern(pattern, branch)) ? [] : null;
  };
}

/**
 * Whether the remote is asked at all: for what is built by itself, and for test environments, which come by rule, move
 * and end with branches that only the remote may have.
 */
export const asksRemote = ({ pipeline, environments }: Configuration, tests: readonly TestBranch[]): boolean =>
  pipeline !== undefined ||
  tests.length > 0 ||
  Object.values<EnvironmentDeclaration>(environments).some((one) => one.many === true && ruleOf(one) !== 'hand');

/** All that the answers of `environmentsOf` depend on, in a text. */
export const selectionOf = ({ source, watch, environments }: Configuration, tests: readonly TestBranch[]): string =>
  JSON.stringify([
    source.main,
    source.release,
    watch?.branches,
    Object.entries<EnvironmentDeclaration>(environments).map(([name, { follows, many }]) => [name, follows, many]),
    tests.map(({ branch, environment }) => [branch, environment]),
  ]);

export const defaultAtOnce = 2;
const shortestMs = 5000;
const longestMs = 15 * 60_000;

/** How often the remote is asked while it answers. */
export const fetchEveryMs = ({ watch }: Configuration): number =>
  Math.max(shortestMs, parseDuration(watch?.fetch ?? '1m') ?? 60_000);

/**
 * How long until it is asked again: twice as long with each failure, up to a quarter of an hour or what was asked for;
 * a tenth earlier or later by chance, so that many engines do not ask one server at once. `random` is from 0 to 1.
 */
export function nextFetchInMs(everyMs: number, failures: number, random: number): number {
  const pause = Math.min(Math.max(everyMs, longestMs), everyMs * 2 ** Math.min(failures, 20));
  return Math.round(pause * (0.9 + 0.2 * random));
}
