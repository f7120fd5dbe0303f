/** The forecast of one pick for as long as its row shows. */
import { useCallback, useSyncExternalStore } from 'react';
import type { PickForecast, PickRequest } from '../../../shared/domain/hotfix.ts';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { ForecastFeed, nameOfPick } from './feed.ts';

/** What picks are forecast for: the commit that a lane or an environment is at now. */
export interface Target {
  readonly project: string;
  /** By its whole name: what is kept under it was asked for it, also when a lane or an environment moves meanwhile. */
  readonly commit: string;
  /** For people. */
  readonly title: string;
}

/** One feed for each target, the newest last; older ones are let go. */
const feeds = new Map<string, ForecastFeed>();
const mostFeeds = 4;

function feedFor({ project, commit }: Target): ForecastFeed {
  const name = JSON.stringify([project, commit]);
  const known = feeds.get(name);
  if (known) return known;
  const feed = new ForecastFeed((picks, signal) =>
    engine.stream('hotfix.forecast', { project, onto: commit, picks }, signal),
  );
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
  // What was asked before the engine was lost is asked again when it is back.
  const connected = useStore((state) => state.link.phase === 'connected');
  const subscribe = useCallback(
    (listener: () => void) =>
      feed && commit && connected
        ? feed.want({ commit, ...(mainline ? { mainline } : {}) }, listener)
        : () => undefined,
    [feed, commit, mainline, connected],
  );
  return useSyncExternalStore(subscribe, feed && pick ? () => feed.get(nameOfPick(pick)) : none);
}
