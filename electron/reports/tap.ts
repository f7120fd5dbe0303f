/** The Test Anything Protocol, with subtests. */
import { Parser, type FinalResults, type Result } from 'tap-parser';
import { linesOf } from './lines.ts';
import { gathered, unreadable, type ReportFormat, type Sink } from './report.ts';

/** What the parser is given: all else it would keep, without limit, for somebody who asks. */
const telling = /^ {0,80}(?:(?:not )?ok\b|\d+\.\.\d+|TAP version \d|Bail out!|# Subtest\b|\}\s*$|\{\s*$)/i;
const point = /^ *(?:not )?ok\b/;
const blockBegin = /^ +---\s*$/;

export const tap: ReportFormat = {
  named: /\.tap$/i,
  async read(pieces, sink) {
    const said = sayings();
    let found = false;
    let results: FinalResults | null = null;
    const parser = new Parser((all) => {
      results = all;
    });
    parser.on('result', (result: Result) => {
      found = true;
      tell(result, said.taken(), sink);
    });
    parser.on('bailout', (why: string) => {
      found = true;
      sink.test({ suite: '', name: 'Bail out!', file: null, status: 'failed', ms: null, message: why || null });
    });
    for await (const lines of linesOf(pieces))
      for (const line of lines) {
        const more = said.more(line);
        if (more !== null) parser.write(more);
      }
    parser.end();
    requireWhole(results, found);
  },
};

/** Takes the blocks below tests out of the lines: their text is told as it stands, so nobody has to read them as YAML. */
function sayings(): { more(line: string): string | null; taken(): string } {
  let said = gathered();
  /** The indent of the block that goes on. */
  let block: string | null = null;
  let afterPoint = false;
  return {
    /** What the parser is to be told of a line; null for nothing. */
    more(line) {
      // What is indented less is not in the block any more, however it ended.
      if (block !== null && line !== '' && !line.startsWith(block)) block = null;
      if (block !== null) {
        if (line.trimEnd() !== `${block}...`) {
          said.add(`${line.slice(block.length)}\n`);
          return null;
        }
        // A subtest may follow, and does so only where the parser has seen the block.
        const seen = `${block}---\n${block}said: true\n${block}...\n`;
        block = null;
        return seen;
      }
      if (afterPoint && blockBegin.test(line)) block = line.slice(0, line.indexOf('-'));
      else if (telling.test(line)) {
        afterPoint = point.test(line);
        return `${line}\n`;
      }
      return null;
    },
    taken() {
      const text = said.text();
      said = gathered();
      return text;
    },
  };
}

function tell({ name, fullname, ok, skip, todo, time }: Result, said: string, sink: Sink): void {
  const suite = fullname.endsWith(name) ? fullname.slice(0, fullname.length - name.length).replace(/ > $/, '') : '';
  const status = skip || (todo && !ok) ? 'skipped' : ok ? 'passed' : 'failed';
  const why = typeof skip === 'string' ? skip : typeof todo === 'string' ? todo : '';
  sink.test({
    suite,
    name,
    file: null,
    status,
    ms: time ?? msIn(said),
    message: status === 'passed' ? null : said.trim() || why || null,
  });
}

/** Node and others tell the time in the block below a test. */
function msIn(said: string): number | null {
  const told = /^[ \t]*duration_ms: ?['"]?(\d+(?:\.\d+)?)/m.exec(said)?.[1];
  return told === undefined ? null : Number(told);
}

/** Who was killed in mid-run has no plan, or not all that it planned. */
function requireWhole(results: FinalResults | null, found: boolean): void {
  const { plan, count, bailout } = results ?? { plan: null, count: 0, bailout: false };
  if (!found && (plan?.end !== 0 || plan.comment === 'no tests found'))
    throw unreadable('It is no TAP: it has neither a test nor a plan.');
  if (bailout !== false || !plan) return;
  if (plan.start === null || plan.end === null) throw unreadable('It has no plan: it may have been cut off.');
  const planned = plan.end === 0 ? 0 : plan.end - plan.start + 1;
  if (planned !== count) throw unreadable(`It planned ${String(planned)} tests and has ${String(count)}.`);
}
