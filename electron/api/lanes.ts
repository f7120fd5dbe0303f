import type { Output } from '../../shared/api/contract.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import { fail } from '../../shared/problem.ts';
import { earlier } from '../engine/begin.ts';
import type { Engine } from '../engine/engine.ts';
import { beginLane, soonEnded } from '../engine/lanes/begin.ts';
import { conflictIn } from '../engine/lanes/conflicts.ts';
import { arrange, close, pickInto, publish, requireLane, resolve, undo } from '../engine/lanes/edits.ts';
import { prepareForwardPort } from '../engine/lanes/forward-port.ts';
import { parkedReleases } from '../engine/lanes/parked.ts';
import { prepareStart } from '../engine/lanes/start.ts';
import { laneStatus, surroundingsOf } from '../engine/lanes/status.ts';
import type { Handlers } from './router.ts';

export function laneHandlers(engine: Engine) {
  const { store, workspace, publisher } = engine;

  const statusOf = async (project: string, id: string) => {
    const { lane } = requireLane(engine, project, id);
    return laneStatus(await surroundingsOf(engine, await workspace.get(project)), lane);
  };

  /** The operation, and the lane as it is now; one whose start was not recorded (yet) as it was planned. */
  const answer = async (operation: Operation): Promise<Output<'hotfix.start'>> => {
    const plan = store.operations.get(operation.id)?.plan;
    if (plan?.kind !== 'hotfix') throw fail('usage.key-taken', 'That key began something else.');
    const { project, after } = plan;
    const lane = store.lanes.current(project, after.id)?.lane ?? after;
    return { operation, lane: await laneStatus(await surroundingsOf(engine, await workspace.get(project)), lane) };
  };

  return {
    'hotfix.lanes': async ({ project, closed }) => {
      const open = await workspace.get(project);
      const around = await surroundingsOf(engine, open);
      const lanes = store.lanes.list(project).filter(({ status }) => closed || status === 'open');
      return {
        lanes: await Promise.all(lanes.map((lane) => laneStatus(around, lane))),
        parked: around.configuration ? await parkedReleases(engine, open, around.configuration) : [],
      };
    },
    'hotfix.get': async ({ project, lane }) => ({ lane: await statusOf(project, lane) }),

    'hotfix.start': async ({ project, from, branch, picks, why, key }, { by }) => {
      const again = earlier(engine, project, key);
      if (again) return answer(await soonEnded(engine, again.id));
      const open = await workspace.get(project);
      const plan = await prepareStart(engine, open, { from, branch, picks, by, why: why ?? null });
      const { id } = await beginLane(engine, plan, { by, why: why ?? null, key });
      return answer(await soonEnded(engine, id));
    },
    'hotfix.forwardPort': async ({ project, lane, way, key }, { by }) => {
      const again = earlier(engine, project, key);
      if (again) return answer(await soonEnded(engine, again.id));
      const open = await workspace.get(project);
      const plan = await prepareForwardPort(engine, open, requireLane(engine, project, lane).lane, { way, by });
      const { id } = await beginLane(engine, plan, { by, why: plan.after.why, key });
      return answer(await soonEnded(engine, id));
    },
    'hotfix.pick': async ({ picks, at, ...asked }, { by }) =>
      answer(await pickInto(engine, { ...asked, by }, { picks, at })),
    'hotfix.arrange': async ({ picks, ...asked }, { by }) => answer(await arrange(engine, { ...asked, by }, picks)),
    'hotfix.undo': async (asked, { by }) => answer(await undo(engine, { ...asked, by })),
    'hotfix.resolve': async ({ pick, files, ...asked }, { by }) =>
      answer(await resolve(engine, { ...asked, by }, { pick, files })),
    'hotfix.publish': async ({ to, ...asked }, { by }) => answer(await publish(engine, { ...asked, by }, to)),
    'hotfix.finish': async ({ why, ...asked }, { by }) =>
      answer(await close(engine, { ...asked, by }, 'finished', why ?? null)),
    'hotfix.abandon': async ({ why, ...asked }, { by }) =>
      answer(await close(engine, { ...asked, by }, 'abandoned', why ?? null)),

    'hotfix.conflict': (asked) => conflictIn(engine, asked),
    'hotfix.draft': ({ project, lane, pick, path, content }) => {
      requireLane(engine, project, lane);
      publisher.commit(() => {
        if (content === null) store.lanes.dropDraft(project, lane, pick, path);
        else store.lanes.keepDraft(project, lane, pick, path, content, engine.now());
      });
      return Promise.resolve({});
    },
    'hotfix.remotes': async ({ project }) => ({
      remotes: await (await workspace.get(project)).repository.publishing.remotes(),
    }),
  } satisfies Partial<Handlers>;
}
