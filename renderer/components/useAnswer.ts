/** What a query answers, asked again when its input changes or `fresh` does; the last answer stays while it is asked. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Input, Output, RequestName } from '../../shared/api/contract.ts';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { engine } from '../transport/engine.ts';
import { useStore } from '../state/store.ts';

export interface Answer<T> {
  readonly data: T | null;
  readonly problem: Problem | null;
  readonly loading: boolean;
  readonly ask: () => void;
}

/** `input` null asks nothing. A changed input forgets the earlier answer unless `keep` is set. */
export function useAnswer<Name extends RequestName>(
  name: Name,
  input: Input<Name> | null,
  options: { fresh?: unknown; keep?: boolean } = {},
): Answer<Output<Name>> {
  const [state, setState] = useState<{
    key: string;
    data: Output<Name> | null;
    problem: Problem | null;
    again: number;
  }>({ key: '', data: null, problem: null, again: 0 });
  const connected = useStore((store) => store.link.phase === 'connected');
  const [again, setAgain] = useState(0);
  const latest = useRef(0);
  const key = JSON.stringify(input);
  const ask = useCallback(() => setAgain((n) => n + 1), []);

  useEffect(() => {
    if (key === 'null') return;
    const asked = ++latest.current;
    const settle = (data: Output<Name> | null, problem: Problem | null) => {
      if (asked !== latest.current) return;
      setState((before) => ({ key, data: data ?? (before.key === key ? before.data : null), problem, again }));
    };
    engine.call(name, JSON.parse(key) as Input<Name>).then(
      (data) => settle(data, null),
      (thrown: unknown) => settle(null, problemFrom(thrown)),
    );
  }, [name, key, again, options.fresh, connected]);

  const current = state.key === key || options.keep;
  return {
    data: current ? state.data : null,
    problem: state.key === key ? state.problem : null,
    loading: !current || state.again !== again,
    ask,
  };
}
