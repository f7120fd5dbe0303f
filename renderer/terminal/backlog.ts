/** What was read of an output and is not drawn yet. Bounded: of a backlog that grows too long only the newest is kept. */
import type { OutputChunk } from '../../shared/api/runs.ts';

export interface Batch {
  readonly pieces: readonly OutputChunk[];
  /** Older pieces than these were left out. */
  readonly skipped: boolean;
}

export class Backlog {
  readonly #mostBytes: number;
  readonly #keptBytes: number;
  #pieces: OutputChunk[] = [];
  #skipped = false;
  #ending: { readonly failure: unknown } | null = null;
  #wake: (() => void) | null = null;

  /** Beyond `mostBytes`, only the newest pieces with `keptBytes` in them wait on. */
  constructor(mostBytes: number, keptBytes: number) {
    this.#mostBytes = mostBytes;
    this.#keptBytes = keptBytes;
  }

  /** Takes everything in that comes, for as long as it comes. */
  async fill(source: AsyncIterable<OutputChunk>): Promise<void> {
    try {
      for await (const piece of source) this.#push(piece);
      this.end();
    } catch (thrown) {
      this.end(thrown);
    }
  }

  /** Nothing more comes; with a failure, `take` throws it after what came before. */
  end(failure: unknown = null): void {
    this.#ending ??= { failure };
    this.#stir();
  }

  /** Everything that waits, as soon as there is something; null at the end. */
  async take(): Promise<Batch | null> {
    for (;;) {
      if (this.#pieces.length > 0) {
        const batch = { pieces: this.#pieces, skipped: this.#skipped };
        this.#pieces = [];
        this.#skipped = false;
        return batch;
      }
      if (this.#ending?.failure) throw this.#ending.failure as Error;
      if (this.#ending) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #push(piece: OutputChunk): void {
    if (this.#ending) return;
    this.#pieces.push(piece);
    const start = this.#pieces[0]?.offset ?? 0;
    if (piece.next - start > this.#mostBytes) {
      this.#pieces = this.#pieces.filter(({ next }) => next > piece.next - this.#keptBytes);
      this.#skipped = true;
    }
    this.#stir();
  }

  #stir(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
