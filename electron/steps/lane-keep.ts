import { absent, nothingToUndo, type LaneStep } from './step.ts';

/** Keeps the commits that were picked, so that a force-push or a `gc` outside takes nothing from a later reordering. */
export const laneKeep: LaneStep = {
  type: 'lane.keep',
  async run({ repository, plan }) {
    const picks = plan.after.picks.map(({ source, mainline }) => ({
      commit: source,
      ...(mainline === null ? {} : { mainline }),
    }));
    await repository.keepPicks(`sources/${plan.after.id}`, picks);
    return null;
  },
  // What was kept already is left out when it runs again.
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};
