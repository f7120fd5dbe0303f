/** `slipway rollback` of several environments: all of them begin, or none. */
import { ProblemError } from '../../../shared/problem.ts';
import { type Carried, eventsSoFar, type OperationOptions, stayWith } from './follow.ts';
import { previewText } from './preview.ts';
import { deploymentText } from './progress.ts';
import type { Answer, Session } from './session.ts';
import { paintFor } from './text.ts';
import { deploymentView, planView } from './views.ts';

export async function rollbackAll(
  session: Session,
  environments: readonly string[],
  options: OperationOptions & { readonly reject?: string },
): Promise<Answer> {
  const { client, terminal } = session;
  const project = (await session.project()).id;
  const previews = await Promise.all(
    environments.map((environment) => client.call('rollback.preview', { project, environment })),
  );
  const text = (stream: 'out' | 'err'): string =>
    previews.map((preview) => previewText({ ...preview, steps: [] }, paintFor(terminal, stream))).join('\n');
  const refused = previews.find(({ refusal }) => refusal !== null)?.refusal;
  if (options.dryRun && !refused) return { json: { plans: previews.map(planView), operations: [] }, text: text('out') };
  if (refused) throw new ProblemError(refused);
  if (!session.json && !options.events) terminal.err(text('err'));
  const rollbacks = previews.map(({ environment, plan }) => ({ environment, ...(plan === null ? {} : { plan }) }));
  const after = await eventsSoFar(session, options);
  const { operations } = await client.call('rollback.startAll', {
    project,
    rollbacks,
    ...(options.why === undefined ? {} : { why: options.why }),
    ...(options.reject === undefined ? {} : { reject: options.reject }),
    key: terminal.key(),
  });
  const carried: Carried[] = [];
  // They go on at the same time; a person is told of one after the other.
  for (const begun of operations) carried.push(await stayWith(session, options, begun, after));
  return {
    json: {
      operations: carried.map(({ operation }) => deploymentView(operation)),
      plans: previews.map(planView),
    },
    text: carried.map(({ operation }) => deploymentText(operation)).join(''),
    exitCode: Math.max(...carried.map(({ exitCode }) => exitCode)),
    events: options.events ?? false,
  };
}
