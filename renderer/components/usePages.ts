/**
 * A list that is asked for a page at a time. The first page is asked again when `fresh` changes and when the engine is
 * back; older ones stay.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { useStore } from '../state/store.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

interface Pages<T> extends Page<T> {
  readonly key: string;
  readonly problem: Problem | null;
  readonly loading: boolean;
}

export interface PagesRequest<T> {
  /** Names what is listed: another key starts anew. */
  readonly key: string;
  /** The first page is asked again whenever this changes. */
  readonly fresh: unknown;
  /** Answers with the items that follow `after`, which is everything that is shown before them. */
  readonly ask: (after: readonly T[]) => Promise<Page<T>>;
  /** Tells two items apart. */
  readonly nameOf: (item: T) => string;
}

const empty = (key: string) => ({ key, items: [], more: false, problem: null, loading: true });

export function usePages<T>({ key, fresh, ask, nameOf }: PagesRequest<T>) {
  const [kept, setPages] = useState<Pages<T>>(() => empty(key));
  const pages = kept.key === key ? kept : empty(key);
  const connected = useStore((state) => state.link.phase === 'connected');
  const askFirst = useEffectEvent(() => ask([]));
  const take = useEffectEvent((page: Page<T>) =>
    setPages((before) => ({
      key,
      ...(before.key === key ? joined(page, before, nameOf) : page),
      problem: null,
      loading: false,
    })),
  );

  useEffect(() => {
    let stale = false;
    askFirst().then(
      (page) => {
        if (!stale) take(page);
      },
      (thrown: unknown) => {
        if (!stale)
          setPages((before) => ({
            ...(before.key === key ? before : empty(key)),
            problem: problemFrom(thrown),
            loading: false,
          }));
      },
    );
    return () => {
      stale = true;
    };
  }, [key, fresh, connected]);

  const { items, more, loading } = pages;
  const loadMore = () => {
    if (!more || loading) return;
    setPages((before) => ({ ...before, loading: true }));
    ask(items).then(
      (page) =>
        setPages((before) =>
          before.key === key && before.items === items
            ? { ...before, items: [...items, ...page.items], more: page.more, loading: false }
            : { ...before, loading: false },
        ),
      (thrown: unknown) =>
        setPages((before) => ({ ...before, problem: problemFrom(thrown), more: false, loading: false })),
    );
  };
  return { ...pages, loadMore };
}

/** The newest page in front of what was listed before. */
function joined<T>(newest: Page<T>, before: Page<T>, nameOf: (item: T) => string): Page<T> {
  const names = new Set(newest.items.map(nameOf));
  const overlap = before.items.findIndex((item) => names.has(nameOf(item)));
  const lastKnown = before.items.findLastIndex((item) => names.has(nameOf(item)));
  if (overlap < 0) return newest;
  const older = before.items.slice(lastKnown + 1);
  return older.length > 0 ? { items: [...newest.items, ...older], more: before.more } : newest;
}
