/** Pages of a log, at any place of a history of any length. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Commit } from '../../shared/domain/commit.ts';
import { place } from '../../shared/graph/lines.ts';
import { commitGraphOf } from './commit-graph.ts';
import { isFiltered, type OrderOptions } from './commands/order.ts';
import { allRefs, readCommits } from './history.ts';
import { isObjectName, treePath } from './names.ts';
import type { Mirror } from './objects.ts';
import type { Order } from './order.ts';
import { Orders } from './orders.ts';
import type { Repository } from './repository.ts';

export interface LogPageOptions extends Omit<OrderOptions, 'from'> {
  /** A branch, tag or commit; undefined for every branch and tag. */
  readonly ref?: string | undefined;
  readonly skip: number;
  readonly limit: number;
}

export interface LogPage {
  readonly commits: Commit[];
  readonly more: boolean;
  /** How many there are in all; null until that is known. */
  readonly total: number | null;
  /** The graph's lines that come down into the page; none where a filter leaves commits out. */
  readonly lines: (string | null)[];
}

const nothing: LogPage = { commits: [], more: false, total: 0, lines: [] };

/**
 * Without a commit-graph git reads the whole history before it knows the first row in topological order. Nobody waits
 * for that: the first pages come by date until it does, and `total` is null as long.
 */
const patienceMs = 200;
const rowsByDate = 4000;
/** Histories of this length get a commit-graph of the mirror's own. */
const longHistory = 20_000;

/** `folder` is the mirror that `runner` works in; `head` tells where HEAD is now. */
export function logPagesOf(
  folder: string,
  runner: Mirror,
  { resolve, head }: Pick<Repository, 'resolve'> & { readonly head: () => string | null },
): Pick<Repository, 'page'> {
  const orders = new Orders(runner);
  const commitGraph = commitGraphOf(folder, runner);
  const tipsOf = async (ref: string | undefined): Promise<string[]> => {
    if (ref !== undefined) return [await resolve(ref)];
    const at = head();
    const refs = await allRefs(runner);
    return [...new Set([...refs.map(({ commit }) => commit), ...(at !== null && isObjectName(at) ? [at] : [])])].sort();
  };
  return {
    async page({ ref, skip, limit, path: asked = '', ...filters }) {
      const path = treePath(asked);
      const from = await tipsOf(ref);
      if (path === null || from.length === 0) return nothing;
      const asRead = { ...filters, from, ...(path === '' ? {} : { path }) };
      // Between commits of which a filter left some out there are no lines to keep together.
      const options = { ...asRead, topological: asRead.topological && !isFiltered(asRead) };
      const what = ref ?? '';
      const order = orders.of(what, options);
      if (options.topological && skip + limit <= rowsByDate && !(await hasRowsSoon(order))) {
        const byDate = orders.of(what, { ...options, topological: false });
        return { ...(await pageOf(runner, byDate, skip, limit)), total: null };
      }
      const page = await pageOf(runner, order, skip, limit);
      if (order.ended && order.rows >= longHistory) commitGraph.keep();
      return page;
    },
  };
}

async function hasRowsSoon(order: Order): Promise<boolean> {
  if (order.rows > 0 || order.ended) return true;
  const timer = new AbortController();
  const first = order.until(1).then(() => true);
  const late = sleep(patienceMs, false, { signal: timer.signal });
  first.catch(() => undefined);
  late.catch(() => undefined);
  try {
    return await Promise.race([first, late]);
  } finally {
    timer.abort();
  }
}

async function pageOf(runner: Mirror, order: Order, skip: number, limit: number): Promise<LogPage> {
  await order.until(skip + limit + 1);
  const total = order.ended ? order.rows : null;
  const above = order.linesAbove(skip);
  const read = await readCommits(runner, order.names(above.row, skip + limit));
  const before = read.slice(0, skip - above.row);
  return {
    commits: read.slice(before.length),
    more: order.rows > skip + limit,
    total,
    lines: [...before.reduce((lines, commit) => place(lines, commit).after, above.lines)],
  };
}
