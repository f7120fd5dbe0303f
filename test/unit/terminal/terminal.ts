/** A terminal that remembers what was written to it. */
import type { Terminal } from '../../../electron/hosts/terminal/terminal.ts';

export interface TestTerminal extends Terminal {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Presses Ctrl-C. */
  readonly interrupt: () => void;
}

export function terminalWith(overrides: Partial<Terminal> = {}): TestTerminal {
  const written = { out: '', err: '' };
  const listeners = new Set<() => void>();
  let keys = 0;
  return {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    outIsTty: false,
    errIsTty: false,
    columns: 80,
    environment: {},
    platform: 'linux',
    home: '/home/someone',
    cwd: '/home/someone/shop',
    now: () => Date.parse('2026-11-21T12:00:00Z'),
    key: () => `key-number-${++keys}`,
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    screen: null,
    ...overrides,
    stdout: () => written.out,
    stderr: () => written.err,
    interrupt: () => {
      for (const listener of listeners) listener();
    },
  };
}
