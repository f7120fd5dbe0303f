/** The index of times of an output: pairs of a byte and the time since which it was printed, in the order of both. */
import { readFile } from 'node:fs/promises';

export interface TimeEntry {
  readonly offset: number;
  readonly at: number;
}

const entryBytes = 16;

/** An entry as it is appended to the index. */
export function entryOf({ offset, at }: TimeEntry): Buffer {
  const entry = Buffer.alloc(entryBytes);
  entry.writeDoubleLE(offset, 0);
  entry.writeDoubleLE(at, 8);
  return entry;
}

/** The whole index of an output; one that a crash cut short lacks its last entry. */
export async function readTimes(file: string): Promise<TimeEntry[]> {
  const bytes = await readFile(`${file}.times`).catch(() => Buffer.alloc(0));
  return Array.from({ length: Math.floor(bytes.length / entryBytes) }, (_, index) => ({
    offset: bytes.readDoubleLE(index * entryBytes),
    at: bytes.readDoubleLE(index * entryBytes + 8),
  }));
}

/** The place of the last entry at or before a byte; 0 where there is none before it. */
export function placeOf(times: readonly TimeEntry[], offset: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** When a byte was printed; 0 where nobody knows. */
export const timeOf = (times: readonly TimeEntry[], offset: number): number => times[placeOf(times, offset)]?.at ?? 0;
