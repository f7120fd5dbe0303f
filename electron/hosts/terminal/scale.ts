/** `slipway scale`: more or fewer containers of a service, while it serves. */
import { mostReplicas } from '../../../shared/domain/front.ts';
import { carryOut, type OperationOptions } from './follow.ts';
import { previewAnswer } from './preview.ts';
import { deploymentText } from './progress.ts';
import type { Answer, Session } from './session.ts';
import { type AddVerb, startsOperation, wholeNumber, withExamples } from './verb.ts';
import { deploymentView } from './views.ts';

export const addScale: AddVerb = (program, run) => {
  const verb = program
    .command('scale')
    .description('Change how many containers of a service run, without a new release.')
    .argument('<environment>')
    .argument('<service>')
    .argument('<replicas>', `how many, 0 to ${String(mostReplicas)}`, wholeNumber(0, mostReplicas))
    .option('--why <text>', 'for the record');
  startsOperation(verb, 'show exactly what would happen, and change nothing');
  withExamples(
    verb,
    'scale production web 4',
    'scale qa worker 0 --why "nothing to do"',
    'scale production web 2 --dry-run',
  );
  verb.action((environment: string, service: string, replicas: number, options: OperationOptions) =>
    run((session) => scale(session, { environment, service, replicas }, options)),
  );
};

async function scale(
  session: Session,
  wish: { readonly environment: string; readonly service: string; readonly replicas: number },
  options: OperationOptions,
): Promise<Answer> {
  const project = (await session.project()).id;
  if (options.dryRun) return previewAnswer(session, await session.client.call('scale.preview', { project, ...wish }));
  const why = options.why === undefined ? {} : { why: options.why };
  const { operation, exitCode } = await carryOut(
    session,
    options,
    async (key) => (await session.client.call('environment.scale', { project, ...wish, ...why, key })).operation,
  );
  return {
    json: { ...deploymentView(operation), service: wish.service, replicas: wish.replicas },
    text: deploymentText(operation),
    exitCode,
    events: options.events ?? false,
  };
}
