/** What a paste into a shell becomes. Pure. */

export interface Paste {
  /** Without control characters: nothing of it moves the cursor, ends the brackets, or interrupts. */
  readonly text: string;
  /** Lines that the shell would run as they arrive; none where it holds a paste until Enter. */
  readonly runs: number;
}

// eslint-disable-next-line no-control-regex -- taking them out is the purpose
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** `held`: the shell has asked for pastes in brackets. The end of the last line is left out: running it is for Enter. */
export function pasteOf(pasted: string, held: boolean): Paste {
  const text = pasted.replace(/\r\n?/g, '\n').replace(control, '').replace(/\n+$/, '');
  return { text, runs: held ? 0 : text.split('\n').length - 1 };
}
