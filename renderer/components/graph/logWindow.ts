/**
 * A window on a log of any length: only the pages around what is in sight are held. Places can be jumped to; what has
 * gone out of sight is forgotten when there is much of it.
 */
import type { Commit } from '../../../shared/domain/commit.ts';
import type { Lines } from '../../../shared/graph/lines.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { drawnRows, plainRows, type DrawnRow } from './lanes.ts';

export const pageSize = 200;
const pagesHeld = 24;
const askedAtOnce = 2;
/** How often is asked whether the engine has walked the whole history. */
const walkMs = 700;
/** What a selection can span. */
export const rangeMax = 1000;

export interface LogAnswer {
  readonly commits: readonly Commit[];
  readonly more: boolean;
  readonly total: number | null;
  readonly lines: Lines;
}

export interface LogWindowParts {
  readonly ask: (skip: number, limit: number) => Promise<LogAnswer>;
  /** Whether every commit is listed, so that lines can be drawn between them. */
  readonly graph: boolean;
}

interface Page {
  readonly rows: readonly DrawnRow[];
  readonly generation: number;
}

export class LogWindow {
  readonly #parts: LogWindowParts;
  readonly #pages = new Map<number, Page>();
  readonly #asked = new Set<number>();
  readonly #listeners = new Set<() => void>();
  readonly #shiftListeners = new Set<(rows: number) => void>();
  #columns = 0;
  #generation = 0;
  #version = 0;
  #view = { first: 0, last: 0 };
  #known = 0;
  #more = true;
  #total: number | null = null;
  #problem: Problem | null = null;
  #held: { index: number; sha: string } | null = null;
  /** Set while the engine still walks the history. */
  #walk: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(parts: LogWindowParts) {
    this.#parts = parts;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Told when commits came or went above the first row in sight: so many rows further down it is now. */
  onShift(listener: (rows: number) => void): () => void {
    this.#shiftListeners.add(listener);
    return () => void this.#shiftListeners.delete(listener);
  }

  /** Another number whenever something changed. */
  readonly version = (): number => this.#version;

  /** How many rows there are to scroll through: all, or those known so far and a page more. */
  get count(): number {
    return this.#total ?? this.#known + (this.#more ? 1 : 0);
  }

  get total(): number | null {
    return this.#total;
  }

  /** Nothing has been answered yet. */
  get loading(): boolean {
    return this.#version === 0;
  }

  get problem(): Problem | null {
    return this.#problem;
  }

  /** Commits that are held: the measure of its memory. */
  get rowsHeld(): number {
    return [...this.#pages.values()].reduce((sum, { rows }) => sum + rows.length, 0);
  }

  /** Columns that the graph has taken so far. */
  get columns(): number {
    return this.#columns;
  }

  rowAt(index: number): DrawnRow | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.rows[index % pageSize];
  }

  /** Where a commit is, as far as its page is held; -1 otherwise. */
  indexOf(sha: string): number {
    for (const [page, { rows }] of this.#pages) {
      const at = rows.findIndex(({ commit }) => commit.sha === sha);
      if (at >= 0) return page * pageSize + at;
    }
    return -1;
  }

  /** Rows that are in sight, the last included: what is missing of them is asked for. */
  see(first: number, last: number): void {
    this.#view = { first, last };
    this.#pump();
  }

  /** The names of rows in order, the last included; at most `rangeMax`, from the first on. Asks for what is not held. */
  async names(first: number, last: number): Promise<string[]> {
    const end = Math.min(last, first + rangeMax - 1);
    const held: string[] = [];
    for (let index = first; index <= end; index += 1) {
      const row = this.rowAt(index);
      if (!row) return (await this.#parts.ask(first, end - first + 1)).commits.map(({ sha }) => sha);
      held.push(row.commit.sha);
    }
    return held;
  }

  /** Asks again for what is in sight, which stays until the answer is there. Opens a closed window again. */
  refresh(): void {
    this.#closed = false;
    const held = this.rowAt(this.#view.first);
    this.#held = held && this.#view.first > 0 ? { index: this.#view.first, sha: held.commit.sha } : null;
    this.#generation += 1;
    this.#problem = null;
    this.#pump();
  }

  close(): void {
    this.#closed = true;
    if (this.#walk) clearTimeout(this.#walk);
  }

  #pump(): void {
    const first = Math.floor(this.#view.first / pageSize);
    const last = Math.floor(this.#view.last / pageSize);
    for (let page = first; page <= last && this.#asked.size < askedAtOnce; page += 1) {
      const current = this.#pages.get(page)?.generation === this.#generation;
      const beyond = page * pageSize >= this.count && this.#version > 0;
      if (current || beyond || this.#problem || this.#asked.has(page)) continue;
      this.#asked.add(page);
      const generation = this.#generation;
      this.#parts.ask(page * pageSize, pageSize).then(
        (answer) => this.#take(page, generation, answer),
        (thrown: unknown) => this.#failed(page, generation, problemFrom(thrown)),
      );
    }
  }

  #take(page: number, generation: number, { commits, more, total, lines }: LogAnswer): void {
    this.#asked.delete(page);
    if (this.#closed) return;
    if (generation === this.#generation) {
      const rows = this.#parts.graph ? drawnRows(lines, commits) : plainRows(commits);
      this.#pages.set(page, { rows, generation });
      this.#columns = rows.reduce((most, { width }) => Math.max(most, width), this.#columns);
      this.#measure(page * pageSize + commits.length, more, total);
      this.#keepInPlace();
      this.#forget();
    }
    this.#tell();
    this.#pump();
  }

  /** `end` is the first row behind what was answered. */
  #measure(end: number, more: boolean, total: number | null): void {
    this.#known = more ? Math.max(this.#known, end) : end;
    this.#more = more;
    if (total !== null && this.#walk) this.#walked(total);
    else if (total !== null) this.#total = total;
    else if (this.#parts.graph) this.#waitForWalk();
    else this.#total = null;
  }

  #waitForWalk(): void {
    this.#walk ??= setTimeout(() => {
      this.#walk = null;
      this.#parts.ask(0, 1).then(
        ({ total }) => {
          if (this.#closed) return;
          if (total === null) this.#waitForWalk();
          else this.#walked(total);
        },
        () => undefined,
      );
    }, walkMs);
  }

  /** The first pages may have come in another order than the one that is known now. */
  #walked(total: number): void {
    if (this.#walk) clearTimeout(this.#walk);
    this.#walk = null;
    this.#total = total;
    this.refresh();
    this.#tell();
  }

  #failed(page: number, generation: number, problem: Problem): void {
    this.#asked.delete(page);
    if (this.#closed || generation !== this.#generation) return;
    this.#problem = problem;
    this.#tell();
  }

  /** The same commits stay in sight when there are new ones above them. */
  #keepInPlace(): void {
    const held = this.#held;
    if (!held) return;
    const now = this.indexOf(held.sha);
    if (now < 0 || this.#pages.get(Math.floor(now / pageSize))?.generation !== this.#generation) return;
    this.#held = null;
    if (now !== held.index) for (const listener of this.#shiftListeners) listener(now - held.index);
  }

  /** Pages that are farthest from what is in sight go first; those of an earlier refresh that are out of sight at once. */
  #forget(): void {
    const middle = (this.#view.first + this.#view.last) / 2 / pageSize;
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of far) {
      const inSight = page >= Math.floor(this.#view.first / pageSize) && page <= Math.floor(this.#view.last / pageSize);
      const old = this.#pages.get(page)?.generation !== this.#generation && !inSight;
      if (old || this.#pages.size > pagesHeld) this.#pages.delete(page);
    }
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
