/** `slipway audit`: whether the history is what was written. */
import type { Answer, Session } from './session.ts';
import { inert, paintFor } from './text.ts';
import { type AddVerb, withExamples } from './verb.ts';

export const addAudit: AddVerb = (program, run) => {
  const verb = program.command('audit').description('Recompute the hash chain of the history.');
  verb.option('--verify', 'end with code 1 if anything was edited or damaged');
  withExamples(verb, 'audit --verify', 'audit --json');
  verb.action((options: { verify?: boolean }) => run((session) => audit(session, options.verify ?? false)));
};

async function audit(session: Session, verify: boolean): Promise<Answer> {
  const found = await session.client.call('audit.verify', {});
  const paint = paintFor(session.terminal, 'out');
  const verdict = found.valid
    ? `${paint('green', '✓')} The history is whole: ${found.events} events.\n`
    : `${paint('red', '✗')} The history was edited or damaged${found.brokenAt === null ? '' : `, first at event ${found.brokenAt}`}.\n`;
  return {
    json: found,
    text: `${verdict}${found.integrity.map((line) => `  ${inert(line)}\n`).join('')}  head ${found.head}\n`,
    exitCode: verify && !found.valid ? 1 : 0,
  };
}
