/**
 * A list that is asked for a page at a time. The first page is asked again when `fresh` changes and when the engine is
 * back; older ones stay, or are asked again too where what they say may change.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { useStore } from '../state/store.ts';
import { joined, type Page } from './pages.ts';

interface Pages<T, Around> extends Page<T, Around> {
  readonly key: string;
  readonly problem: Problem | null;
  readonly loading: boolean;
}

export interface PagesRequest<T, Around> {
  /** Names what is listed: another key starts anew. */
  readonly key: string;
  /** The first page is asked again whenever this changes. */
  readonly fresh: unknown;
  /** Answers with the items that follow `after`, which is everything that is shown before them. */
  readonly ask: (after: readonly T[]) => Promise<Page<T, Around>>;
  /** Answers with everything anew that is listed, `count` items; left out, only the first page is asked again. */
  readonly again?: (count: number) => Promise<Page<T, Around>>;
  /** Tells two items apart. */
  readonly nameOf: (item: T) => string;
}

const empty = <T, Around>(key: string, before?: Pages<T, Around>): Pages<T, Around> => {
  const nothing = { key, items: [], more: false, problem: null, loading: true };
  return before?.around === undefined ? nothing : { ...nothing, around: before.around };
};

export function usePages<T, Around = unknown>({ key, fresh, ask, again, nameOf }: PagesRequest<T, Around>) {
  const [kept, setPages] = useState<Pages<T, Around>>(() => empty(key));
  const pages = kept.key === key ? kept : empty(key, kept);
  const connected = useStore((state) => state.link.phase === 'connected');
  const askFirst = useEffectEvent(() => (again && pages.items.length > 0 ? again(pages.items.length) : ask([])));
  const take = useEffectEvent((page: Page<T, Around>) =>
    setPages((before) => ({
      key,
      ...(before.key === key && !again ? joined(page, before, nameOf) : page),
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
            ...(before.key === key ? before : empty(key, before)),
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
            ? { ...before, ...page, items: [...items, ...page.items], loading: false }
            : { ...before, loading: false },
        ),
      (thrown: unknown) =>
        setPages((before) => ({ ...before, problem: problemFrom(thrown), more: false, loading: false })),
    );
  };
  return { ...pages, loadMore };
}
