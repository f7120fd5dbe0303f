/** Items on their way from one producer to one reader. */
export class Queue<Item> implements AsyncIterable<Item> {
  readonly #items: Item[] = [];
  #wake: (() => void) | null = null;
  #ended: { error: Error | null } | null = null;

  get size(): number {
    return this.#items.length;
  }

  push(item: Item): void {
    if (this.#ended) return;
    this.#items.push(item);
    this.#wake?.();
  }

  /** The reader gets what is there, then the end. */
  end(): void {
    this.#finish(null);
  }

  /** The reader gets what is there, then the error. */
  fail(error: Error): void {
    this.#finish(error);
  }

  #finish(error: Error | null): void {
    this.#ended ??= { error };
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    for (;;) {
      const batch = this.#items.splice(0);
      yield* batch;
      if (this.#items.length > 0) continue;
      if (this.#ended?.error) throw this.#ended.error;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }
}
