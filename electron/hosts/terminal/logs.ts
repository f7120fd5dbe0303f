/** `slipway logs`: what an operation, or the containers of an environment, said. */
import type { LogLine } from '../../../shared/api/operations.ts';
import { fail } from '../../../shared/problem.ts';
import { findOperation } from './operations.ts';
import type { Answer, Session } from './session.ts';
import { inert, paintFor } from './text.ts';
import { type AddVerb, wholeNumber, withExamples } from './verb.ts';
import { logLineView } from './views.ts';

interface LogOptions {
  readonly follow?: boolean;
  readonly tail: number;
  readonly service?: string;
}

export const addLogs: AddVerb = (program, run) => {
  const verb = program.command('logs').description("Print the log of an operation, or of an environment's containers.");
  verb
    .argument('<operation|environment>', "an operation's id, or an environment's name")
    .option('-f, --follow', 'go on as lines come');
  verb
    .option('--tail <n>', 'how many lines of an environment to begin with', wholeNumber(0, 10_000), 200)
    .option('--service <name>', 'only of this service of the environment');
  withExamples(verb, 'logs production --follow --service web', 'logs 01K9Z3 --json');
  verb.action((what: string, options: LogOptions) => run((session) => logs(session, what, options)));
};

async function logs(session: Session, what: string, options: LogOptions): Promise<Answer> {
  if (session.json && options.follow)
    throw fail('usage.arguments', 'A log that is followed has no end, and so no one JSON document.', {
      hint: 'Leave out --follow or --json.',
    });
  const over = new AbortController();
  const release = session.terminal.onInterrupt(() => over.abort());
  const paint = paintFor(session.terminal, 'out');
  const lines: LogLine[] = [];
  try {
    for await (const line of await open(session, what, options, over.signal)) {
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

/** An environment of the project goes before an operation; the ids of operations are no names that anybody gives. */
async function open(
  session: Session,
  what: string,
  { tail, service, follow = false }: LogOptions,
  signal: AbortSignal,
): Promise<AsyncIterable<LogLine>> {
  const { client } = session;
  const project = await session.project().catch(() => null);
  const environments = project ? (await client.call('project.status', { project: project.id })).environments : [];
  if (project && environments.some(({ name }) => name === what)) {
    return client.stream(
      'environment.logs',
      { project: project.id, environment: what, tail, follow, ...(service === undefined ? {} : { service }) },
      signal,
    );
  }
  const operation = await findOperation(session, what).catch(() => null);
  if (operation) return client.stream('operation.logs', { operation: operation.id, follow }, signal);
  const names = environments.map(({ name }) => name).join(', ');
  throw fail('usage.nothing-to-log', `"${what}" is neither an environment nor an operation.`, {
    hint: `${names ? `Environments: ${names}. ` : ''}"slipway operations" lists the operations.`,
  });
}
