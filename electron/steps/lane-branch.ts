import { lanePin } from '../../shared/planning/hotfix.ts';
import { problemOf } from '../../shared/problem.ts';
import { absent, inputText, type LaneStep } from './step.ts';

/** Moves Slipway's own ref of the lane in the mirror, with everything behind it copied: the user's repository is not touched. */
export const laneBranch: LaneStep = {
  type: 'lane.branch',
  async run({ repository, plan, step, fence }) {
    fence();
    await repository.movePin(lanePin(plan.after.id), inputText(step, 'from'), plan.after.head);
    return null;
  },
  async probe({ repository, plan, step }) {
    const is = await repository.pinned(lanePin(plan.after.id));
    if (is === plan.after.head) return { state: 'done', data: null };
    if (is === inputText(step, 'from')) return absent;
    const problem = problemOf(
      'attention.lane-moved',
      `The lane’s ref in the mirror is at ${is?.slice(0, 7) ?? 'nothing'}, where nothing of this operation put it.`,
      { hint: 'Abort to leave it there, and look at the lane.' },
    );
    return { state: 'unknown', problem };
  },
  async undo({ repository, plan, step }) {
    // Somebody else's move is not taken back.
    if ((await repository.pinned(lanePin(plan.after.id))) !== plan.after.head) return;
    await repository.movePin(lanePin(plan.after.id), plan.after.head, inputText(step, 'from'));
  },
};
