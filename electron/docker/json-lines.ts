/** The engine's progress streams: one JSON object a line. */
import { StringDecoder } from 'node:string_decoder';

/** A line of a progress stream of build, push or pull. All of it is foreign. */
export interface ProgressLine {
  readonly id?: string;
  readonly stream?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number };
  readonly error?: string;
  readonly aux?: unknown;
}

/** A longer line is not ours to hold in memory; the engine's own are far shorter. */
const longestLine = 4 * 1024 * 1024;

/**
 * The objects of a stream, one by one. Rejects as the stream does: a connection that breaks is an error, never an end.
 * What is no JSON object is skipped. The stream is destroyed when the reader stops early.
 */
export async function* jsonLines<T extends object>(stream: AsyncIterable<unknown>): AsyncGenerator<T> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    rest += decoder.write(chunk as Buffer);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) rest = '';
    for (const line of lines) {
      const value = parse<T>(line);
      if (value) yield value;
    }
  }
  const last = parse<T>(rest);
  if (last) yield last;
}

function parse<T extends object>(line: string): T | null {
  if (line.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as T) : null;
  } catch {
    return null;
  }
}
