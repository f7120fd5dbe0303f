/** The search for commits that clear a conflict: started and stopped by the person. */
import { useEffect, useRef, useState } from 'react';
import type { PickRequest, PrerequisiteSet } from '../../../shared/domain/hotfix.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { engine } from '../../transport/engine.ts';
import type { Target } from './useForecast.ts';

export interface Search {
  readonly named: readonly { commit: string; subject: string }[];
  readonly sets: readonly PrerequisiteSet[];
  readonly end: { readonly tried: number; readonly complete: boolean } | null;
  readonly problem: Problem | null;
}

const begun: Search = { named: [], sets: [], end: null, problem: null };

/** Stops by itself when the target or the pick is another one. */
export function usePrerequisites(target: Target, pick: PickRequest) {
  const [search, setSearch] = useState<Search | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = async () => {
    const abort = new AbortController();
    running.current?.abort();
    running.current = abort;
    setSearch(begun);
    const change = (next: (before: Search) => Search) => {
      if (running.current === abort) setSearch((before) => next(before ?? begun));
    };
    try {
      const input = { project: target.project, onto: target.onto, pick };
      for await (const item of engine.stream('hotfix.prerequisites', input, abort.signal)) {
        if (item.item === 'named') change((before) => ({ ...before, named: item.commits }));
        else if (item.item === 'set') change((before) => ({ ...before, sets: [...before.sets, item.set] }));
        else change((before) => ({ ...before, end: item }));
      }
      change((before) => ({ ...before, end: before.end ?? { tried: 0, complete: false } }));
    } catch (thrown) {
      change((before) => ({ ...before, problem: problemFrom(thrown), end: { tried: 0, complete: false } }));
    }
  };
  const stop = () => {
    running.current?.abort();
    setSearch((before) => before && { ...before, end: before.end ?? { tried: 0, complete: false } });
  };
  return { search, start: () => void start(), stop };
}
