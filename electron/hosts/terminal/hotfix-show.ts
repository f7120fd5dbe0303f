/** `slipway hotfix list`, `show`: the lanes, and one of them. */
import { shortSha } from '../../../shared/domain/commit.ts';
import { findLane, laneText, laneView } from './lane-view.ts';
import { inert, table } from './text.ts';
import { type AddVerb, withExamples } from './verb.ts';

export const addList: AddVerb = (group, run) => {
  const verb = group.command('list').description('List the lanes, and what hotfixes have pushed aside.');
  verb.option('--closed', 'those that were finished or abandoned too');
  verb.action((options: { closed?: boolean }) =>
    run(async (session) => {
      const project = (await session.project()).id;
      const { lanes, parked } = await session.client.call('hotfix.lanes', { project, closed: options.closed ?? false });
      const rows = lanes.map((lane) => [
        lane.id,
        inert(lane.branch),
        lane.status,
        shortSha(lane.head),
        String(lane.picks.length),
        lane.runsIn.map(inert).join(', '),
      ]);
      const aside = parked.map(
        ({ release, environment, lacks }) =>
          `Parked: ${release} waits to come back to ${inert(environment)}${lacks.length > 0 ? `, and lacks ${String(lacks.length)} of what runs there` : ''}\n`,
      );
      return {
        json: { hotfixes: lanes.map(laneView), parked },
        text:
          table(['LANE', 'BRANCH', 'STATUS', 'HEAD', 'PICKS', 'RUNS IN'], rows, 'There are no lanes.') + aside.join(''),
      };
    }),
  );
};

export const addShow: AddVerb = (group, run) => {
  const verb = group.command('show').description('Show a lane with its picks and their conflicts.');
  verb.argument('<lane>', 'its id or its branch');
  withExamples(verb, 'hotfix show release/hotfix-2026-11-21 --json');
  verb.action((text: string) =>
    run(async (session) => {
      const lane = await findLane(session, text);
      return { json: { hotfix: laneView(lane) }, text: laneText(lane) };
    }),
  );
};
