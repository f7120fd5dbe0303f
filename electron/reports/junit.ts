/** JUnit XML, as the many programs that write it do: suites in suites, and what a test said as text or attribute. */
import { gathered, msOfSeconds, unreadable, type ReportFormat, type Sink, type ToldTest } from './report.ts';
import { readXml } from './xml.ts';

type Attributes = Readonly<Record<string, string>>;

/** A test on its way to its end. */
interface Open {
  readonly attributes: Attributes;
  readonly said: ReturnType<typeof gathered>;
  status: ToldTest['status'];
  todo: boolean;
}

const outcomes = new Map<string, 'failed' | 'skipped'>([
  ['failure', 'failed'],
  ['error', 'failed'],
  ['skipped', 'skipped'],
]);

export const junit: ReportFormat = {
  named: /\.xml$/i,
  async read(pieces, sink) {
    const suites: Attributes[] = [];
    let root: string | null = null;
    let test: Open | null = null;
    /** The element whose text is what the test says. */
    let saying: string | null = null;
    await readXml(pieces, {
      open(name, attributes) {
        root ??= rootOf(name);
        const outcome = outcomes.get(name);
        if (name === 'testsuite') suites.push(attributes);
        else if (name === 'testcase') test = { attributes, said: gathered(), status: 'passed', todo: false };
        else if (test && saying === null && outcome) {
          // One that fails as what skipped it is cleaned up has failed; one that is still to be done may fail.
          test.todo ||= name === 'skipped' && attributes['type'] === 'todo';
          if (test.status !== 'failed') test.status = test.todo ? 'skipped' : outcome;
          saying = name;
          test.said.add(attributes['message'] ? `${attributes['message']}\n` : '');
        }
      },
      text(piece) {
        if (saying !== null) test?.said.add(piece);
      },
      close(name) {
        if (name === saying) saying = null;
        else if (name === 'testsuite') suites.pop();
        else if (name === 'testcase' && test) {
          tell(test, suites, sink);
          test = null;
        }
      },
    });
  },
};

function rootOf(name: string): string {
  if (name === 'testsuites' || name === 'testsuite') return name;
  throw unreadable(`It is no JUnit report: it begins with <${name.slice(0, 100)}>.`);
}

function tell({ attributes, said, status }: Open, suites: readonly Attributes[], sink: Sink): void {
  const suite = suites.at(-1) ?? {};
  sink.test({
    suite: attributes['classname'] || suite['name'] || '',
    name: attributes['name'] ?? '',
    file: attributes['file'] || suite['file'] || suite['filepath'] || null,
    status,
    ms: msOfSeconds(attributes['time']),
    message: messageOf(said.text()),
  });
}

/** Many write the beginning of the text as the attribute too: it is said once. */
function messageOf(said: string): string | null {
  const text = said.trim();
  const end = text.indexOf('\n');
  const [first, rest] = [text.slice(0, end).trim(), text.slice(end).trim()];
  return (end > 0 && rest.startsWith(first) ? rest : text) || null;
}
