/** `slipway promote`: a release to the next environment. */
import { findRelease } from './find-release.ts';
import { carryOut, type OperationOptions } from './follow.ts';
import { previewAnswer } from './preview.ts';
import { deploymentText } from './progress.ts';
import type { Answer, Session } from './session.ts';
import { type AddVerb, startsOperation, withExamples } from './verb.ts';
import { deploymentView } from './views.ts';

type PromoteOptions = OperationOptions & { to: string; lose?: string };

export const addPromote: AddVerb = (program, run) => {
  const verb = program.command('promote').description('Promote a release to an environment.');
  verb
    .argument('<release>', 'its id, a unique beginning of it, its commit, or its tag')
    .requiredOption('--to <environment>', 'where to');
  verb.option('--why <text>', 'for the record');
  verb.option('--lose <why>', 'why it may take changes out of production that it lacks');
  startsOperation(verb, 'show exactly what would happen, and change nothing');
  withExamples(verb, 'promote v1.4.0 --to staging', 'promote 3f2a1c9 --to production --dry-run');
  verb.action((release: string, options: PromoteOptions) => run((session) => promote(session, release, options)));
};

async function promote(session: Session, text: string, options: PromoteOptions): Promise<Answer> {
  const project = (await session.project()).id;
  const asked = { project, release: (await findRelease(session, text)).id, to: options.to };
  if (options.dryRun)
    return previewAnswer(
      session,
      await session.client.call('promotion.preview', { ...asked, lose: options.lose !== undefined }),
    );
  const why = {
    ...(options.why === undefined ? {} : { why: options.why }),
    ...(options.lose === undefined ? {} : { lose: options.lose }),
  };
  const { operation, exitCode } = await carryOut(
    session,
    options,
    async (key) => (await session.client.call('promotion.start', { ...asked, ...why, key })).operation,
  );
  return {
    json: deploymentView(operation),
    text: deploymentText(operation),
    exitCode,
    events: options.events ?? false,
  };
}
