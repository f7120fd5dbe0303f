/** `slipway operations`, `resume`, `abort`: the work under way. */
import type { Operation } from '../../../shared/domain/operation.ts';
import { fail } from '../../../shared/problem.ts';
import { carryOut, type OperationOptions } from './follow.ts';
import { deploymentText } from './progress.ts';
import type { Answer, Session } from './session.ts';
import { clip, inert, type Paint, paintFor, table } from './text.ts';
import { age } from './time.ts';
import { type AddVerb, wholeNumber, withExamples } from './verb.ts';
import { deploymentView, operationView } from './views.ts';

export const addOperations: AddVerb = (program, run) => {
  const verb = program.command('operations').description('List operations, newest first.');
  verb
    .option('--open', 'only those that are not over')
    .option('--all', 'of every project')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 30);
  withExamples(verb, 'operations --open');
  verb.action((options: { open?: boolean; all?: boolean; limit: number }) =>
    run(async (session): Promise<Answer> => {
      const where = options.all ? {} : { project: (await session.project()).id };
      const { operations } = await session.client.call('operation.list', {
        ...where,
        open: options.open ?? false,
        limit: options.limit,
      });
      const paint = paintFor(session.terminal, 'out');
      return {
        json: { operations: operations.map(operationView) },
        text: operationsText(operations, session.terminal.now(), paint),
      };
    }),
  );
};

const tones: Record<Operation['status'], 'green' | 'yellow' | 'red' | 'cyan'> = {
  running: 'cyan',
  waiting: 'cyan',
  'needs-attention': 'yellow',
  done: 'green',
  failed: 'red',
  aborted: 'yellow',
};

export function operationsText(operations: readonly Operation[], now: number, paint: Paint): string {
  const rows = operations.map((operation) => [
    operation.id,
    paint(tones[operation.status], operation.status),
    inert(operation.environment ?? ''),
    clip(inert(operation.title), 60),
    age(operation.startedAt, now),
    inert(operation.by),
    clip(inert(operation.problem?.message ?? ''), 80),
  ]);
  return table(['OPERATION', 'STATUS', 'ENVIRONMENT', 'WHAT', 'STARTED', 'BY', 'PROBLEM'], rows, 'No operations.');
}

const waits = [
  'wait for the end, with progress on standard error (default in a terminal)',
  'answer at once',
  'wait, and print its events on standard output',
] as const;

export const addResume: AddVerb = (program, run) => {
  const verb = program
    .command('resume')
    .description('Go on with an operation that needs attention.')
    .argument('<operation>', 'its id, or a unique beginning of it');
  verb.option('--wait', waits[0]).option('--no-wait', waits[1]).option('--events', waits[2]);
  withExamples(verb, 'resume 01K9Z3 --wait');
  verb.action((id: string, options: OperationOptions) =>
    run((session) =>
      change(
        session,
        id,
        options,
        async (operation) => (await session.client.call('operation.resume', { operation })).operation,
      ),
    ),
  );
};

export const addAbort: AddVerb = (program, run) => {
  const verb = program
    .command('abort')
    .description('Stop an operation and undo what it did.')
    .argument('<operation>', 'its id, or a unique beginning of it');
  verb
    .option('--why <text>', 'for the record')
    .option('--wait', waits[0])
    .option('--no-wait', waits[1])
    .option('--events', waits[2]);
  withExamples(verb, 'abort 01K9Z3 --why "wrong release"');
  verb.action((id: string, options: OperationOptions) =>
    run(async (session) => {
      const why = options.why === undefined ? {} : { why: options.why };
      const answer = await change(
        session,
        id,
        options,
        async (operation) => (await session.client.call('operation.abort', { operation, ...why })).operation,
      );
      // Aborted is what was asked for.
      return answer.status === 'aborted' ? { ...answer, exitCode: 0 } : answer;
    }),
  );
};

async function change(
  session: Session,
  text: string,
  options: OperationOptions,
  act: (id: string) => Promise<Operation>,
): Promise<Answer & { status: Operation['status'] }> {
  const { id } = await findOperation(session, text);
  const { operation, exitCode } = await carryOut(session, options, () => act(id));
  return {
    status: operation.status,
    json: deploymentView(operation),
    text: deploymentText(operation),
    exitCode,
    events: options.events ?? false,
  };
}

/**
 * The operation that a text means: its id, or the unique beginning of one of the newest 200.
 *
 * @throws ProblemError `usage.no-such-operation`, `usage.ambiguous-operation`
 */
export async function findOperation(session: Session, text: string): Promise<Operation> {
  const { operations } = await session.client.call('operation.list', { limit: 200 });
  const begun = operations.filter(({ id }) => id.startsWith(text));
  const [only, ...others] = begun;
  if (only !== undefined && others.length === 0) return only;
  const exact = begun.find(({ id }) => id === text);
  if (exact) return exact;
  if (only !== undefined)
    throw fail('usage.ambiguous-operation', `"${text}" fits ${begun.length} operations.`, {
      hint: `Write more of it: ${begun
        .slice(0, 8)
        .map(({ id }) => id)
        .join(', ')}.`,
    });
  return (await session.client.call('operation.get', { operation: text })).operation;
}
