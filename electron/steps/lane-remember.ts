import type { LanePick, Settlement } from '../../shared/domain/hotfix.ts';
import { headAfter } from '../../shared/planning/hotfix.ts';
import { problemFrom } from '../../shared/problem.ts';
import { conflictOf, rememberedOf } from './conflict-memory.ts';
import { absent, nothingToUndo, type LaneStep } from './step.ts';

/** Remembers how the conflicts of this edit were settled, to offer it when the same regions collide again. */
export const laneRemember: LaneStep = {
  type: 'lane.remember',
  async run({ plan, repository, store, operation, commit, now, say }) {
    const { after, before } = plan;
    for (const [index, pick] of after.picks.entries()) {
      const earlier = before?.picks.find(({ id }) => id === pick.id);
      if (pick.state !== 'resolved' || earlier?.state === 'resolved') continue;
      const onto = headAfter(after.base, after.picks, index);
      const request = { commit: pick.source, ...(pick.mainline === null ? {} : { mainline: pick.mainline }) };
      for (const { path, content } of typedIn(pick)) {
        try {
          const { merged } = await repository.picks.conflict(onto, request, path);
          const conflict = merged === null ? null : conflictOf(merged);
          if (merged === null || conflict === null) continue;
          const kept = rememberedOf(merged, content);
          commit(() => {
            store.lanes.remember(plan.project, conflict, { content: kept, by: operation.by, at: now() });
          });
          say(`Remembered for ${path}`);
        } catch (error) {
          // The version is recorded, and there is no way back: a courtesy that fails must not hold up the lane.
          say(`Not remembered for ${path}: ${problemFrom(error).message}`, 'err');
        }
      }
    }
    return null;
  },
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};

/** What was typed for files that conflict still: an earlier settlement may be of one that does so no more. */
const typedIn = ({ files, settled }: LanePick): Extract<Settlement, { choice: 'content' }>[] =>
  settled.filter((one) => one.choice === 'content').filter(({ path }) => files.some((file) => file.path === path));
