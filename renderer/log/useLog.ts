/** The lines of a log as they come: gathered for a moment before they are shown, the oldest dropped beyond a limit. */
import { useEffect, useState } from 'react';
import type { Input, StreamName } from '../../shared/api/contract.ts';
import type { LogLine } from '../../shared/api/operations.ts';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { useStore } from '../state/store.ts';
import { engine } from '../transport/engine.ts';

type LogStream = Extract<StreamName, 'operation.logs' | 'environment.logs'>;

/** Lines that are kept; older ones are still in the engine. */
const mostLines = 50_000;
const gatherMs = 80;

export interface Log {
  readonly lines: readonly LogLine[];
  readonly problem: Problem | null;
  /** Whether the log has ended: nothing more will come. */
  readonly ended: boolean;
}

const nothing: Log = { lines: [], problem: null, ended: false };

export function useLog<Name extends LogStream>(name: Name, input: Input<Name>): Log {
  const [log, setLog] = useState<Log>(nothing);
  const connected = useStore((state) => state.link.phase === 'connected');
  const key = JSON.stringify(input);
  useEffect(() => {
    if (!connected) return;
    const stop = new AbortController();
    let gathered: LogLine[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const fresh = gathered;
      gathered = [];
      setLog((before) => ({ ...before, lines: [...before.lines, ...fresh].slice(-mostLines) }));
    };
    const follow = async () => {
      setLog(nothing);
      for await (const line of engine.stream(name, JSON.parse(key) as Input<Name>, stop.signal)) {
        gathered.push(line);
        timer ??= setTimeout(flush, gatherMs);
      }
    };
    void follow()
      .then(() => null, problemFrom)
      .then((problem) => {
        if (stop.signal.aborted) return;
        clearTimeout(timer);
        flush();
        setLog((before) => ({ ...before, problem, ended: problem === null }));
      });
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [name, key, connected]);
  return log;
}
