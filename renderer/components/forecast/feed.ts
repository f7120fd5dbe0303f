/**
 * Forecasts for the rows in sight: whoever shows a row wants its forecast for as long as the row is there. What is
 * wanted is asked for together, after a moment of rest; what has scrolled away is not asked for any more.
 */
import type { PickForecast, PickRequest } from '../../../shared/domain/hotfix.ts';

type Ask = (picks: PickRequest[], signal: AbortSignal) => AsyncIterable<PickForecast>;

/** Rest before asking: as long as a list is being scrolled, nothing is. */
const restMs = 120;
/** Forecasts that are kept of each target. */
const mostKept = 20_000;

export const nameOfPick = ({ commit, mainline }: PickRequest): string => (mainline ? `${commit} ${mainline}` : commit);

export class ForecastFeed {
  readonly #ask: Ask;
  readonly #known = new Map<string, PickForecast>();
  readonly #wanted = new Map<string, { readonly pick: PickRequest; count: number }>();
  readonly #listeners = new Map<string, Set<() => void>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: { readonly left: Set<string>; readonly abort: AbortController } | null = null;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  get(name: string): PickForecast | undefined {
    return this.#known.get(name);
  }

  /** Wants a pick's forecast, and is told when it is there; answers how to want it no more. */
  want(pick: PickRequest, listener: () => void): () => void {
    const name = nameOfPick(pick);
    const entry = this.#wanted.get(name) ?? { pick, count: 0 };
    entry.count += 1;
    this.#wanted.set(name, entry);
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    this.#later();
    return () => {
      listeners.delete(listener);
      entry.count -= 1;
      if (entry.count > 0) return;
      this.#wanted.delete(name);
      this.#listeners.delete(name);
      this.#later();
    };
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#go(), restMs);
  }

  #go(): void {
    const missing = [...this.#wanted].filter(([name]) => !this.#known.has(name));
    if (this.#running) {
      // What is being worked out is still in sight: let it end, the rest comes after it.
      if ([...this.#running.left].every((name) => this.#wanted.has(name))) return;
      this.#running.abort.abort();
      this.#running = null;
    }
    if (missing.length > 0) void this.#run(missing.slice(0, 1000).map(([, { pick }]) => pick));
  }

  async #run(picks: PickRequest[]): Promise<void> {
    const run = { left: new Set(picks.map(nameOfPick)), abort: new AbortController() };
    this.#running = run;
    let at = 0;
    try {
      for await (const forecast of this.#ask(picks, run.abort.signal)) {
        // One answer for each pick, in order; a commit that was asked for by a short name answers with the whole.
        const asked = picks[at];
        const name = asked ? nameOfPick(asked) : forecast.commit;
        at += 1;
        run.left.delete(name);
        this.#keep(name, forecast);
      }
    } catch {
      // The engine is gone, or a commit is: the rows stay without a mark, and are asked for when they show again.
    }
    if (this.#running !== run) return;
    this.#running = null;
    if (at > 0) this.#later();
  }

  #keep(name: string, forecast: PickForecast): void {
    this.#known.set(name, forecast);
    if (this.#known.size > mostKept) this.#known.delete(this.#known.keys().next().value ?? '');
    for (const listener of this.#listeners.get(name) ?? []) listener();
  }
}
