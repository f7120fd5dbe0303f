/** The tests that a stage reported: bounded, without secrets and without anything that a terminal would act on. */
import { stripVTControlCharacters } from 'node:util';
import { unreadable, type ToldTest } from './report.ts';

const mostTests = 100_000;
const mostNameCharacters = 1000;
const mostMessageCharacters = 20_000;
/** Of all messages of a stage: a failure that all tests share would otherwise be kept a hundred thousand times. */
const mostMessagesCharacters = 16_000_000;

export function testsOf(mask: (text: string) => string): { test(told: ToldTest): void; all(): ToldTest[] } {
  const tests: ToldTest[] = [];
  /** How many tests had a name so far: each of a table of cases may be called the same. */
  const named = new Map<string, number>();
  let left = mostMessagesCharacters;
  // Once more when it is plain: a colour may stand in the middle of a secret.
  const plain = (text: string, characters: number): string => cut(mask(inert(mask(text))), characters);
  return {
    test(told) {
      if (tests.length === mostTests)
        throw unreadable(`The first ${String(mostTests)} tests are kept; what follows is left out.`);
      const suite = plain(told.suite, mostNameCharacters);
      const file = told.file === null ? null : plain(told.file, mostNameCharacters);
      const name = plain(told.name, mostNameCharacters).trim() || '(no name)';
      const key = `${suite}\0${name}\0${file ?? ''}`;
      const times = (named.get(key) ?? 0) + 1;
      named.set(key, times);
      const message = told.message === null ? null : plain(told.message, Math.min(left, mostMessageCharacters));
      left -= message?.length ?? 0;
      tests.push({
        ...told,
        suite,
        file,
        name: times === 1 ? name : `${name} (${String(times)})`,
        message: message || null,
      });
    },
    all: () => tests,
  };
}

const cut = (text: string, characters: number): string =>
  text.length <= characters ? text : characters === 0 ? '' : `${text.slice(0, characters - 1).toWellFormed()}…`;

/** Colours are for a terminal; of other control characters a text only needs its lines and tabs. */
const inert = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll('\r\n', '\n')
    // eslint-disable-next-line no-control-regex -- taking them out is the purpose
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .toWellFormed();
