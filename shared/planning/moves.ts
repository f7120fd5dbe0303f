/** The moves that a rollout is made of. */

/** How many containers of each service there are, or shall be. */
export type Counts = Readonly<Record<string, number>>;
/** Which replicas of each service, counted from 1. */
export type Replicas = Readonly<Record<string, readonly number[]>>;

export type Move =
  /** Starts containers of the new side and waits until they are well. Nobody asks them anything yet. */
  | { readonly do: 'start'; readonly replicas: Replicas }
  /** Sends so many percent of the requests to the new side; 100 makes it what serves. */
  | { readonly do: 'shift'; readonly from: number; readonly to: number }
  /** Watches for that long before the next move. */
  | { readonly do: 'hold'; readonly ms: number }
  /** Lets containers of the old side finish what they have, and stops them. */
  | { readonly do: 'stop'; readonly replicas: Replicas };

/** What takes a move back; null where there is nothing to take back. */
export function undoOf(move: Move): Move | { readonly do: 'restart' | 'remove'; readonly replicas: Replicas } | null {
  switch (move.do) {
    case 'start':
      return { do: 'remove', replicas: move.replicas };
    case 'shift':
      return { do: 'shift', from: move.to, to: move.from };
    case 'stop':
      return { do: 'restart', replicas: move.replicas };
    case 'hold':
      return null;
  }
}

/** How many of a service; a service may have any name, also one that every object knows. */
export const countOf = (counts: Counts, service: string): number =>
  Object.hasOwn(counts, service) ? (counts[service] ?? 0) : 0;

/** Every replica of every service; none of those that have none. */
export const everyReplica = (counts: Counts): Replicas =>
  Object.fromEntries(
    Object.entries(counts).flatMap(([service, count]) =>
      count > 0 ? [[service, Array.from({ length: count }, (_, index) => index + 1)] as const] : [],
    ),
  );

/** Nothing at all is no move. */
export const startAll = (counts: Counts): Move[] => moveOf('start', everyReplica(counts));
export const stopAll = (counts: Counts): Move[] => moveOf('stop', everyReplica(counts));
export const moveOf = (what: 'start' | 'stop', replicas: Replicas): Move[] =>
  Object.keys(replicas).length === 0 ? [] : [{ do: what, replicas }];
