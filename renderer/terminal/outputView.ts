/**
 * What a terminal shows of a stage's output, which may be far longer than what anybody wants in a window: its end,
 * followed as it grows, or a window anywhere in it that is moved a page at a time. Knows nothing of the terminal but
 * what `Screen` says.
 */
import type { OutputChunk } from '../../shared/api/runs.ts';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { Backlog } from './backlog.ts';
import { fromLineStart, readBetween, together, type ReadOutput } from './pieces.ts';

/** Bytes that are read at a time. */
export const pageBytes = 256 * 1024;
/** Bytes of a long output's end that are drawn at first: some screens, at once. Who goes before them has them read then. */
const firstBytes = 32 * 1024;
const firstOf = (size: number): number => (size <= pageBytes ? 0 : size - firstBytes);
/** Lines that are read behind a place: far fewer than a terminal holds, so that the place itself is still held. */
const pageLines = 4000;
/** Bytes that may wait to be drawn while a stage prints faster than that; older ones are left to be asked for. */
const mostWaiting = 2 * pageBytes;

export interface Screen {
  /** Draws pieces, one behind the other; settles when that is done. */
  write(pieces: readonly OutputChunk[]): Promise<void>;
  clear(): void;
  /** The place in the output of the oldest line that is still held; null when there is none. */
  oldest(): number | null;
  /** Scrolls to the line where what was written from that place on begins. */
  reveal(offset: number): void;
  toEnd(): void;
  /** At its end, it stays where it is while more is drawn behind. */
  stay(): void;
}

export interface ViewState {
  /** `following`: the end stays in sight. `parked`: the view stays where it is. */
  readonly mode: 'following' | 'parked';
  readonly loading: boolean;
  /** The stage has ended, and all of its end is shown. */
  readonly ended: boolean;
  /** Place of the first and behind the last byte that is shown. */
  readonly start: number;
  readonly end: number;
  readonly problem: Problem | null;
}

const initial: ViewState = { mode: 'following', loading: true, ended: false, start: 0, end: 0, problem: null };

export class OutputView {
  readonly #read: ReadOutput;
  readonly #screen: Screen;
  readonly #tell: (state: ViewState) => void;
  #state = initial;
  #turn = new AbortController();
  /** Settles when what is being drawn is there. */
  #drawing = Promise.resolve();

  constructor(read: ReadOutput, screen: Screen, tell: (state: ViewState) => void) {
    this.#read = read;
    this.#screen = screen;
    this.#tell = tell;
  }

  get state(): ViewState {
    return this.#state;
  }

  /** Shows the end and keeps it in sight. `size` is what is known to be there; more may be. */
  async follow(size: number): Promise<void> {
    await this.#turnTo({ mode: 'following', loading: true, problem: null }, async (signal) => {
      const { end } = this.#state;
      const near = end > 0 && size - end < pageBytes;
      if (!near) this.#screen.clear();
      this.#screen.toEnd();
      await this.#followFrom(near ? end : firstOf(size), !near, signal);
    });
  }

  /** Lets the view stay where it is: what is printed meanwhile is read later. */
  park(): void {
    if (this.#state.mode === 'parked') return;
    this.#begin({ mode: 'parked', loading: false });
  }

  /** Puts the page before what is shown in front of it. */
  async older(): Promise<void> {
    const first = this.#screen.oldest() ?? this.#state.start;
    if (first <= 0 || this.#state.loading) return;
    await this.#showAround(first, pageBytes, first);
  }

  /** Moves to a place in the output, with something of what stands before it. */
  jump(offset: number): Promise<void> {
    return this.#showAround(offset, pageBytes / 4, offset);
  }

  /** Adds the page behind what is shown, for whoever came to its end; behind the last it follows again. */
  async newer(size: number): Promise<void> {
    const { end, loading, ended } = this.#state;
    if (loading) return;
    if (end >= size) {
      if (ended) this.#put({ mode: 'following' });
      else await this.follow(end);
      return;
    }
    await this.#turnTo({ mode: 'parked', loading: true, problem: null }, async (signal) => {
      const from = this.#state.end;
      this.#screen.stay();
      await this.#write(await readBetween(this.#read, from, from + pageBytes, signal, pageLines), signal);
    });
  }

  dispose(): void {
    this.#turn.abort();
  }

  async #showAround(offset: number, bytesBefore: number, reveal: number): Promise<void> {
    await this.#turnTo({ mode: 'parked', loading: true, problem: null, ended: false }, async (signal) => {
      const from = Math.max(0, offset - bytesBefore);
      const [first, ...others] = await readBetween(this.#read, from, offset, signal);
      const after = await readBetween(this.#read, offset, offset + pageBytes, signal, pageLines);
      if (signal.aborted) return;
      const pieces = [...(first ? [fromLineStart(first)] : []), ...others, ...after];
      const start = pieces[0]?.offset ?? offset;
      this.#screen.clear();
      this.#put({ start, end: start });
      await this.#write(pieces, signal);
      if (!signal.aborted) this.#screen.reveal(reveal);
    });
  }

  /** Reading and drawing go apart: a stage that prints faster than it can be drawn must not pile up in memory. */
  async #followFrom(from: number, fresh: boolean, signal: AbortSignal): Promise<void> {
    const backlog = new Backlog(mostWaiting, pageBytes);
    signal.addEventListener('abort', () => backlog.end(), { once: true });
    void backlog.fill(this.#read(from, true, signal));
    this.#put({ loading: false });
    let cut = fresh;
    for (let batch = await backlog.take(); batch && !signal.aborted; batch = await backlog.take()) {
      const [first, ...others] = batch.pieces;
      if (!first) continue;
      if (batch.skipped) this.#screen.clear();
      cut ||= batch.skipped;
      const start = cut ? fromLineStart(first) : first;
      if (cut) this.#put({ start: start.offset });
      cut = false;
      await this.#write([start, ...others], signal);
    }
    if (!signal.aborted) this.#put({ ended: true });
  }

  async #write(pieces: readonly OutputChunk[], signal: AbortSignal): Promise<void> {
    for (const group of together(pieces)) {
      if (signal.aborted) return;
      this.#drawing = this.#screen.write(group);
      await this.#drawing;
      // Also where something else has begun meanwhile: it waited for this, and goes on behind it.
      this.#put({ end: group.at(-1)?.next ?? this.#state.end });
    }
  }

  #begin(change: Partial<ViewState>): AbortSignal {
    this.#turn.abort();
    this.#turn = new AbortController();
    this.#put(change);
    return this.#turn.signal;
  }

  /** Ends what goes on, and begins something else once what is being drawn is there. */
  async #turnTo(change: Partial<ViewState>, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const signal = this.#begin(change);
    try {
      await this.#drawing;
      if (!signal.aborted) await work(signal);
      if (!signal.aborted) this.#put({ loading: false });
    } catch (thrown) {
      if (!signal.aborted) this.#put({ loading: false, problem: problemFrom(thrown) });
    }
  }

  #put(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell(this.#state);
  }
}
