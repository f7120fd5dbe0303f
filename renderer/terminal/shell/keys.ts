/** The keys that a shell does not get. Pure. */
export type ShellKey = 'leave' | 'copy' | 'paste';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * Every other key is the shell's, Tab and Escape too. Ctrl C copies where something is selected, and interrupts where
 * nothing is.
 */
export function shellKey({ key, ctrlKey, metaKey, altKey, shiftKey }: Key, selected: boolean): ShellKey | null {
  if (altKey || ctrlKey === metaKey) return null;
  const letter = key.toLowerCase();
  if (letter === 'l' && ctrlKey && shiftKey) return 'leave';
  if (letter === 'c') return selected ? 'copy' : null;
  return letter === 'v' ? 'paste' : null;
}
