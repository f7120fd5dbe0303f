/** Times for people, in their own zone. All arguments are epoch milliseconds. */
const units = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'long' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const compact = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** "3 hours ago", "just now". */
export function ago(at: number, now: number): string {
  const distance = at - now;
  for (const [unit, ms] of units) if (Math.abs(distance) >= ms) return relative.format(Math.trunc(distance / ms), unit);
  return 'just now';
}

/** How long something has lasted, in its largest unit: "3 d", "5 min". */
export function age(since: number, now: number): string {
  const ms = Math.max(0, now - since);
  if (ms < 60_000) return 'under 1 min';
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${Math.floor(ms / 3_600_000)} h`;
  return `${Math.floor(ms / 86_400_000)} d`;
}

/** A duration with two units at most: "850 ms", "42 s", "3 min 05 s". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A duration that somebody has chosen, without what they did not say: "30 s", "10 min", "1 h 30 min". */
export function chosenDuration(ms: number): string {
  if (ms < 1000 || ms % 1000 !== 0) return duration(ms);
  const seconds = ms / 1000;
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const;
  return parts.flatMap(([value, unit]) => (value > 0 ? [`${value} ${unit}`] : [])).join(' ');
}

/** The whole date and time, for the hover. */
export const exact = (at: number): string => full.format(at);
/** Date and time that line up in a column. */
export const dateTime = (at: number): string => compact.format(at);
/** Time of day to the second. */
export const timeOfDay = (at: number): string => clock.format(at);
