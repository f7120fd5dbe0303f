/** `slipway logs`: what an operation, the stages of a run, or the containers of an environment said. */
import type { LogLine } from '../../../shared/api/operations.ts';
import { fail } from '../../../shared/problem.ts';
import { findOperation } from './operations.ts';
import { printOutput } from './run-output.ts';
import { findRun } from './run-view.ts';
import type { Answer, Session } from './session.ts';
import { inert, paintFor } from './text.ts';
import { type AddVerb, wholeNumber, withExamples } from './verb.ts';
import { logLineView } from './views.ts';

interface LogOptions {
  readonly follow?: boolean;
  readonly tail: number;
  readonly service?: string;
  readonly stage?: string;
}

export const addLogs: AddVerb = (program, run) => {
  const verb = program
    .command('logs')
    .description("Print the output of a run's stages, the log of an operation, or of an environment's containers.");
  verb
    .argument('<run|operation|environment>', "a run's or operation's id, or an environment's name")
    .option('-f, --follow', 'go on as lines come');
  verb
    .option('--tail <n>', 'how many lines of an environment to begin with', wholeNumber(0, 10_000), 200)
    .option('--service <name>', 'only of this service of the environment')
    .option('--stage <name>', 'only of this stage of the run');
  withExamples(verb, 'logs production --follow --service web', 'logs 4f1c --stage test --follow', 'logs 01K9Z3 --json');
  verb.action((what: string, options: LogOptions) => run((session) => logs(session, what, options)));
};

async function logs(session: Session, what: string, options: LogOptions): Promise<Answer> {
  if (session.json && options.follow)
    throw fail('usage.arguments', 'A log that is followed has no end, and so no one JSON document.', {
      hint: 'Leave out --follow or --json.',
    });
  const meant = await meaning(session, what);
  if (meant.run !== undefined) {
    const run = await findRun(session, meant.run);
    return printOutput(session, run, { stage: options.stage, follow: options.follow ?? false });
  }
  const over = new AbortController();
  const release = session.terminal.onInterrupt(() => over.abort());
  const paint = paintFor(session.terminal, 'out');
  const lines: LogLine[] = [];
  try {
    for await (const line of open(session, meant, options, over.signal)) {
      if (session.json) lines.push(line);
      else
        session.terminal.out(
          `${paint('dim', inert(line.source))} ${line.stream === 'note' ? paint('cyan', inert(line.text)) : inert(line.text)}\n`,
        );
    }
  } finally {
    release();
  }
  return { json: { lines: lines.map(logLineView) }, text: '' };
}

/** What a person names: one of these. */
interface Meaning {
  readonly environment?: { readonly project: string; readonly name: string };
  readonly run?: string;
  readonly operation?: string;
}

/** An environment of the project goes before an operation; the ids of operations are no names that anybody gives. */
async function meaning(session: Session, what: string): Promise<Meaning> {
  const project = await session.project().catch(() => null);
  const environments = project
    ? (await session.client.call('project.status', { project: project.id })).environments
    : [];
  if (project && environments.some(({ name }) => name === what))
    return { environment: { project: project.id, name: what } };
  const operation = await findOperation(session, what).catch(() => null);
  if (operation) return operation.kind === 'run' ? { run: operation.id } : { operation: operation.id };
  const names = environments.map(({ name }) => name).join(', ');
  throw fail('usage.nothing-to-log', `"${what}" is neither an environment, nor a run or an operation.`, {
    hint: `${names ? `Environments: ${names}. ` : ''}"slipway runs" and "slipway operations" list the others.`,
  });
}

function open(
  { client }: Session,
  { environment, operation }: Meaning,
  { tail, service, follow = false }: LogOptions,
  signal: AbortSignal,
): AsyncIterable<LogLine> {
  if (environment === undefined) return client.stream('operation.logs', { operation: operation ?? '', follow }, signal);
  const of = { project: environment.project, environment: environment.name };
  return client.stream('environment.logs', { ...of, tail, follow, ...(service !== undefined && { service }) }, signal);
}
