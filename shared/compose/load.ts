/** Parsing where the files of the commit are read asynchronously. */
import { parseCompose, type ComposeInput, type ParsedCompose } from './parse.ts';

/**
 * `parseCompose` with an asynchronous `readFile`. Which files a Compose file leads to is known only while it is parsed,
 * so it is parsed again whenever it asked for files that had not been read; two or three rounds are the rule.
 */
export async function loadCompose(
  input: Omit<ComposeInput, 'readFile'>,
  readFile: (path: string) => Promise<string | null>,
): Promise<ParsedCompose> {
  const known = new Map<string, string | null>();
  for (;;) {
    const wanted = new Set<string>();
    const parsed = parseCompose({
      ...input,
      readFile: (path) => {
        if (!known.has(path)) wanted.add(path);
        return known.get(path) ?? null;
      },
    });
    if (wanted.size === 0) return parsed;
    for (const path of wanted) known.set(path, await readFile(path));
  }
}
