/** `slipway hotfix resolve`: settling the conflict of a pick. */
import { readFile } from 'node:fs/promises';
import { resolve as absolute } from 'node:path';
import type { LaneStatus, Settlement } from '../../../shared/domain/hotfix.ts';
import { fail } from '../../../shared/problem.ts';
import { editLane, findLane, findPick } from './lane-view.ts';
import { startingFolder } from './session.ts';
import type { Terminal } from './terminal.ts';
import { type AddVerb, withExamples } from './verb.ts';

const choices = ['ours', 'theirs', 'base', 'delete'] as const;

export const addResolve: AddVerb = (group, run) => {
  const verb = group
    .command('resolve')
    .description('Settle the conflict of a pick, and go on with the picks behind it.');
  verb
    .argument('<lane>', 'its id or its branch')
    .option('--pick <pick>', 'which, by place or commit (default: the one that conflicts)')
    .requiredOption(
      '--file <path=choice>',
      'how a file is settled: ours, theirs, base, delete, or @FILE with its text; again for each file',
      (text: string, before: string[] | undefined) => [...(before ?? []), text],
    );
  withExamples(verb, 'hotfix resolve release/hotfix-2026-11-21 --file src/till.ts=@/tmp/till.ts --file old.txt=delete');
  verb.action((text: string, options: { pick?: string; file: string[] }) =>
    run(async (session) => {
      const found = await findLane(session, text);
      const { project, id: lane, version } = found;
      const pick = options.pick === undefined ? conflicting(found) : findPick(found, options.pick).id;
      const files = await Promise.all(options.file.map((one) => settlementOf(one, session.terminal)));
      return editLane(
        session,
        (key) => session.client.call('hotfix.resolve', { project, lane, version, pick, files, key }),
        { tries: true },
      );
    }),
  );
};

function conflicting(lane: LaneStatus): string {
  const pick = lane.picks.find(({ state }) => state === 'conflict');
  if (pick) return pick.id;
  throw fail('conflict.no-conflict', `Nothing conflicts in ${lane.branch}.`, { hint: 'There is nothing to settle.' });
}

/** A path may hold “=”: what is chosen stands behind the last one. */
async function settlementOf(text: string, terminal: Terminal): Promise<Settlement> {
  const at = text.lastIndexOf('=');
  const path = text.slice(0, at);
  const value = text.slice(at + 1);
  const choice = choices.find((one) => one === value);
  if (at > 0 && choice) return { path, choice };
  if (at <= 0 || !value.startsWith('@'))
    throw fail('usage.settlement', `"${text}" is not PATH=CHOICE.`, {
      hint: `The choices are ${choices.join(', ')}, or @FILE.`,
    });
  const file = absolute(startingFolder(terminal), value.slice(1));
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fail('usage.no-such-file', `${file} cannot be read.`, {
      hint: 'Write the settled text there.',
      cause: error,
    });
  });
  return { path, choice: 'content', content };
}
