/** What the reports of a stage say. The formats: a new one is a file and a line here. */
import { constants } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Coverage } from '../../shared/domain/run.ts';
import { problemFrom } from '../../shared/problem.ts';
import { cobertura } from './cobertura.ts';
import { coverageOf } from './coverage.ts';
import { junit } from './junit.ts';
import { lcov } from './lcov.ts';
import { unreadable, type ReportFormat, type Sink, type ToldTest } from './report.ts';
import { tap } from './tap.ts';
import { testsOf } from './tests.ts';

const formats: Readonly<Record<string, ReportFormat>> = { junit, tap, cobertura, lcov };

const mostBytes = 50 * 1024 * 1024;
const mostBytesTogether = 200 * 1024 * 1024;
const mostFiles = 10_000;
const mostUnread = 50;

export interface Told {
  readonly tests: ToldTest[];
  /** Null where no report told of any line. */
  readonly coverage: Coverage | null;
  /** A line for each report that could not be read, or not to its end. */
  readonly unread: string[];
}

/**
 * Reads what lies under `<folder>/<format>/<number>/…`, where each number is a path that was declared: regular files of at
 * most 50 MB, 10,000 files, 200 MB and 100,000 tests in all, in pieces, so that others get their turn and memory stays
 * bounded. Texts are masked, and then cut.
 *
 * @throws what `signal` says, when it is aborted; a report that is wrong is a line of the answer instead
 */
export async function readReports(folder: string, mask: (text: string) => string, signal: AbortSignal): Promise<Told> {
  const tests = testsOf(mask);
  const coverage = coverageOf();
  const unread: string[] = [];
  const sink: Sink = { test: tests.test, line: coverage.line };
  const room = { left: mostBytesTogether };
  for (const [name, format] of Object.entries(formats)) {
    const ofFormat = join(folder, name);
    for (const file of await filesIn(ofFormat, format)) {
      signal.throwIfAborted();
      try {
        await readOne(file, format, sink, room, signal);
      } catch (thrown) {
        signal.throwIfAborted();
        unread.push(mask(`${nameOf(ofFormat, file)}: ${problemFrom(thrown).message}`));
      }
    }
  }
  return { tests: tests.all(), coverage: coverage.total(), unread: bounded(unread) };
}

/** The files of a format in a stable order. A folder of reports has other files too, where names tell them apart. */
async function filesIn(folder: string, { named }: ReportFormat): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const declared = Map.groupBy(files, (file) => relative(folder, file).split(sep, 1)[0]);
  const chosen = [...declared.values()].flatMap((of) => {
    const byName = of.filter((file) => named.test(file));
    return byName.length > 0 ? byName : of;
  });
  return chosen.sort().slice(0, mostFiles);
}

/** As the commit names it: without what tells the declared paths apart. */
const nameOf = (folder: string, file: string): string =>
  relative(folder, file).split(sep).slice(1).join('/').slice(0, 500);

async function readOne(
  path: string,
  format: ReportFormat,
  sink: Sink,
  room: { left: number },
  signal: AbortSignal,
): Promise<void> {
  // What was a file a moment ago may be a link to one of the machine's by now.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    if (size > mostBytes)
      throw unreadable(`It has ${megabytes(size)} MB; at most ${megabytes(mostBytes)} MB are read.`);
    if (size > room.left)
      throw unreadable(`The reports of a stage have more than ${megabytes(mostBytesTogether)} MB; it is left out.`);
    if (size === 0) throw unreadable('It is empty.');
    room.left -= size;
    await format.read(piecesOf(file, signal), sink);
  } finally {
    await file.close();
  }
}

async function* piecesOf(file: FileHandle, signal: AbortSignal): AsyncGenerator<Buffer> {
  for await (const piece of file.createReadStream({ autoClose: false, signal })) yield piece as Buffer;
}

const megabytes = (bytes: number): string => String(Math.ceil(bytes / 1024 / 1024));

const bounded = (lines: string[]): string[] =>
  lines.length <= mostUnread
    ? lines
    : [...lines.slice(0, mostUnread), `${String(lines.length - mostUnread)} more reports could not be read.`];

export type { ToldTest } from './report.ts';
