/** How a verb is added to the program. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Answer, Session } from './session.ts';

/** Runs a verb's work in a session and keeps its answer for printing. */
export type Run = (work: (session: Session) => Promise<Answer>) => Promise<void>;
export type AddVerb = (program: Command, run: Run) => void;

/** The options of every verb that starts an operation. `preview` says what `--dry-run` answers. */
export function startsOperation(verb: Command, preview: string): Command {
  return verb
    .option('--wait', 'wait for the end, with progress on standard error (default in a terminal)')
    .option('--no-wait', 'answer as soon as it has started')
    .option(
      '--events',
      'wait, and print its events on standard output, one JSON document a line; the last is the result',
    )
    .option('--dry-run', preview);
}

/** Adds examples to a verb's help. */
export const withExamples = (verb: Command, ...lines: readonly string[]): Command =>
  verb.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ slipway ${line}`).join('\n')}`);

/** Reads a whole number of at least `least` for commander. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };
