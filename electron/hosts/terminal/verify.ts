/** `slipway verify`: the checks of an environment, now or as they were found before. */
import type { Verdict, Verification } from '../../../shared/domain/rollout.ts';
import type { Answer, Session } from './session.ts';
import { inert, type Paint, paintFor, table } from './text.ts';
import { age, iso } from './time.ts';
import { type AddVerb, withExamples } from './verb.ts';

interface VerifyOptions {
  readonly list?: boolean;
}

export const addVerify: AddVerb = (program, run) => {
  const verb = program
    .command('verify')
    .description('Run the checks of an environment; code 1 if one fails, 5 if one could not be judged.')
    .argument('<environment>')
    .option('--list', 'show what is declared, and what was found before');
  withExamples(verb, 'verify production', 'verify production --list --json');
  verb.action((environment: string, options: VerifyOptions) =>
    run((session) => (options.list ? list(session, environment) : verify(session, environment))),
  );
};

async function verify(session: Session, environment: string): Promise<Answer> {
  const project = (await session.project()).id;
  const { verification } = await session.client.call('verification.run', { project, environment });
  const paint = paintFor(session.terminal, 'out');
  return {
    json: { verification: view(verification) },
    text: `${paint('bold', inert(environment))}  r${String(verification.revision)}  ${verdict(verification.verdict, paint)}\n${checks(verification, paint)}`,
    exitCode: exitCodes[verification.verdict],
  };
}

/** Not judged is no success: somebody has to look. */
const exitCodes = { passed: 0, failed: 1, unjudged: 5 } satisfies Record<Verdict, number>;

async function list(session: Session, environment: string): Promise<Answer> {
  const project = (await session.project()).id;
  const found = await session.client.call('verification.list', { project, environment, limit: 20 });
  const paint = paintFor(session.terminal, 'out');
  const now = session.terminal.now();
  const declared = found.declared.map((line) => `  ${inert(line)}\n`).join('');
  const rows = found.verifications.map(({ revision, cause, endedAt, verdict: came, checks: all }) => [
    `r${String(revision)}`,
    cause,
    age(endedAt, now),
    came,
    inert(all.find((check) => check.verdict === 'failed')?.detail ?? ''),
  ]);
  return {
    json: { declared: found.declared, verifications: found.verifications.map(view) },
    text: `${declared === '' ? `${inert(environment)} declares no checks.\n` : `Declared:\n${declared}`}${table(['REVISION', 'CAUSE', 'WHEN', 'VERDICT', ''], rows, paint('dim', 'Nothing was verified yet.'))}`,
  };
}

const view = ({ startedAt, endedAt, checks: all, ...rest }: Verification): object => ({
  ...rest,
  startedAt: iso(startedAt),
  endedAt: iso(endedAt),
  checks: all.map((check) => ({ ...check, at: iso(check.at) })),
});

const checks = ({ checks: all }: Verification, paint: Paint): string =>
  all.map(({ check, detail, verdict: came }) => `  ${mark(came, paint)} ${inert(check)}  ${inert(detail)}\n`).join('');

const mark = (came: Verdict, paint: Paint): string =>
  came === 'passed' ? paint('green', '✓') : came === 'failed' ? paint('red', '✗') : paint('yellow', '?');
const verdict = (came: Verdict, paint: Paint): string =>
  came === 'passed'
    ? paint('green', 'passed')
    : came === 'failed'
      ? paint('red', 'failed')
      : paint('yellow', 'not judged');
