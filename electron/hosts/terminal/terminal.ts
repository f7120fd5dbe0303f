/** What a verb may know of the terminal and the process around it; passed in, so that tests need neither. */
import { homedir } from 'node:os';
import { randomUUID } from 'node:crypto';
import { isatty } from 'node:tty';
import { keyboardOfProcess, sizeOfTerminal, type Keyboard, type TerminalSize } from './keyboard.ts';

export interface Terminal {
  /** Standard output: results only. */
  readonly out: (text: string) => void;
  /** Standard error: progress, notices, problems. */
  readonly err: (text: string) => void;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  /** Width of standard error, for the live line. */
  readonly columns: number;
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly cwd: string;
  readonly now: () => number;
  /** A fresh idempotency key. */
  readonly key: () => string;
  /** Calls back on Ctrl-C or a request to end, instead of ending; the answer takes it back. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** To be given over to a program elsewhere; null where there is no terminal to type into. */
  readonly screen: { size(): TerminalSize; take(): Keyboard } | null;
}

/** The terminal of this process. */
export function terminalOfProcess(): Terminal {
  // A reader that has seen enough (`| head`) is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    outIsTty: isatty(1),
    errIsTty: isatty(2),
    columns: process.stderr.columns ?? 80,
    environment: process.env,
    platform: process.platform,
    home: homedir(),
    cwd: process.cwd(),
    now: Date.now,
    key: randomUUID,
    onInterrupt: (listener) => {
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
    screen: isatty(0) && isatty(1) ? { size: sizeOfTerminal, take: keyboardOfProcess } : null,
  };
}
