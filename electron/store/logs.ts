/** The logs of operations: one file each, capped, followed live. They are evidence beside the journal, not part of it. */
import { EventEmitter } from 'node:events';
import { createReadStream, appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { LogLine } from '../../shared/api/operations.ts';

const maxFileBytes = 20 * 1024 * 1024;
const maxLineCharacters = 8192;
const fullText = 'The log is full at 20 MB; what follows is not kept.';

/** The end of a log. `cut`: its last row was not written to the end, and what comes next begins a row of its own. */
interface Head {
  seq: number;
  bytes: number;
  full: boolean;
  cut: boolean;
}

export interface Logs {
  append(operation: string, line: Omit<LogLine, 'seq'>): void;
  /** Lines after `after`; with `follow` also those to come, until the signal aborts or `end` was called. */
  read(operation: string, after: number, follow: boolean, signal: AbortSignal): AsyncIterable<LogLine>;
  /** Nothing more is said in this operation for now: followers are let go. */
  end(operation: string): void;
  /** The last lines, for an error. */
  tail(operation: string, count: number): LogLine[];
}

/** `mask` takes secrets out of a text before it is kept. */
export function logsIn(folder: string, mask: (text: string) => string): Logs {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const heads = new Map<string, Head>();
  const bus = new EventEmitter().setMaxListeners(0);
  const fileOf = (operation: string): string => join(folder, `${operation.replace(/[^A-Za-z0-9_-]/g, '')}.ndjson`);

  const headOf = (operation: string): Head => {
    const head = heads.get(operation) ?? headIn(fileOf(operation));
    heads.set(operation, head);
    return head;
  };

  return {
    append(operation, line) {
      const head = headOf(operation);
      if (head.full) return;
      head.seq += 1;
      const text = shortened(mask(line.text));
      const row = `${JSON.stringify({ ...line, seq: head.seq, text })}\n`;
      head.full = head.bytes + Buffer.byteLength(row) > maxFileBytes;
      const kept: LogLine = { ...line, seq: head.seq, text: head.full ? fullText : text };
      write(fileOf(operation), head, head.full ? `${JSON.stringify(kept)}\n` : row);
      bus.emit(operation, kept);
    },
    async *read(operation, after, follow, signal) {
      const queue: LogLine[] = [];
      let wake: () => void = () => undefined;
      let ended = !follow;
      const onLine = (line: LogLine): void => {
        if (queue.length < 50_000) queue.push(line);
        wake();
      };
      const onEnd = (): void => {
        ended = true;
        wake();
      };
      bus.on(operation, onLine).on(`${operation}:end`, onEnd);
      signal.addEventListener('abort', onEnd, { once: true });
      try {
        let seq = after;
        if (existsSync(fileOf(operation))) {
          for await (const row of createInterface({
            input: createReadStream(fileOf(operation)),
            crlfDelay: Infinity,
          })) {
            if (signal.aborted) return;
            const line = parse(row);
            if (line && line.seq > seq) {
              seq = line.seq;
              yield line;
            }
          }
        }
        for (;;) {
          for (let line = queue.shift(); line; line = queue.shift())
            if (line.seq > seq) {
              seq = line.seq;
              yield line;
            }
          if (ended || signal.aborted) return;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        bus.off(operation, onLine).off(`${operation}:end`, onEnd);
        signal.removeEventListener('abort', onEnd);
      }
    },
    end: (operation) => {
      bus.emit(`${operation}:end`);
    },
    tail: (operation, count) => (existsSync(fileOf(operation)) ? linesOf(fileOf(operation)).slice(-count) : []),
  };
}

/** Only what was masked is shortened: half a secret would not be known for one. */
const shortened = (text: string): string =>
  text.length > maxLineCharacters ? `${text.slice(0, maxLineCharacters)}…` : text;

function headIn(file: string): Head {
  if (!existsSync(file)) return { seq: 0, bytes: 0, full: false, cut: false };
  const last = linesOf(file).at(-1);
  const bytes = readFileSync(file);
  return {
    seq: last?.seq ?? 0,
    bytes: bytes.length,
    full: last?.text === fullText,
    cut: bytes.length > 0 && bytes.at(-1) !== 0x0a,
  };
}

function write(file: string, head: Head, row: string): void {
  try {
    const text = head.cut ? `\n${row}` : row;
    appendFileSync(file, text, { mode: 0o600 });
    head.bytes += Buffer.byteLength(text);
    head.cut = false;
  } catch {
    // A full disk takes the log, never the operation.
    head.cut = true;
  }
}

const linesOf = (file: string): LogLine[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((row) => parse(row) ?? []);

/** A row that a crash cut short is no row. */
function parse(row: string): LogLine | null {
  try {
    return row === '' ? null : (JSON.parse(row) as LogLine);
  } catch {
    return null;
  }
}
