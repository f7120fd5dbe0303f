/** Items on their way from a transport to whoever iterates over them. */
import { ProblemError, type Problem } from '../../shared/problem.ts';

type Ending = { readonly problem: Problem | null };

export class Channel<T> implements AsyncIterableIterator<T> {
  #items: T[] = [];
  #ending: Ending | null = null;
  #wake: (() => void) | null = null;
  readonly #onReturn: () => void;

  /** `onReturn` is called once when the reader leaves before the end. */
  constructor(onReturn: () => void) {
    this.#onReturn = onReturn;
  }

  push(item: T): void {
    if (this.#ending) return;
    this.#items.push(item);
    this.#stir();
  }

  /** Ends the stream; with a problem the reader's loop throws it after the items that came before. */
  end(problem: Problem | null = null): void {
    this.#ending ??= { problem };
    this.#stir();
  }

  async next(): Promise<IteratorResult<T>> {
    for (;;) {
      if (this.#items.length > 0) return { done: false, value: this.#items.shift() as T };
      if (this.#ending?.problem) throw new ProblemError(this.#ending.problem);
      if (this.#ending) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<T>> {
    if (!this.#ending) this.#onReturn();
    this.#items = [];
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #stir(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
