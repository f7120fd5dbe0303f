/** Whether a new side is still there while it is tried: whom nobody finds, no check of the traffic would judge. */
import type { BackendState, Colour } from '../domain/front.ts';

/** A container that is started again after it died may be away this long. */
const patienceMs = 5000;

/** Since when nobody of a port is found, in monotonic milliseconds, by service and port. */
export type AwaySince = ReadonlyMap<string, number>;

/**
 * What is known after one more look at the front. A port that has no container behind that colour is none that could be
 * away; `gone` is the first one that has been for too long.
 */
export function lookedFor(
  colour: Colour,
  backends: readonly BackendState[],
  before: AwaySince,
  now: number,
): { readonly since: AwaySince; readonly gone: BackendState | null } {
  const away = backends.filter(
    (backend) => backend.colour === colour && backend.slots.length > 0 && backend.slots.every(({ up }) => !up),
  );
  const since = new Map(away.map((backend) => [keyOf(backend), before.get(keyOf(backend)) ?? now] as const));
  const gone = away.find((backend) => now - (since.get(keyOf(backend)) ?? now) >= patienceMs) ?? null;
  return { since, gone };
}

const keyOf = ({ service, container }: BackendState): string => `${service}:${String(container)}`;
