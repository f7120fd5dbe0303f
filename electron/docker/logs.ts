/** Logs of a container, line by line. */
import { StringDecoder } from 'node:string_decoder';
import type { Client } from './client.ts';
import { inspectContainer } from './containers.ts';
import { engineProblem } from './problems.ts';

export interface LogLine {
  readonly at: number;
  readonly stream: 'out' | 'err';
  readonly text: string;
}

const longestLine = 16 * 1024;

/**
 * The last `tail` lines of a container, or with `sinceMs` those from then on; with `follow` those to come, until it stops. Text is foreign; a line is cut
 * at 16 KB. Ends quietly when the signal aborts or when there is no such container; releases the connection when the
 * reader stops early.
 */
export async function* containerLogs(
  client: Client,
  name: string,
  options: { tail: number; sinceMs?: number; follow: boolean; signal: AbortSignal },
): AsyncGenerator<LogLine> {
  const { signal } = options;
  const container = await inspectContainer(client, name);
  if (!container || signal.aborted) return;
  const query = new URLSearchParams({
    stdout: '1',
    stderr: '1',
    timestamps: '1',
    ...(options.sinceMs === undefined
      ? { tail: String(Math.max(0, Math.trunc(options.tail))) }
      : { since: (options.sinceMs / 1000).toFixed(3) }),
    ...(options.follow ? { follow: '1' } : {}),
  });
  const path = `/containers/${encodeURIComponent(name)}/logs?${query.toString()}&`;
  try {
    const body = await client.stream(path, { what: `read the logs of ${name}`, signal });
    const pieces = container.Config.Tty ? ttyPieces(body) : framePieces(body);
    yield* lines(pieces);
  } catch (thrown) {
    if (signal.aborted) return;
    throw engineProblem(thrown, client.asked(`read the logs of ${name}`));
  }
}

/** A part of a line that begins with its time; `ends` when the line does. */
interface Piece {
  readonly stream: 'out' | 'err';
  readonly text: string;
  readonly ends: boolean;
}

/** Joins the pieces of long lines, which the engine splits at 16 KB and gives a time each. */
async function* lines(pieces: AsyncIterable<Piece>): AsyncGenerator<LogLine> {
  const open = new Map<string, LogLine>();
  for await (const { stream, text, ends } of pieces) {
    const space = text.indexOf(' ');
    const at = Date.parse(space < 0 ? text : text.slice(0, space));
    const known = !Number.isNaN(at);
    const content = known ? (space < 0 ? '' : text.slice(space + 1)) : text;
    const begun = open.get(stream);
    const line = {
      at: begun?.at ?? (known ? at : 0),
      stream,
      text: ((begun?.text ?? '') + content).slice(0, longestLine),
    };
    open.delete(stream);
    if (ends) yield line;
    else open.set(stream, line);
  }
  yield* open.values();
}

/** Without a terminal, every piece comes in a frame: one byte of stream, three of nothing, four of length. */
export async function* framePieces(body: AsyncIterable<unknown>): AsyncGenerator<Piece> {
  let waiting: Buffer = Buffer.alloc(0);
  let frame: { stream: 'out' | 'err'; left: number; kept: Buffer[]; keptBytes: number; last: number } | null = null;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    while (frame !== null || waiting.length >= 8) {
      if (frame === null) {
        frame = {
          stream: waiting[0] === 2 ? 'err' : 'out',
          left: waiting.readUInt32BE(4),
          kept: [],
          keptBytes: 0,
          last: 0,
        };
        waiting = waiting.subarray(8);
      }
      const part = waiting.subarray(0, frame.left);
      waiting = waiting.subarray(part.length);
      frame.left -= part.length;
      frame.last = part.at(-1) ?? frame.last;
      // Some log drivers give frames without bound: what is beyond a line's length is dropped as it comes.
      if (frame.keptBytes < longestLine * 2) frame.kept.push(part);
      frame.keptBytes += part.length;
      if (frame.left > 0) break;
      const text = Buffer.concat(frame.kept)
        .toString('utf8')
        .replace(/\r?\n$/, '');
      yield { stream: frame.stream, text, ends: frame.last === 0x0a };
      frame = null;
    }
  }
}

/** With a terminal there are no frames, and all is one stream. */
export async function* ttyPieces(body: AsyncIterable<unknown>): AsyncGenerator<Piece> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const parts = (rest + decoder.write(chunk)).split('\n');
    rest = (parts.pop() ?? '').slice(0, longestLine * 2);
    for (const text of parts) yield { stream: 'out', text: text.replace(/\r$/, ''), ends: true };
  }
  if (rest !== '') yield { stream: 'out', text: rest, ends: true };
}
