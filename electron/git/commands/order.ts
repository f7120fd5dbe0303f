/** Orders of commits: their names, one a line, as git walks history. */
import { escaped, workItemPattern } from './patterns.ts';

/** Which commits of a history, and in which order. Every commit is a full object name. */
export interface OrderOptions {
  readonly from: readonly string[];
  /** Children before parents, and no line of history mixed with another; else newest first. */
  readonly topological: boolean;
  /** Text to find in messages, without regard to case. */
  readonly search?: string | undefined;
  /** Part of an author's name or address, without regard to case. */
  readonly author?: string | undefined;
  /** A file or folder inside the tree. */
  readonly path?: string | undefined;
  /** A work item that messages mention. */
  readonly workItem?: string | undefined;
}

/** Whether it leaves commits of the history out, so that no graph can be drawn between those that remain. */
export const isFiltered = ({ search, author, path, workItem }: OrderOptions): boolean =>
  [search, author, path, workItem].some((filter) => filter !== undefined && filter !== '');

/**
 * Arguments that print the commits' names, each with those of its parents where none is left out. The starting points
 * go through standard input (`orderInput`): there can be more of them than arguments.
 */
export function orderArguments(options: OrderOptions): string[] {
  const { topological, search, author, path, workItem } = options;
  const messages = [...(search ? [escaped(search)] : []), ...(workItem ? [workItemPattern(workItem)] : [])];
  const patterns = [
    ...messages.map((pattern) => `--grep=${pattern}`),
    ...(author ? [`--author=${escaped(author)}`] : []),
  ];
  return [
    'rev-list',
    '--stdin',
    ...(topological ? ['--topo-order'] : []),
    ...(isFiltered(options) ? [] : ['--parents']),
    ...(patterns.length > 0 ? ['--extended-regexp', '--regexp-ignore-case', '--all-match', ...patterns] : []),
    // After `--stdin` a path can only be given on the command line, behind this.
    ...(path ? ['--', path] : []),
  ];
}

export const orderInput = (from: readonly string[]): string => from.map((sha) => `${sha}\n`).join('');
