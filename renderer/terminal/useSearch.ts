/** Searches all of an output in the engine, and walks from match to match. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { OutputMatch } from '../../shared/api/runs.ts';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { engine } from '../transport/engine.ts';

interface Found {
  readonly text: string;
  readonly matches: readonly OutputMatch[];
  readonly total: number;
  readonly more: boolean;
  readonly problem: Problem | null;
}

const nothing: Found = { text: '', matches: [], total: 0, more: false, problem: null };
const pageSize = 200;

export interface StageName {
  readonly project: string;
  readonly run: string;
  readonly stage: string;
}

/** `arrive` is called with the match that one has come to; with null where nothing is searched any more. */
export function useSearch(
  { project, run, stage }: StageName,
  arrive: (match: OutputMatch | null, text: string) => void,
) {
  const [text, setText] = useState('');
  const [found, setFound] = useState(nothing);
  const [index, setIndex] = useState(-1);
  const wanted = text.trim();
  // Enter may come before the answer: then it is done when the answer is there.
  const wish = useRef<1 | -1 | null>(null);

  const ask = async (from: number) =>
    engine.call('run.search', { project, run, stage, text: wanted, from, limit: pageSize });

  const goTo = async (answered: Found, next: number) => {
    let { matches, more } = answered;
    const last = matches.at(-1);
    if (next >= matches.length && more && last) {
      const put = (change: Partial<Found>) =>
        setFound((before) => (before.text === answered.text ? { ...before, ...change } : before));
      try {
        const answer = await ask(last.offset + 1);
        matches = [...matches, ...answer.matches];
        more = answer.more;
        put({ matches, more, problem: null });
      } catch (thrown) {
        put({ problem: problemFrom(thrown) });
        return;
      }
    }
    const at = matches.length === 0 ? -1 : (next + matches.length) % matches.length;
    const match = matches[at];
    setIndex(at);
    if (match) arrive(match, wanted);
  };
  const take = useEffectEvent((answer: Found) => {
    setFound(answer);
    if (wish.current !== null) void goTo(answer, wish.current > 0 ? 0 : answer.matches.length - 1);
    wish.current = null;
  });
  useEffect(() => {
    if (!wanted) return;
    let stale = false;
    const timer = setTimeout(() => {
      engine.call('run.search', { project, run, stage, text: wanted, from: 0, limit: pageSize }).then(
        (answer) => {
          if (!stale) take({ ...answer, text: wanted, problem: null });
        },
        (thrown: unknown) => {
          if (!stale) setFound({ ...nothing, text: wanted, problem: problemFrom(thrown) });
        },
      );
    }, 200);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [project, run, stage, wanted]);

  const search = (next: string) => {
    setText(next);
    wish.current = null;
    setIndex(-1);
    if (!next.trim()) {
      setFound(nothing);
      arrive(null, '');
    }
  };
  const settled = found.text === wanted;
  return {
    text,
    search,
    searching: wanted !== '' && !settled,
    problem: settled ? found.problem : null,
    total: found.total,
    more: found.more,
    index,
    step: (by: 1 | -1) => {
      if (!settled) wish.current = by;
      else if (found.matches.length > 0) void goTo(found, index < 0 && by < 0 ? found.matches.length - 1 : index + by);
    },
  };
}
