/** The terminal that somebody sits at, given over to a program that runs elsewhere: every key goes there, and its screen comes here. */
import { spawnSync } from 'node:child_process';
import { platform, stdin, stdout } from 'node:process';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface Keyboard {
  size(): TerminalSize;
  onResize(listener: () => void): void;
  /** What is typed, control keys too. */
  typed(): AsyncIterable<string>;
  /** Settles when it is on the screen. */
  show(text: string): Promise<void>;
  /** Gives the terminal back as it was. */
  end(): void;
}

/** From now on the keys are not interpreted here: not even Ctrl-C ends this program. */
export function keyboardOfProcess(): Keyboard {
  const listeners: (() => void)[] = [];
  stdin.setRawMode(true);
  // Node leaves the translation of what is printed on, which takes line feeds apart that mean one line down. What the
  // terminal was is set again with the raw mode's end.
  if (platform !== 'win32') spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] });
  stdin.setEncoding('utf8');
  return {
    size: sizeOfTerminal,
    onResize(listener) {
      listeners.push(listener);
      stdout.on('resize', listener);
    },
    typed: () => stdin as AsyncIterable<string>,
    show: (text) => new Promise((shown) => void stdout.write(text, () => shown())),
    end() {
      for (const listener of listeners) stdout.off('resize', listener);
      stdin.setRawMode(false);
      // Its reader still waits for a key: the process need not.
      stdin.unref();
    },
  };
}

export const sizeOfTerminal = (): TerminalSize => ({ columns: stdout.columns, rows: stdout.rows });
