/** Durations as people write them. */
import { z } from 'zod';

const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `10m`, `1d` in milliseconds; `null` for anything else. */
export function parseDuration(text: string): number | null {
  const match = durationPattern.exec(text);
  if (!match) return null;
  return Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
}

/** How long containers have to become healthy, by what an environment declares. */
export const healthTimeoutMsOf = (healthTimeout: string | undefined): number =>
  (healthTimeout === undefined ? null : parseDuration(healthTimeout)) ?? 120_000;

export const durationSchema = z.string().regex(durationPattern, 'a duration such as 30s, 10m, 2h or 1d');
