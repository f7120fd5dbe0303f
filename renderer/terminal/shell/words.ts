/** Every sentence of a shell. */
export const words = {
  opening: 'Opening a shell\u2026',
  again: 'Try again',
  another: 'Open another one',
  ended: {
    exit: (code: number | null) => (code ? `The shell ended with code ${code}.` : 'The shell ended.'),
    idle: () => 'The shell was closed: nothing was typed or printed for 30 minutes.',
    lost: () => 'The shell was lost: its container has ended, or the engine was lost.',
  },
  paste: {
    text: (lines: number) => `${lines === 1 ? 'A line' : `${lines} lines`} of what was pasted would run at once.`,
    no: 'Do not paste',
    yes: 'Paste and run',
  },
};
