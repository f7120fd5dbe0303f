/** `slipway init`: writes a slipway.yaml. */
import { Option } from 'commander';
import { presets } from '../../../shared/api/projects.ts';
import type { Answer, Session } from './session.ts';
import { inert } from './text.ts';
import { type AddVerb, withExamples } from './verb.ts';

export const addInit: AddVerb = (program, run) => {
  const verb = program
    .command('init')
    .description('Write a slipway.yaml from a preset, filled in from what the repository has.');
  verb.addOption(new Option('--preset <name>', 'which environments to begin with').choices(presets).default('full'));
  withExamples(verb, 'init --preset three', 'init --project ~/shop --json');
  verb.action((options: { preset: (typeof presets)[number] }) => run((session) => init(session, options.preset)));
};

async function init(session: Session, preset: (typeof presets)[number]): Promise<Answer> {
  const written = await session.client.call('project.init', { path: session.projectDirectory, preset });
  const notices = written.notices.map((notice) => `  ${inert(notice)}\n`).join('');
  return {
    json: written,
    text: `Wrote ${inert(written.file)} with ${written.environments.map(inert).join(', ')}.\n${notices}Commit it, then "slipway build".\n`,
  };
}
