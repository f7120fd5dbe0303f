import { countOf, moveOf, type Counts, type Move, type Replicas } from '../moves.ts';

interface Room {
  readonly surge: number;
  readonly unavailable: number;
}
interface Standing {
  readonly old: number;
  readonly next: number;
}

/**
 * A few containers at a time: for applications too large to stand twice. Requests are shared as the containers are, so
 * that each gets about as many as before.
 */
export function rolling(old: Counts, next: Counts, given: Room & { readonly holdMs: number }): Move[] {
  // With no room in either direction nothing could ever move.
  const room: Room = given.surge + given.unavailable > 0 ? given : { surge: 1, unavailable: 0 };
  const services = [...new Set([...Object.keys(old), ...Object.keys(next)])];
  const standing = new Map<string, Standing>(
    services.map((service) => [service, { old: countOf(old, service), next: 0 }]),
  );
  const wanted = (service: string): number => countOf(next, service);
  const moves: Move[] = [];
  let share = 0;

  const round = (): void => {
    const started = each(services, (service) => {
      const now = standing.get(service) ?? { old: 0, next: 0 };
      return range(now.next, startable(now, wanted(service), countOf(old, service), room));
    });
    moves.push(...moveOf('start', started));
    for (const [service, replicas] of Object.entries(started)) change(standing, service, { next: replicas.length });
    const to = shareOf(services, standing, next);
    if (to !== share) moves.push({ do: 'shift', from: share, to });
    if (to !== share && to < 100) moves.push({ do: 'hold', ms: given.holdMs });
    share = to;
    const stopped = each(services, (service) => {
      const now = standing.get(service) ?? { old: 0, next: 0 };
      const before = countOf(old, service);
      return range(before - now.old, stoppable(now, wanted(service), before, room, share));
    });
    moves.push(...moveOf('stop', stopped));
    for (const [service, replicas] of Object.entries(stopped)) change(standing, service, { old: -replicas.length });
  };
  const isDone = (): boolean =>
    share === 100 &&
    services.every((service) => standing.get(service)?.old === 0 && standing.get(service)?.next === wanted(service));
  while (!isDone()) round();
  return moves;
}

/** How many may start now. One may where the last old one could only go after it: one more is better than none. */
function startable(now: Standing, wanted: number, before: number, room: Room): number {
  const missing = wanted - now.next;
  const most = Math.max(wanted, before) + room.surge - (now.old + now.next);
  return Math.max(0, Math.min(missing, now.old <= 1 ? Math.max(1, most) : most));
}

/** How many of the old may go now: never one that somebody may still be sent to with nobody else to answer. */
function stoppable(now: Standing, wanted: number, before: number, room: Room, share: number): number {
  if (share === 100) return now.old;
  const enough = Math.max(1, Math.min(wanted, before) - room.unavailable);
  return Math.max(0, Math.min(now.old - 1, now.old + now.next - enough));
}

/** As the containers stand. None before each service has a new one, all of it once all new ones are there. */
function shareOf(services: readonly string[], standing: ReadonlyMap<string, Standing>, next: Counts): number {
  const coming = services.filter((service) => countOf(next, service) > 0);
  const all = coming.map((service) => standing.get(service) ?? { old: 0, next: 0 });
  if (coming.every((service, index) => all[index]?.next === countOf(next, service))) return 100;
  if (all.some((now) => now.next === 0)) return 0;
  const sum = (side: keyof Standing): number => all.reduce((total, now) => total + now[side], 0);
  return Math.min(99, Math.max(1, Math.round((100 * sum('next')) / (sum('next') + sum('old')))));
}

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index + 1);

const each = (services: readonly string[], replicas: (service: string) => number[]): Replicas =>
  Object.fromEntries(
    services.flatMap((service) => {
      const some = replicas(service);
      return some.length > 0 ? [[service, some] as const] : [];
    }),
  );

function change(standing: Map<string, Standing>, service: string, by: Partial<Standing>): void {
  const now = standing.get(service) ?? { old: 0, next: 0 };
  standing.set(service, { old: now.old + (by.old ?? 0), next: now.next + (by.next ?? 0) });
}
