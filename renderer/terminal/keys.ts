/** What the keys do in a terminal that nobody types into. Pure. */
export type KeyAction =
  'search' | 'next' | 'previous' | 'start' | 'end' | { readonly lines: number } | { readonly pages: number };

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const actions: Readonly<Record<string, KeyAction>> = {
  '/': 'search',
  n: 'next',
  N: 'previous',
  Home: 'start',
  End: 'end',
  ArrowUp: { lines: -1 },
  ArrowDown: { lines: 1 },
  PageUp: { pages: -1 },
  PageDown: { pages: 1 },
  ' ': { pages: 1 },
};

/** Null for keys that are the browser's or the window's: Tab leaves, Ctrl C copies. */
export function keyAction({ key, ctrlKey, metaKey, altKey }: Key): KeyAction | null {
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'f') return 'search';
  if (ctrlKey || metaKey || altKey) return null;
  return actions[key] ?? null;
}
