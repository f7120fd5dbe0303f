/**
 * The order of a history's commits: their names alone, 20 or 32 bytes each, filled while git walks. A page of any place
 * is answered as soon as its rows are there, while the rest streams in.
 */
import type { Readable } from 'node:stream';
import { place, type Lines } from '../../shared/graph/lines.ts';
import { fail } from '../../shared/problem.ts';

/** Rows between two places whose lines are kept. Pages that begin there need nothing else to be drawn. */
export const rowsBetweenLines = 200;
const rowsPerChunk = 65_536;
const lineFeed = 0x0a;

export interface OrderParts {
  /** Starts git: each line is a commit's name, and with `graph` the names of its parents behind it. */
  readonly walk: () => Readable;
  /** Whether to follow the lines of the graph. */
  readonly graph: boolean;
  /** Hexadecimal characters of a name: 40 or 64. */
  readonly nameLength: number;
  /** How many rows beyond what was asked for are walked ahead; null walks to the end. */
  readonly ahead: number | null;
}

export class Order {
  readonly #parts: OrderParts;
  readonly #stream: Readable;
  readonly #chunks: Buffer[] = [];
  readonly #lines: Lines[] = [];
  #lineBytes = 0;
  #below: Lines = [];
  #rows = 0;
  #ended = false;
  #failure: Error | null = null;
  #wanted = 0;
  #waiting = 0;
  #retired = false;
  #listeners: (() => void)[] = [];

  /** Starts walking at once. */
  constructor(parts: OrderParts) {
    this.#parts = parts;
    this.#stream = parts.walk();
    this.#fill().then(
      () => {
        this.#ended = true;
        this.#tell();
      },
      (thrown: unknown) => {
        this.#failure = thrown instanceof Error ? thrown : new Error(String(thrown));
        this.#tell();
      },
    );
  }

  /** How many rows there are so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether those are all. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether it can answer no more than it has. */
  get failed(): boolean {
    return this.#failure !== null;
  }

  /** Memory that it holds, at most. */
  get bytes(): number {
    return this.#chunks.length * rowsPerChunk * this.#bytesPerName + this.#lineBytes;
  }

  /** Resolves when there are so many rows, or all of them; rejects with what ended the walk. */
  async until(rows: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, rows);
    this.#tell();
    this.#waiting += 1;
    try {
      while (this.#rows < rows && !this.#ended) {
        if (this.#failure) throw this.#failure;
        await this.#change();
      }
    } finally {
      this.#waiting -= 1;
      if (this.#retired && this.#waiting === 0) this.close();
    }
  }

  /** Names of rows, as far as they are there. */
  names(from: number, to: number): string[] {
    const names: string[] = [];
    for (let row = from; row < Math.min(to, this.#rows); row += 1) {
      const at = (row % rowsPerChunk) * this.#bytesPerName;
      names.push(this.#chunks[Math.floor(row / rowsPerChunk)]?.toString('hex', at, at + this.#bytesPerName) ?? '');
    }
    return names;
  }

  /** The nearest row at or above one where the graph's lines are known, and those lines; without a graph there are none. */
  linesAbove(row: number): { row: number; lines: Lines } {
    if (!this.#parts.graph) return { row, lines: [] };
    const index = Math.min(Math.floor(row / rowsBetweenLines), Math.max(0, this.#lines.length - 1));
    return { row: index * rowsBetweenLines, lines: this.#lines[index] ?? [] };
  }

  /** Ends the walk; those who wait are rejected. */
  close(): void {
    if (!this.#ended) this.#stream.destroy(fail('failed.cancelled', 'Listing the history was cancelled.'));
    this.#tell();
  }

  /** Ends the walk as soon as nobody waits for it. */
  retire(): void {
    this.#retired = true;
    if (this.#waiting === 0) this.close();
  }

  async #fill(): Promise<void> {
    let rest: Buffer = Buffer.alloc(0);
    for await (const piece of this.#stream as AsyncIterable<Buffer>) {
      const data = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      let from = 0;
      for (let end = data.indexOf(lineFeed); end >= 0; end = data.indexOf(lineFeed, from)) {
        this.#add(data, from, end);
        from = end + 1;
      }
      rest = data.subarray(from);
      this.#tell();
      while (this.#isAhead()) await this.#change();
    }
  }

  #isAhead(): boolean {
    const { ahead } = this.#parts;
    return ahead !== null && this.#rows >= this.#wanted + ahead && !this.#stream.destroyed;
  }

  #add(data: Buffer, from: number, end: number): void {
    const { nameLength, graph } = this.#parts;
    // Copied out of the data: a piece of a longer text would keep all of that in memory.
    const sha = data.toString('latin1', from, from + nameLength);
    if (this.#rows % rowsPerChunk === 0) this.#chunks.push(Buffer.allocUnsafe(rowsPerChunk * this.#bytesPerName));
    this.#chunks.at(-1)?.write(sha, (this.#rows % rowsPerChunk) * this.#bytesPerName, 'hex');
    if (graph) {
      if (this.#rows % rowsBetweenLines === 0) this.#keepLines();
      const parents: string[] = [];
      for (let at = from + nameLength + 1; at < end; at += nameLength + 1)
        parents.push(data.toString('latin1', at, at + nameLength));
      this.#below = place(this.#below, { sha, parents }).after;
    }
    this.#rows += 1;
  }

  #keepLines(): void {
    this.#lines.push(this.#below);
    this.#lineBytes += 32 + this.#below.length * (8 + 24 + this.#parts.nameLength);
  }

  get #bytesPerName(): number {
    return this.#parts.nameLength / 2;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#listeners.push(resolve);
    });
  }

  #tell(): void {
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}
