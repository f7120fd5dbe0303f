/**
 * Coverage as LCOV. Three kinds of lines matter, which is less than it takes to call a library; the one that reads in
 * pieces finds the names of its fields in the middle of other text.
 */
import { linesOf } from './lines.ts';
import { unreadable, type ReportFormat } from './report.ts';

export const lcov: ReportFormat = {
  named: /(?:\.info|lcov[^/]*)$/i,
  async read(pieces, sink) {
    let begun = false;
    let file: string | null = null;
    for await (const lines of linesOf(pieces))
      for (const line of lines) {
        if (line.startsWith('SF:')) {
          begun = true;
          file = line.slice('SF:'.length).trim();
        } else if (line.startsWith('DA:') && file !== null) {
          const [number, hits] = line.slice('DA:'.length).split(',', 2);
          sink.line(file, Number(number), Number(hits) > 0);
        } else if (line.startsWith('end_of_record')) file = null;
      }
    if (!begun) throw unreadable('It is no LCOV report: it names no source file.');
  },
};
