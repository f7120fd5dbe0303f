/** What the stages of a run print, for `slipway logs`. */
import { lastState } from '../../../shared/domain/printed.ts';
import type { Run, Stage } from '../../../shared/domain/run.ts';
import { fail } from '../../../shared/problem.ts';
import type { Answer, Session } from './session.ts';
import { inert, inertPart, type Paint, paintFor } from './text.ts';
import { iso } from './time.ts';

interface OutputOptions {
  readonly stage?: string | undefined;
  readonly follow: boolean;
}

interface Line {
  readonly source: string;
  readonly at: number;
  readonly text: string;
}

/** Prints the output of one stage, or of each that has one, in the order of the stages. */
export async function printOutput(session: Session, run: Run, { stage, follow }: OutputOptions): Promise<Answer> {
  const { terminal } = session;
  const stages = run.stages.filter(({ name }) => stage === undefined || name === stage);
  if (stages.length === 0)
    throw fail('usage.no-such-stage', `Run ${run.id} has no stage "${stage ?? ''}".`, {
      hint: `Its stages: ${run.stages.map(({ name }) => name).join(', ')}.`,
    });
  const paint = paintFor(terminal, 'out');
  const over = new AbortController();
  const release = terminal.onInterrupt(() => over.abort());
  const lines: Line[] = [];
  const beginning = (line: Line): string => (stages.length > 1 ? `${paint('dim', inert(line.source))} ` : '');
  try {
    for (const one of stages)
      for await (const line of printedBy(session, run, one, follow, over.signal)) {
        if (session.json) lines.push(line);
        else terminal.out(`${beginning(line)}${safe(line.text, paint)}\n`);
      }
  } finally {
    release();
  }
  return {
    json: { lines: lines.map((line, seq) => ({ ...line, seq, at: iso(line.at), text: inert(line.text) })) },
    text: '',
  };
}

/** Stages that are declared have an output; what Slipway's own say stands in the log of their operation. */
async function* printedBy(
  session: Session,
  run: Run,
  stage: Stage,
  follow: boolean,
  signal: AbortSignal,
): AsyncGenerator<Line> {
  if (stage.kind === 'command' || stage.kind === 'gate') {
    yield* linesOf(session, run, stage.name, follow, signal);
    return;
  }
  const operation = stage.operation ?? (stage.kind === 'deploy' ? null : run.id);
  if (operation === null) return;
  const own = stage.kind === 'build' ? /^image\./ : stage.kind === 'release' ? /^release\./ : /(?:)/;
  for await (const { source, at, text } of session.client.stream('operation.logs', { operation, follow }, signal))
    if (own.test(source)) yield { source: stage.name, at, text };
}

/** More of a line that does not end is not kept back. */
const longestCharacters = 64 * 1024;

async function* linesOf(
  { client }: Session,
  { project, id }: Run,
  stage: string,
  follow: boolean,
  signal: AbortSignal,
): AsyncGenerator<Line> {
  let begun = '';
  let at = 0;
  for await (const chunk of client.stream('run.output', { project, run: id, stage, follow }, signal)) {
    at = chunk.at;
    const lines = (begun + chunk.text).split('\n');
    begun = lines.pop() ?? '';
    for (const text of lines) yield { source: stage, at, text: lastState(text) };
    if (begun.length > longestCharacters) {
      yield { source: stage, at, text: lastState(begun) };
      begun = '';
    }
  }
  if (begun !== '') yield { source: stage, at, text: lastState(begun) };
}

// eslint-disable-next-line no-control-regex -- colours are the one thing that may reach the terminal
const colour = /(\u001b\[[\d;:]*m)/;

/** A line of somebody else's: its colours on a terminal that has some, and nothing else that it would act on. */
function safe(line: string, paint: Paint): string {
  const coloured = paint('reset', '') !== '';
  if (!coloured) return inert(line);
  const parts = line.split(colour).map((part) => (colour.test(part) ? part : inertPart(part)));
  return `${parts.join('')}\u001b[0m`;
}
