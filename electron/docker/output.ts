/** Foreign output on its way into a log: whole lines of bounded length, and the last of them kept for a problem. */

const longestLine = 8 * 1024;
const keptLines = 40;

/** Says one line; `err` is what the engine calls an error, `note` is ours. */
export type Say = (text: string, stream?: 'out' | 'err' | 'note') => void;

export interface Output {
  /** Text that may begin and end in the middle of a line. */
  text(text: string): void;
  /** One line, or several. */
  line(text: string, stream?: 'out' | 'err' | 'note'): void;
  /** Says what is left of an unfinished line. */
  end(): void;
  /** The last lines that were said. */
  tail(): string[];
}

/** Cuts text into lines of at most 8 KB and says them. */
export function output(say: Say): Output {
  const last: string[] = [];
  let rest = '';
  const line = (text: string, stream: 'out' | 'err' | 'note' = 'out') => {
    for (const one of text.split('\n')) {
      const cut = one.length > longestLine ? `${one.slice(0, longestLine)} …` : one;
      const shown = cut.replace(/\r$/, '');
      last.push(shown);
      if (last.length > keptLines) last.shift();
      say(shown, stream);
    }
  };
  return {
    line,
    text: (text) => {
      const lines = (rest + text).split('\n');
      // An endless line is cut here already, so that it is never held whole.
      rest = (lines.pop() ?? '').slice(0, longestLine + 1);
      for (const one of lines) line(one);
    },
    end: () => {
      if (rest.trim() !== '') line(rest);
      rest = '';
    },
    tail: () => [...last],
  };
}
