/** The row that the keyboard is at: a commit by name, or a row whose commit is still to come. */
import { useRef, useState } from 'react';
import type { LogWindow } from './logWindow.ts';

export function useCursor(log: LogWindow, focused: string | null, onFocus: (sha: string) => void) {
  const [awaited, setAwaited] = useState<number | null>(null);
  const moves = useRef(0);
  return {
    /** -1 where there is none, or its page is not held. */
    at: awaited ?? (focused === null ? -1 : log.indexOf(focused)),
    moveTo(index: number) {
      moves.current += 1;
      const move = moves.current;
      const there = log.rowAt(index)?.commit.sha;
      setAwaited(there === undefined ? index : null);
      if (there !== undefined) {
        onFocus(there);
        return;
      }
      log.names(index, index).then(
        ([sha]) => {
          if (move !== moves.current) return;
          setAwaited(null);
          if (sha !== undefined) onFocus(sha);
        },
        () => undefined,
      );
    },
  };
}
