/** The orders that are kept: the ones used last, within a bound of memory, each as long as its tips stay where they are. */
import { createHash } from 'node:crypto';
import { isFiltered, orderArguments, orderInput, type OrderOptions } from './commands/order.ts';
import { Order } from './order.ts';
import type { Runner } from './run.ts';

const mostOrders = 8;
const mostBytes = 128 * 1024 * 1024;
/** Rows that a filter looks for beyond those that were asked for. */
const rowsAhead = 2000;
/** A walk that nobody has asked about for so long is ended; another question starts it anew. */
const idleMs = 60_000;

interface Kept {
  readonly tips: string;
  readonly order: Order;
  usedAt: number;
}

export class Orders {
  readonly #runner: Runner;
  /** By what is listed, the one used last at the end. */
  readonly #kept = new Map<string, Kept>();
  #sweeper: NodeJS.Timeout | null = null;

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  /** The order of what is asked, walked from its tips; `what` tells two questions apart whose tips may move. */
  of(what: string, options: OrderOptions): Order {
    const tips = createHash('sha1').update(orderInput(options.from)).digest('hex');
    const key = JSON.stringify([what, { ...options, from: null }]);
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const current = known?.tips === tips && !known.order.failed;
    if (!current) known?.order.retire();
    const kept = current ? known : { tips, order: this.#start(options), usedAt: 0 };
    kept.usedAt = Date.now();
    this.#kept.set(key, kept);
    this.#keepWithinBounds();
    this.#sweepLater();
    return kept.order;
  }

  /** Memory that all of them hold, at most. */
  get bytes(): number {
    return [...this.#kept.values()].reduce((sum, { order }) => sum + order.bytes, 0);
  }

  #start(options: OrderOptions): Order {
    const graph = !isFiltered(options);
    return new Order({
      graph,
      nameLength: options.from[0]?.length ?? 40,
      // The whole graph is wanted for its length; everything else only as far as somebody reads.
      ahead: graph && options.topological ? null : rowsAhead,
      walk: () => this.#runner.stream(orderArguments(options), { input: orderInput(options.from) }),
    });
  }

  #keepWithinBounds(): void {
    for (const [key, { order }] of this.#kept) {
      if (this.#kept.size <= 1 || (this.#kept.size <= mostOrders && this.bytes <= mostBytes)) return;
      this.#kept.delete(key);
      order.retire();
    }
  }

  #sweepLater(): void {
    if (this.#sweeper) return;
    this.#sweeper = setTimeout(() => {
      this.#sweeper = null;
      for (const [key, { order, usedAt }] of this.#kept) {
        if (order.ended || Date.now() - usedAt < idleMs) continue;
        this.#kept.delete(key);
        order.retire();
      }
      if (this.#kept.size > 0) this.#sweepLater();
    }, idleMs).unref();
  }
}
