/** `slipway rollback`: an environment back to an earlier good revision. */
import { fail, ProblemError } from '../../../shared/problem.ts';
import { findRelease } from './find-release.ts';
import { carryOut, type OperationOptions } from './follow.ts';
import { previewAnswer, previewText } from './preview.ts';
import { deploymentText } from './progress.ts';
import { rollbackAll } from './rollback-all.ts';
import type { Answer, Session } from './session.ts';
import { paintFor } from './text.ts';
import { type AddVerb, startsOperation, withExamples } from './verb.ts';
import { deploymentView, planView } from './views.ts';

type RollbackOptions = OperationOptions & { to?: string; reject?: string };

export const addRollback: AddVerb = (program, run) => {
  const verb = program.command('rollback').description('Take an environment back to an earlier good revision.');
  verb
    .argument('<environment...>', 'one, or several that begin together or not at all')
    .option('--to <revision|release>', 'a revision number, or a release (default: the previous good revision)');
  verb.option('--why <text>', 'for the record');
  verb.option('--reject <why>', 'why the release that leaves may never come back anywhere');
  startsOperation(verb, 'say what would come back and what would leave, and change nothing');
  withExamples(
    verb,
    'rollback production --why "checkout is slow"',
    'rollback staging --to 12 --dry-run',
    'rollback production --reject "loses carts"',
  );
  verb.action((environments: string[], options: RollbackOptions) =>
    run((session) => {
      const [environment = '', ...others] = environments;
      if (others.length === 0) return rollback(session, environment, options);
      if (options.to !== undefined)
        throw fail('usage.to', '--to is for one environment: each has revisions of its own.', {
          hint: 'Without it each goes back to its previous good revision.',
        });
      return rollbackAll(session, environments, options);
    }),
  );
};

async function rollback(session: Session, environment: string, options: RollbackOptions): Promise<Answer> {
  const { client, terminal } = session;
  const project = (await session.project()).id;
  const to =
    options.to === undefined ? {} : { to: revisionNumber(options.to) ?? (await findRelease(session, options.to)).id };
  const preview = await client.call('rollback.preview', { project, environment, ...to });
  if (options.dryRun) return previewAnswer(session, preview);
  if (preview.refusal) throw new ProblemError(preview.refusal);
  if (!session.json && !options.events) terminal.err(previewText({ ...preview, steps: [] }, paintFor(terminal, 'err')));
  const why = {
    ...(options.why === undefined ? {} : { why: options.why }),
    ...(options.reject === undefined ? {} : { reject: options.reject }),
  };
  // What was shown is what runs: another plan by then is a conflict.
  const plan = preview.plan === null ? {} : { plan: preview.plan };
  const { operation, exitCode } = await carryOut(
    session,
    options,
    async (key) =>
      (await client.call('rollback.start', { project, environment, ...to, ...plan, ...why, key })).operation,
  );
  return {
    json: { ...deploymentView(operation), plan: planView(preview) },
    text: deploymentText(operation),
    exitCode,
    events: options.events ?? false,
  };
}

/** `12` and `r12` are revisions; seven digits and more are the beginning of a commit. */
export function revisionNumber(text: string): number | null {
  const digits = /^r?(\d{1,6})$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
