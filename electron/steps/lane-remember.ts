import { conflictOf, rememberedOf } from './conflict-memory.ts';
import { headAfter } from '../../shared/planning/hotfix.ts';
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
      for (const file of pick.settled) {
        if (file.choice !== 'content') continue;
        const request = { commit: pick.source, ...(pick.mainline === null ? {} : { mainline: pick.mainline }) };
        const { merged } = await repository.picks.conflict(onto, request, file.path);
        const conflict = merged === null ? null : conflictOf(merged);
        if (merged === null || conflict === null) continue;
        const content = rememberedOf(merged, file.content);
        commit(() => {
          store.lanes.remember(plan.project, conflict, { content, by: operation.by, at: now() });
        });
        say(`Remembered for ${file.path}`);
      }
    }
    return null;
  },
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};
