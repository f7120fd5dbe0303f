/** The language of a file by its name, fetched when it is needed. */
import { LanguageDescription } from '@codemirror/language';
import { languages } from '@codemirror/language-data';
import type { Extension } from '@codemirror/state';

/** Characters beyond which a text is shown without syntax colours: they are not worth the wait. */
const mostHighlighted = 1_000_000;

export async function languageOf(path: string, length: number): Promise<Extension> {
  if (length > mostHighlighted) return [];
  const name = path.split('/').at(-1) ?? path;
  // Without colours where the language cannot be fetched: the conflict can be settled all the same.
  return (
    (await LanguageDescription.matchFilename(languages, name)
      ?.load()
      .catch(() => null)) ?? []
  );
}
