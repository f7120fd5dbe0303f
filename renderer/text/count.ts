/** Numbers with their nouns. */
const grouped = new Intl.NumberFormat('en');

/** "1 commit", "12 commits". */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${grouped.format(n)} ${n === 1 ? one : many}`;

/** "12.4 MB". */
export function bytes(size: number): string {
  const step = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = size < 1 ? 0 : Math.min(step.length - 1, Math.floor(Math.log10(size) / 3));
  const value = size / 1000 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toFixed(1)} ${step[power]}`;
}
