/** Tar streams, read and written entry by entry with back-pressure. */
import { Readable } from 'node:stream';
import { extract, pack, type Extract, type Header, type Pack } from 'tar-stream';

export type TarHeader = Partial<Header> & Pick<Header, 'name'>;

export interface TarEntry {
  readonly header: Header;
  /** Its content; may be left unread. */
  readonly body: AsyncIterable<Buffer>;
}

type Sink = ReturnType<Pack['entry']>;

/** Adds one entry. Content may be null for what has none (folders, links). */
export type AddEntry = (header: TarHeader, content: string | Buffer | AsyncIterable<Buffer> | null) => Promise<void>;

/** The entries of a tar stream, in order. Rejects as the source does, and when it ends too early. */
export async function* tarEntries(source: AsyncIterable<unknown>): AsyncGenerator<TarEntry> {
  const reader = extract();
  pump(source as AsyncIterable<Buffer>, reader).catch((thrown: unknown) => reader.destroy(thrown as Error));
  for await (const entry of reader) {
    yield { header: entry.header, body: entry as AsyncIterable<Buffer> };
    entry.resume();
  }
}

/** Makes a tar stream of what `fill` adds. When `fill` rejects, the stream fails with that. */
export function tarStream(fill: (add: AddEntry) => Promise<void>): Readable {
  const writer = pack();
  // A reader that gives up destroys all of them; without a listener its error would end the engine, as nobody's.
  const heard = <S extends Pack | Sink>(stream: S): S => {
    stream.on('error', () => undefined);
    return stream;
  };
  heard(writer);
  const add: AddEntry = async (header, content) => {
    if (content === null) heard(writer.entry({ ...header, size: 0 }));
    else if (typeof content === 'string' || Buffer.isBuffer(content)) heard(writer.entry(header, content));
    else await pump(content, heard(writer.entry(header)));
  };
  fill(add).then(
    () => writer.finalize(),
    (thrown: unknown) => writer.destroy(thrown as Error),
  );
  return Readable.from(writer as AsyncIterable<Buffer>, { objectMode: false });
}

/** The content of an entry; null when it is larger than `maxBytes`. */
export async function readEntry(entry: TarEntry, maxBytes: number): Promise<Buffer | null> {
  if (entry.header.size > maxBytes) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of entry.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** `pipeline` of Node is not used: these sinks are streamx's, whose ends it does not always see. */
async function pump(source: AsyncIterable<Buffer>, sink: Extract | Sink): Promise<void> {
  for await (const chunk of source) {
    if (sink.destroyed) throw new Error('The tar stream was closed before its end.');
    if (!sink.write(chunk)) {
      await new Promise<void>((resolve) => {
        const go = () => {
          sink.off('drain', go).off('close', go);
          resolve();
        };
        sink.on('drain', go).on('close', go);
      });
    }
  }
  sink.end(null);
}
