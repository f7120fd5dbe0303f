/** `slipway hotfix start`, `pick`, `arrange`, `undo`: what a lane holds. */
import { wholeNumber, type AddVerb, withExamples } from './verb.ts';
import { editLane, findLane, findPick } from './lane-view.ts';
import type { Answer, Session } from './session.ts';

interface StartOptions {
  readonly from?: string;
  readonly branch?: string;
  readonly mainline?: number;
  readonly why?: string;
}

export const addStart: AddVerb = (group, run) => {
  const verb = group
    .command('start')
    .description('Cut a lane from what an environment runs, and pick commits into it.');
  verb
    .argument('[commit...]', 'commits, ranges (A..B) and pull requests (#12), in order')
    .option('--from <environment|ref>', 'what it is cut from (default: production; a ref for a backport)')
    .option('--branch <name>', 'name of its branch (default: one that fits source.release and is free)')
    .option('--mainline <parent>', 'for merges, the parent whose side is kept', wholeNumber(1, 100))
    .option('--why <text>', 'for the record');
  withExamples(verb, 'hotfix start 3f2a1c9', 'hotfix start --from v1.4.0 --branch release/1.4 "#812"');
  verb.action((commits: string[], options: StartOptions) => run((session) => start(session, commits, options)));
};

async function start(session: Session, commits: readonly string[], options: StartOptions): Promise<Answer> {
  const project = (await session.project()).id;
  const { from, branch, mainline, why } = options;
  const picks = await requested(session, commits, from, mainline);
  const given = Object.fromEntries(Object.entries({ from, branch, why }).filter(([, value]) => value !== undefined));
  return editLane(session, (key) => session.client.call('hotfix.start', { project, picks, key, ...given }), {
    tries: true,
  });
}

/** One request for each commit; ranges and pull requests become the commits that they stand for. */
async function requested(
  session: Session,
  texts: readonly string[],
  onto: string | undefined,
  mainline: number | undefined,
): Promise<{ commit: string; mainline?: number }[]> {
  const parent = mainline === undefined ? {} : { mainline };
  if (!texts.some((text) => text.includes('..') || text.startsWith('#')))
    return texts.map((commit) => ({ commit, ...parent }));
  const project = (await session.project()).id;
  const plan = await session.client.call('hotfix.plan', {
    project,
    picks: [...texts],
    prerequisites: false,
    ...(onto === undefined ? {} : { onto }),
    ...parent,
  });
  return plan.picks.map((pick) => ({
    commit: pick.commit,
    ...(pick.mainline === null ? {} : { mainline: pick.mainline }),
  }));
}

export const addPick: AddVerb = (group, run) => {
  const verb = group.command('pick').description('Add commits to a lane.');
  verb
    .argument('<lane>', 'its id or its branch')
    .argument('<commit...>', 'commits, ranges (A..B) and pull requests (#12), in order')
    .option('--at <place>', 'where, from 1 (default: at the end)', wholeNumber(1, 1000))
    .option('--mainline <parent>', 'for merges, the parent whose side is kept', wholeNumber(1, 100));
  withExamples(verb, 'hotfix pick release/hotfix-2026-11-21 3f2a1c9 --at 1');
  verb.action((text: string, commits: string[], options: { at?: number; mainline?: number }) =>
    run(async (session) => {
      const { project, id: lane, version } = await findLane(session, text);
      const picks = await requested(session, commits, `lane:${lane}`, options.mainline);
      const at = options.at === undefined ? {} : { at: options.at - 1 };
      return editLane(
        session,
        (key) => session.client.call('hotfix.pick', { project, lane, version, picks, key, ...at }),
        { tries: true },
      );
    }),
  );
};

export const addArrange: AddVerb = (group, run) => {
  const verb = group
    .command('arrange')
    .description('Put the picks of a lane in this order; those left out are removed.');
  verb
    .argument('<lane>', 'its id or its branch')
    .argument('[pick...]', 'by place from 1, or by the commit that was picked');
  withExamples(verb, 'hotfix arrange release/hotfix-2026-11-21 2 1');
  verb.action((text: string, named: string[]) =>
    run(async (session) => {
      const found = await findLane(session, text);
      const { project, id: lane, version } = found;
      const picks = named.map((one) => findPick(found, one).id);
      return editLane(session, (key) => session.client.call('hotfix.arrange', { project, lane, version, picks, key }), {
        tries: true,
      });
    }),
  );
};

export const addUndo: AddVerb = (group, run) => {
  const verb = group.command('undo').description('Take back the last edit of a lane.');
  verb.argument('<lane>', 'its id or its branch');
  verb.action((text: string) =>
    run(async (session) => {
      const { project, id: lane, version } = await findLane(session, text);
      return editLane(session, (key) => session.client.call('hotfix.undo', { project, lane, version, key }));
    }),
  );
};
