/** Labels of a time axis, in the person's zone: seconds where they matter, days where they change. */
const seconds = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const minutes = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const days = new Intl.DateTimeFormat(undefined, { month: '2-digit', day: '2-digit' });

/** `splits` are epoch milliseconds at even distances. */
export function axisTimes(splits: readonly number[]): string[] {
  const step = (splits[1] ?? 0) - (splits[0] ?? 0);
  const form = step >= 86_400_000 ? days : step >= 60_000 ? minutes : seconds;
  return splits.map((at) => form.format(at));
}
