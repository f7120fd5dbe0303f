/** A small history to pick from. */
import type { FixtureRepository } from '../../fixtures/repository.ts';

export const lines = (count: number, change: Record<number, string> = {}): string =>
  Array.from({ length: count }, (_none, index) => `${change[index] ?? `line ${String(index)}`}\n`).join('');

/** Main builds on a file in three steps; the release has only the first. */
export function story(repository: FixtureRepository) {
  repository.commit({ files: { a: lines(30), b: 'b\n' } });
  repository.branch('release');
  const grow = repository.commit({ message: 'Grow\n', files: { a: lines(30, { 10: 'grown\nmore' }) } });
  const other = repository.commit({ message: 'Other\n', files: { b: 'b\nother\n' } });
  const fix = repository.commit({ message: 'Fix\n', files: { a: lines(30, { 10: 'grown\nmore, fixed' }) } });
  repository.checkout('release');
  const onto = repository.commit({ message: 'Release\n', files: { c: 'c\n' } });
  return { onto, grow, other, fix };
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
