/** Foreign text on a page: nothing in it is markup, acts on anything, or reorders what stands beside it. */
import { withoutSequences } from '../../../shared/control-sequences.ts';
import { lastState } from '../../../shared/domain/printed.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters but line ends and tabs, and those that turn the direction of what follows. */
const treacherous =
  // eslint-disable-next-line no-control-regex -- taking them out is the purpose
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** As it stands between tags or within quotes. */
export const escaped = (text: string): string =>
  text.replaceAll(treacherous, '').replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');

/** What a terminal would show in the end: without control sequences, and of a line that was overwritten its last state. */
export const shown = (output: string): string => withoutSequences(output).split('\n').map(lastState).join('\n');
