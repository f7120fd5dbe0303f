/** Numbers with their nouns. */
const grouped = new Intl.NumberFormat('en');

/** "1 commit", "12 commits". */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${grouped.format(n)} ${n === 1 ? one : many}`;

/** "12.4 MB". */
export function bytes(size: number): string {
  const step = ['B', 'kB', 'MB', 'GB', 'TB'];
  let power = 0;
  let value = size;
  // By what would be shown: 999,999 bytes are 1.0 MB, not 1000 kB.
  for (; Math.round(value) >= 1000 && power < step.length - 1; power += 1) value /= 1000;
  return `${value >= 99.95 || power === 0 ? Math.round(value) : value.toFixed(1)} ${step[power]}`;
}
