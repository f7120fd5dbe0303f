/** What a format of reports is: it reads one file in pieces and tells what it finds. */
import type { TestCase } from '../../shared/domain/run.ts';
import { fail, type ProblemError } from '../../shared/problem.ts';

/** A test as its report tells it: hostile text, of any length, and any number for its time. */
export type ToldTest = Omit<TestCase, 'newlyFailed' | 'flaky'>;

export interface Sink {
  /** Throws when no more are taken: reading on would be for nothing. */
  test(told: ToldTest): void;
  /** A line of code that could be run, and whether it was. */
  line(file: string, line: number, covered: boolean): void;
}

export interface ReportFormat {
  /** Of the files in a folder of reports, those that are of this format; all when none is by its name. */
  readonly named: RegExp;
  /**
   * Reads one file to its end with memory that does not grow with it. What was told before a fault is kept.
   *
   * @throws ProblemError `failed.report` with a sentence about what is wrong
   */
  read(pieces: AsyncIterable<Buffer>, sink: Sink): Promise<void>;
}

/** Says why a report could not be read, or not to its end. */
export const unreadable = (why: string): ProblemError => fail('failed.report', why);

/** More of a text than is kept of it: it is cut once secrets are out of it, for half a secret is not known for one. */
export const gatheredCharacters = 200_000;

/** Puts pieces of a text together as long as there is a use for more. */
export function gathered(): { add(piece: string): void; text(): string } {
  let text = '';
  return {
    add(piece) {
      if (text.length < gatheredCharacters) text += piece.slice(0, gatheredCharacters - text.length);
    },
    text: () => text,
  };
}

/** Seconds as reports write them, also with a comma between thousands, in milliseconds; not a number for anything else. */
export const msOfSeconds = (text: string | undefined): number =>
  Number(text?.replaceAll(',', '').trim() || Number.NaN) * 1000;
