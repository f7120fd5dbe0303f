/** Lines of code and which of them ran, over all reports of a stage: a line that ran in one of them ran. */
import type { Coverage } from '../../shared/domain/run.ts';
import { unreadable } from './report.ts';

/** Some 60 MB of memory. */
const mostLines = 1_000_000;
const highestLine = 10_000_000;

export function coverageOf(): { line(file: string, line: number, covered: boolean): void; total(): Coverage | null } {
  const files = new Map<string, Map<number, boolean>>();
  let lines = 0;
  return {
    line(file, line, covered) {
      if (!Number.isSafeInteger(line) || line < 0 || line > highestLine) return;
      const name = file.slice(0, 1000);
      const known = files.get(name) ?? new Map<number, boolean>();
      files.set(name, known);
      const before = known.get(line);
      if (before === undefined) {
        if (lines === mostLines)
          throw unreadable(`Coverage is counted of ${String(mostLines)} lines; what follows is left out.`);
        lines += 1;
      }
      if (before !== true) known.set(line, covered);
    },
    total() {
      if (lines === 0) return null;
      const covered = [...files.values()].map((of) => [...of.values()].filter(Boolean).length);
      return { lines, covered: covered.reduce((sum, count) => sum + count, 0) };
    },
  };
}
