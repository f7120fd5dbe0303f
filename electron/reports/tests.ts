/** The tests that a stage reported: bounded, without secrets and without anything that a terminal would act on. */
import { withoutSequences } from '../../shared/domain/printed.ts';
import { unreadable, type ToldTest } from './report.ts';

const mostTests = 100_000;
const mostNameCharacters = 1000;
const mostMessageCharacters = 20_000;
/** Of all messages of a stage: a failure that all tests share would otherwise be kept a hundred thousand times. */
const mostMessagesCharacters = 16_000_000;

export function testsOf(mask: (text: string) => string): { test(told: ToldTest): void; all(): ToldTest[] } {
  const tests: ToldTest[] = [];
  const ownName = namesApart();
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
      const message = told.message === null ? null : plain(told.message, Math.min(left, mostMessageCharacters));
      left -= message?.length ?? 0;
      tests.push({
        ...told,
        suite,
        file,
        name: ownName(name, `${suite}\0${file ?? ''}`),
        message: message || null,
      });
    },
    all: () => tests,
  };
}

/** Each of a table of cases may be called the same: the second gets a number. */
function namesApart(): (name: string, place: string) => string {
  /** How many wanted a name. */
  const wanted = new Map<string, number>();
  return (name, place) => {
    for (;;) {
      const times = (wanted.get(`${place}\0${name}`) ?? 0) + 1;
      wanted.set(`${place}\0${name}`, times);
      if (times === 1) return name;
      const own = `${name} (${String(times)})`;
      if (wanted.has(`${place}\0${own}`)) continue;
      wanted.set(`${place}\0${own}`, 1);
      return own;
    }
  };
}

const cut = (text: string, characters: number): string =>
  text.length <= characters ? text : characters === 0 ? '' : `${text.slice(0, characters - 1).toWellFormed()}…`;

/** Colours are for a terminal; of other control characters a text only needs its lines and tabs. */
const inert = (text: string): string =>
  withoutSequences(text)
    .replaceAll('\r\n', '\n')
    // eslint-disable-next-line no-control-regex -- taking them out is the purpose
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .toWellFormed();
