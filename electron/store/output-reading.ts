/** Reads an output in pieces from a byte on, and follows it. */
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { OutputChunk } from '../../shared/api/runs.ts';
import { placeOf, readTimes, type TimeEntry } from './output-times.ts';

const pieceBytes = 64 * 1024;

/** Calls back when something was written, with true when nothing comes any more; answers how to stop. */
type Listen = (heard: (ended: boolean) => void) => () => void;

/**
 * Pieces of one time each, of at most 64 KiB. No character is cut in two but by the end of the output. With `listen` it
 * waits for more until the output ends, or the signal aborts.
 */
export async function* readOutput(
  file: string,
  from: number,
  signal: AbortSignal,
  listen: Listen | null,
): AsyncGenerator<OutputChunk> {
  const heard = { ended: listen === null, news: false };
  let wake: () => void = () => undefined;
  const hear = (over: boolean): void => {
    heard.ended ||= over;
    heard.news = true;
    wake();
  };
  const stop = listen?.(hear);
  const onAbort = (): void => {
    hear(true);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  let handle: FileHandle | null = null;
  let offset = from;
  try {
    for (;;) {
      // Asked before the file is: what ends in between has written all by then.
      const last = heard.ended;
      heard.news = false;
      const size = await sizeOf(file);
      handle ??= size > 0 ? await open(file, 'r') : null;
      const times = size > offset ? await readTimes(file) : [];
      while (handle && offset < size && !signal.aborted) {
        const chunk = await pieceAt(handle, offset, size, times, last);
        if (chunk === null) break;
        offset = chunk.next;
        yield chunk;
      }
      if (signal.aborted || last) return;
      if (!heard.news)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    stop?.();
    signal.removeEventListener('abort', onAbort);
    await handle?.close();
  }
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

/** Null where there is only the beginning of a character, which may go on. */
async function pieceAt(
  handle: FileHandle,
  offset: number,
  size: number,
  times: readonly TimeEntry[],
  last: boolean,
): Promise<OutputChunk | null> {
  const place = placeOf(times, offset);
  const until = Math.min(size, offset + pieceBytes, times[place + 1]?.offset ?? Infinity);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(until - offset), 0, until - offset, offset);
  if (bytesRead === 0) return null;
  const bytes = buffer.subarray(0, bytesRead);
  let whole = bytes.length - unfinished(bytes);
  // A character that never ends, or that two times divide, is told as it is.
  if (whole === 0 && !last && offset + bytesRead === size) return null;
  if (whole === 0 || (last && offset + bytesRead === size)) whole = bytes.length;
  return {
    offset,
    next: offset + whole,
    at: times[place]?.at ?? 0,
    text: bytes.toString('utf8', 0, whole),
  };
}

/** How many bytes at the end begin a character of UTF-8 that is not whole; 0 to 3. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}
