/** Times on the command line, read and shown. */
import { fail } from '../../../shared/problem.ts';

export { duration } from '../../../shared/domain/duration.ts';

const unitsMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Reads a moment: a date (midnight here), a date with a time, or how long ago, such as `90s`, `2h` or `3d`.
 *
 * @returns epoch milliseconds
 * @throws ProblemError `usage.time`
 */
export function parseMoment(text: string, now: number): number {
  const ago = /^(\d+)\s*([smhdw])$/.exec(text.trim());
  if (ago) return now - Number(ago[1]) * (unitsMs[ago[2] ?? ''] ?? Number.NaN);
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? `${text.trim()}T00:00` : text.trim();
  const moment = /^\d{4}-\d{2}-\d{2}[T ]/.test(date) ? Date.parse(date) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw fail('usage.time', `"${text}" is not a time.`, {
    hint: 'Write a date (2026-11-21), a date and time (2026-11-21T14:30), or how long ago (90s, 2h, 3d, 1w).',
  });
}

export const iso = (at: number): string => new Date(at).toISOString();
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** `just now`, `5 min ago`, `3 h ago`, `2 d ago`. A clock that was set back makes it `just now`. */
export function age(at: number, now: number): string {
  const seconds = Math.floor((now - at) / 1000);
  if (seconds < 10) return 'just now';
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}
