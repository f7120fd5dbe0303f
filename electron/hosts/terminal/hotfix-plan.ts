/** `slipway hotfix plan`: what picks would do, in any repository. */
import { shortSha } from '../../../shared/domain/commit.ts';
import type { PickForecast, PickPlan } from '../../../shared/domain/hotfix.ts';
import type { Answer, Session } from './session.ts';
import { clip, inert, type Paint, paintFor, table } from './text.ts';
import { type AddVerb, wholeNumber, withExamples } from './verb.ts';

interface Options {
  readonly onto?: string;
  readonly mainline?: number;
  readonly prerequisites: boolean;
}

export const addHotfixPlan: AddVerb = (program, run) => {
  const verb = program
    .command('plan')
    .description('Forecast picks in order, without checking anything out. Needs no slipway.yaml.');
  verb
    .argument('<commit...>', 'commits, branches, ranges A..B, pull requests "#12"')
    .option('--onto <name>', 'an environment, a branch, a tag, lane:ID (default: the environment of kind production)')
    .option('--mainline <n>', 'for merges: the parent whose side is kept, counted from 1', wholeNumber(1, 1000))
    .option('--no-prerequisites', 'do not look for what a conflicting pick needs first');
  withExamples(
    verb,
    'hotfix plan 3f2a1c9 --onto production',
    'hotfix plan "#1204" --onto v2.3.1 --json',
    'hotfix plan main~3..main --onto release/2.3',
  );
  verb.action((commits: string[], options: Options) => run((session) => plan(session, commits, options)));
};

async function plan(session: Session, picks: string[], options: Options): Promise<Answer> {
  const project = (await session.project()).id;
  const found = await session.client.call('hotfix.plan', {
    project,
    picks,
    prerequisites: options.prerequisites,
    ...(options.onto === undefined ? {} : { onto: options.onto }),
    ...(options.mainline === undefined ? {} : { mainline: options.mainline }),
  });
  return { json: planView(found), text: planText(found, paintFor(session.terminal, 'out')) };
}

/** A plan as programs read it (DESIGN §5). */
function planView({ onto, picks, tree }: PickPlan): object {
  return {
    onto: onto.commit,
    ontoName: onto.name,
    picks: picks.map(
      ({ commit, subject, mainline, forecast, tree: after, files, prerequisites, presentAs, problem }) => ({
        commit,
        subject,
        mainline,
        forecast,
        tree: after,
        files,
        prerequisites,
        presentAs,
        problem,
      }),
    ),
    tree,
  };
}

const tones = { clean: 'green', conflict: 'red', present: 'cyan', empty: 'dim' } as const;

function planText({ onto, picks, tree }: PickPlan, paint: Paint): string {
  const rows = picks.map((pick) => [
    pick.problem === null ? paint(tones[pick.forecast], pick.forecast) : paint('yellow', 'unknown'),
    shortSha(pick.commit),
    clip(inert(pick.subject), 60),
    remark(pick),
  ]);
  const heading = `Onto ${paint('bold', inert(onto.name))} (${shortSha(onto.commit)})\n`;
  const listed = table(['FORECAST', 'COMMIT', 'SUBJECT', ''], rows, 'No picks.');
  const details = picks.map((pick) => conflictText(pick)).join('');
  const result = tree === null ? 'They do not all apply.\n' : `They apply: the tree would be ${shortSha(tree)}.\n`;
  return `${heading}${listed}${details}${result}`;
}

function remark({ forecast, files, presentAs, problem }: PickForecast): string {
  if (problem) return clip(inert(problem.message), 100);
  if (forecast === 'conflict') return `${String(files.length)} file${files.length === 1 ? '' : 's'}`;
  if (forecast === 'present') return presentAs === null ? 'in the target already' : `as ${shortSha(presentAs)}`;
  return forecast === 'empty' ? 'changes nothing' : '';
}

const filesShown = 20;

function conflictText({ commit, files, prerequisites }: PickForecast): string {
  if (files.length === 0) return '';
  const lines = files.slice(0, filesShown).map(({ path, kind, regions }) => {
    const where = regions === null ? '' : `, ${String(regions)} region${regions === 1 ? '' : 's'}`;
    return `  ${inert(path)}: ${kind}${where}`;
  });
  const more = files.length > filesShown ? [`  and ${String(files.length - filesShown)} more`] : [];
  const needs = prerequisites.length > 0 ? [`  It may need first: ${prerequisites.map(shortSha).join(', ')}`] : [];
  return `\n${shortSha(commit)} conflicts in\n${[...lines, ...more, ...needs].join('\n')}\n`;
}
