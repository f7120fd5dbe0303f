/** `slipway hotfix publish`, `forward-port`, `finish`, `abandon`: where a lane goes. */
import { editLane, findLane } from './lane-view.ts';
import { type AddVerb, withExamples } from './verb.ts';

export const addPublish: AddVerb = (group, run) => {
  const verb = group
    .command('publish')
    .description('Write the branch of a lane to the repository, or push it to a remote.');
  verb
    .argument('<lane>', 'its id or its branch')
    .requiredOption('--to <repository|remote>', '"repository", or the name of a remote')
    .option('--over-moved', 'also over a branch that somebody else moved or made there');
  withExamples(verb, 'hotfix publish release/hotfix-2026-11-21 --to origin');
  verb.action((text: string, { to, overMoved = false }: { to: string; overMoved?: boolean }) =>
    run(async (session) => {
      const { project, id: lane, version } = await findLane(session, text);
      return editLane(session, (key) =>
        session.client.call('hotfix.publish', { project, lane, version, to, overMoved, key }),
      );
    }),
  );
};

export const addForwardPort: AddVerb = (group, run) => {
  const verb = group
    .command('forward-port')
    .description('Prepare the way of a lane’s changes to main, on a lane of its own.');
  verb.argument('<lane>', 'its id or its branch').option('--merge', 'by merging the lane back, not by picks');
  verb.action((text: string, { merge = false }: { merge?: boolean }) =>
    run(async (session) => {
      const { project, id: lane } = await findLane(session, text);
      const way = merge ? 'merge' : 'picks';
      return editLane(session, (key) => session.client.call('hotfix.forwardPort', { project, lane, way, key }), {
        tries: true,
      });
    }),
  );
};

const closing =
  (name: 'finish' | 'abandon', description: string): AddVerb =>
  (group, run) => {
    const verb = group.command(name).description(description);
    verb.argument('<lane>', 'its id or its branch').option('--why <text>', 'for the record');
    verb.action((text: string, options: { why?: string }) =>
      run(async (session) => {
        const { project, id: lane, version } = await findLane(session, text);
        const why = options.why === undefined ? {} : { why: options.why };
        return editLane(session, (key) =>
          session.client.call(`hotfix.${name}`, { project, lane, version, key, ...why }),
        );
      }),
    );
  };

export const addFinish = closing('finish', 'Close a lane that has done its work.');
export const addAbandon = closing('abandon', 'Give a lane up; its commits stay in Slipway’s mirror.');
