/** What is typed, kept in the engine after a moment of rest. Nothing typed is dropped before it is kept or of no use. */

/** Rest after typing before a draft is kept. */
const restMs = 500;
/** Rest after a draft could not be kept. */
const againMs = 4000;

export type DraftState = 'kept' | 'unkept';

interface DraftsParts {
  readonly keep: (path: string, content: string) => Promise<unknown>;
  /** Told what became of a draft. */
  readonly tell: (path: string, state: DraftState) => void;
}

export class Drafts {
  readonly #parts: DraftsParts;
  readonly #waiting = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #held = false;

  constructor(parts: DraftsParts) {
    this.#parts = parts;
  }

  later(path: string, content: string): void {
    this.#waiting.set(path, content);
    this.#rest(restMs);
  }

  /** Keeps nothing until it is released: a draft that arrived behind the settlement would be taken for newer. */
  hold(): void {
    this.#held = true;
    clearTimeout(this.#timer);
  }

  /** After a settlement that was refused: what waits is kept. */
  release(): void {
    this.#held = false;
    this.flush();
  }

  /** After a settlement: what waits is in it. */
  drop(): void {
    this.#held = false;
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  /** Of a file whose conflict has become another one. */
  dropOf(path: string): void {
    this.#waiting.delete(path);
  }

  /** Keeps what waits now. */
  flush(): void {
    if (this.#held) return;
    clearTimeout(this.#timer);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [path, content] of waiting)
      this.#parts.keep(path, content).then(
        () => this.#parts.tell(path, 'kept'),
        () => {
          this.#parts.tell(path, 'unkept');
          if (this.#waiting.has(path)) return;
          this.#waiting.set(path, content);
          this.#rest(againMs);
        },
      );
  }

  #rest(forMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#held) this.#timer = setTimeout(() => this.flush(), forMs);
  }
}
