/** `slipway hold`: nothing automatic comes to an environment, until somebody lets it. */
import { fail } from '../../../shared/problem.ts';
import type { Answer, Session } from './session.ts';
import { inert } from './text.ts';
import { iso } from './time.ts';
import { type AddVerb, withExamples } from './verb.ts';

interface HoldOptions {
  readonly why?: string;
  readonly lift?: boolean;
}

export const addHold: AddVerb = (program, run) => {
  const verb = program
    .command('hold')
    .description('Pause automation for an environment, or let it go on.')
    .argument('<environment>')
    .option('--why <text>', 'why nothing may come by itself')
    .option('--lift', 'let automation go on');
  withExamples(verb, 'hold production --why "Black Friday"', 'hold production --lift');
  verb.action((environment: string, options: HoldOptions) => run((session) => hold(session, environment, options)));
};

async function hold(session: Session, environment: string, { why, lift = false }: HoldOptions): Promise<Answer> {
  if (lift === (why !== undefined))
    throw fail('usage.one-of', 'Say either --why, to hold, or --lift, to let go.', {
      hint: `slipway hold ${environment} --why "…"`,
    });
  const project = (await session.project()).id;
  const { hold: held } = await session.client.call('environment.hold', { project, environment, why: why ?? null });
  const name = inert(environment);
  return {
    json: { environment, hold: held && { ...held, at: iso(held.at) } },
    text: held ? `${name} is on hold: ${inert(held.why)}\n` : `${name} is not on hold.\n`,
  };
}
