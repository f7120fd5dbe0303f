/** Downloads all of an output, whatever part of it is shown; says how far it is, and can be stopped. */
import { useEffect, useRef, useState } from 'react';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { saveFile } from '../components/saveFile.ts';
import type { ReadOutput } from './pieces.ts';

export function useDownload(read: ReadOutput, name: string) {
  const [bytes, setBytes] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const collect = async (signal: AbortSignal) => {
    const parts: Blob[] = [];
    const text: string[] = [];
    let told = 0;
    for await (const piece of read(0, false, signal)) {
      text.push(piece.text);
      // The browser keeps blobs where they do not count against the window.
      if (text.length >= 16) parts.push(new Blob(text.splice(0)));
      if (performance.now() - told > 200) {
        told = performance.now();
        setBytes(piece.next);
      }
    }
    if (!signal.aborted) saveFile(name, new Blob([...parts, ...text], { type: 'text/plain' }));
  };
  const start = () => {
    const stop = new AbortController();
    running.current = stop;
    setBytes(0);
    setProblem(null);
    collect(stop.signal)
      .catch((thrown: unknown) => {
        if (!stop.signal.aborted) setProblem(problemFrom(thrown));
      })
      .finally(() => setBytes(null));
  };
  return { bytes, problem, toggle: () => (bytes === null ? start() : running.current?.abort()) };
}
