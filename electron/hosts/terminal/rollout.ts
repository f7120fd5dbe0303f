/** `slipway rollout`: how the rollout of an environment stands, and a hand on it. */
import type { RolloutState } from '../../../shared/domain/rollout.ts';
import { fail } from '../../../shared/problem.ts';
import type { Answer, Session } from './session.ts';
import { inert, type Paint, paintFor, table } from './text.ts';
import { duration, isoOrNull } from './time.ts';
import { type AddVerb, withExamples } from './verb.ts';

interface RolloutOptions {
  readonly pause?: boolean;
  readonly proceed?: boolean;
  readonly promote?: boolean;
  readonly why?: string;
}

export const addRollout: AddVerb = (program, run) => {
  const verb = program
    .command('rollout')
    .description('Show how a rollout stands; pause it, go on with it, or promote now.')
    .argument('<environment>')
    .option('--pause', 'hold it where it is, until somebody goes on')
    .option('--proceed', 'go on with one that was paused')
    .option('--promote', 'send all traffic to the new release now')
    .option('--why <text>', 'for the record');
  withExamples(verb, 'rollout production', 'rollout production --pause --why "looking at the errors"');
  verb.action((environment: string, options: RolloutOptions) =>
    run((session) => rollout(session, environment, options)),
  );
};

async function rollout(session: Session, environment: string, options: RolloutOptions): Promise<Answer> {
  const { client, terminal } = session;
  const asks = (['pause', 'proceed', 'promote'] as const).filter((ask) => options[ask]);
  if (asks.length > 1)
    throw fail('usage.one-of', `Only one of ${asks.map((ask) => `--${ask}`).join(', ')} can be asked at a time.`);
  const operation = await operationAt(session, environment);
  const why = options.why === undefined ? {} : { why: options.why };
  const state = await stateAfter(client, asks[0], operation, why);
  if (!state)
    throw fail('conflict.no-rollout', `What is at work in ${environment} moves no traffic.`, {
      hint: `See it with slipway logs ${operation} --follow.`,
    });
  return { json: { rollout: rolloutView(state) }, text: rolloutText(state, terminal.now(), paintFor(terminal, 'out')) };
}

async function operationAt(session: Session, environment: string): Promise<string> {
  const project = (await session.project()).id;
  const { status } = await session.client.call('environment.get', { project, environment });
  if (status.operation) return status.operation.id;
  throw fail('conflict.no-rollout', `Nothing is rolled out to ${environment} now.`, {
    hint: `slipway history --env ${environment} tells what was.`,
  });
}

async function stateAfter(
  client: Session['client'],
  ask: 'pause' | 'proceed' | 'promote' | undefined,
  operation: string,
  why: { readonly why?: string },
): Promise<RolloutState | null> {
  switch (ask) {
    case 'pause':
      return (await client.call('rollout.pause', { operation, ...why })).rollout;
    case 'proceed':
      return (await client.call('rollout.proceed', { operation })).rollout;
    case 'promote':
      return (await client.call('rollout.promote', { operation, ...why })).rollout;
    case undefined:
      return (await client.call('rollout.get', { operation })).rollout;
  }
}

const rolloutView = ({ holdsUntil, paused, checks, ...rest }: RolloutState): object => ({
  ...rest,
  holdsUntil: isoOrNull(holdsUntil),
  paused: paused && { ...paused, at: isoOrNull(paused.at) },
  checks: checks.map((check) => ({ ...check, at: isoOrNull(check.at) })),
});

function rolloutText(state: RolloutState, now: number, paint: Paint): string {
  const { paused, holdsUntil, share } = state;
  const revision = (number: number | null): string => (number === null ? 'nothing' : `r${String(number)}`);
  const goes =
    share === null
      ? paint('yellow', 'the load balancer does not answer')
      : `${String(share)} % of the traffic goes to the new release (stable ${revision(state.stable)}, canary ${revision(state.canary)})`;
  const waits = paused
    ? paint('yellow', `paused by ${inert(paused.by)}${paused.why === null ? '' : `: ${inert(paused.why)}`}`)
    : holdsUntil === null
      ? ''
      : `goes on in ${duration(Math.max(0, holdsUntil - now))}`;
  const stops = state.stops.map(
    (stop, index) => `${index === state.at ? '▸' : index < state.at ? '✓' : ' '} ${String(stop.share)} %`,
  );
  const checks = state.checks.map(({ check, verdict, detail }) => [inert(check), verdict, inert(detail)]);
  return [
    `${paint('bold', inert(state.environment))}  ${state.strategy}  ${goes}`,
    ...(waits === '' ? [] : [waits]),
    ...(stops.length > 0 ? [stops.join('  ')] : []),
    ...(checks.length > 0 ? [table(['CHECK', 'VERDICT', ''], checks, '').trimEnd()] : []),
    '',
  ].join('\n');
}
