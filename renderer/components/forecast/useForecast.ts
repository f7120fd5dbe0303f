/** The forecast of one pick for as long as its row shows. */
import { useCallback, useSyncExternalStore } from 'react';
import type { PickForecast, PickRequest } from '../../../shared/domain/hotfix.ts';
import { engine } from '../../transport/engine.ts';
import { ForecastFeed, nameOfPick } from './feed.ts';

/** What picks are forecast for: a lane or an environment, at the commit that it is at now. */
export interface Target {
  readonly project: string;
  /** `lane:ID`, an environment's name, or a ref. */
  readonly onto: string;
  readonly commit: string;
  /** For people. */
  readonly title: string;
}

/** One feed for each target, the newest last; older ones are let go. */
const feeds = new Map<string, ForecastFeed>();
const mostFeeds = 4;

export function feedFor({ project, onto, commit }: Target): ForecastFeed {
  const name = JSON.stringify([project, onto, commit]);
  const known = feeds.get(name);
  if (known) return known;
  const feed = new ForecastFeed((picks, signal) => engine.stream('hotfix.forecast', { project, onto, picks }, signal));
  feeds.set(name, feed);
  if (feeds.size > mostFeeds) feeds.delete(feeds.keys().next().value ?? '');
  return feed;
}

const none = () => undefined;

/** Undefined until it is known. A merge needs its mainline parent; without one nothing is asked. */
export function useForecast(target: Target | null, pick: PickRequest | null): PickForecast | undefined {
  const feed = target && feedFor(target);
  const commit = pick?.commit;
  const mainline = pick?.mainline;
  const subscribe = useCallback(
    (listener: () => void) =>
      feed && commit ? feed.want({ commit, ...(mainline ? { mainline } : {}) }, listener) : () => undefined,
    [feed, commit, mainline],
  );
  return useSyncExternalStore(subscribe, feed && pick ? () => feed.get(nameOfPick(pick)) : none);
}
