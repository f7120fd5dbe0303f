/** Which commits stand where. All commits are full object names. */
import type { Command } from '../run.ts';

/** The best commits that all of them have; empty without any. What these reach is exactly what all of them share. */
export const sharedBases = (tips: readonly string[]): Command<string[]> => ({
  args: ['merge-base', '--octopus', '--all', ...tips],
  accepts: [1],
  parse: (output) => output.split('\n').filter((line) => line !== ''),
});

/** The same commits, newest first. */
export const byTime = (shas: readonly string[]): Command<string[]> => ({
  args: ['rev-list', '--no-walk=sorted', '--stdin'],
  input: shas.map((sha) => `${sha}\n`).join(''),
  maxBytes: 64 * 1024 * 1024,
  parse: (output) => output.split('\n').filter((line) => line !== ''),
});

/** `COMMIT PARENT…` a line, children before parents: what tips have and `not` lacks, at most `most` of them. */
export const graphArguments = (tips: readonly string[], not: readonly string[], most?: number): string[] => [
  'rev-list',
  '--topo-order',
  '--parents',
  ...(most === undefined ? [] : [`--max-count=${String(most)}`]),
  ...tips,
  ...not.map((sha) => `^${sha}`),
  '--',
];

/** The commits of a range that change a path, or something below it. The path goes in as it is, never as a pattern. */
export const touchingArguments = (tips: readonly string[], not: readonly string[], path: string): string[] => [
  'rev-list',
  '--full-history',
  ...tips,
  ...not.map((sha) => `^${sha}`),
  '--',
  path,
];

/** Commits of standard input, and their histories, that no tip has. */
export const beyond = (shas: readonly string[], tips: readonly string[]): Command<string[]> => ({
  args: ['rev-list', '--stdin', ...tips.map((sha) => `^${sha}`)],
  input: shas.map((sha) => `${sha}\n`).join(''),
  maxBytes: 256 * 1024 * 1024,
  parse: (output) => output.split('\n').filter((line) => line !== ''),
});

/** The commits of histories whose messages say that they revert one of some commits. */
export const revertsArguments = (shas: readonly string[], tips: readonly string[]): string[] => [
  'rev-list',
  '--no-merges',
  '--fixed-strings',
  ...shas.map((sha) => `--grep=This reverts commit ${sha}`),
  ...tips,
  '--',
];
