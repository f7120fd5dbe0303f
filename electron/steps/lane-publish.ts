import { problemFrom, problemOf, ProblemError } from '../../shared/problem.ts';
import type { LanePlan } from '../../shared/domain/hotfix.ts';
import { absent, inputText, type LaneStep } from './step.ts';

/** Writes the lane's branch to the user's repository or to a remote, by compare-and-swap. */
export const lanePublish: LaneStep = {
  type: 'lane.publish',
  async run(context) {
    const { repository, plan, step, signal, fence } = context;
    const { to, branch, head } = target(plan);
    fence();
    const from = inputText(step, 'from');
    if (from !== head) await repository.publishing.write(to, branch, { from, commit: head }, signal);
    // Seen at once, so that nobody reads meanwhile that the branch is gone.
    if (to === 'repository') await repository.refresh();
    return null;
  },
  async probe({ repository, plan, step }) {
    const { to, branch, head } = target(plan);
    const is = await repository.publishing.branchAt(to, branch).catch((error: unknown) => {
      // A remote that is away now may be back in a moment.
      throw new ProblemError({ ...problemFrom(error), retry: true });
    });
    if (is === head) return { state: 'done', data: null };
    if (is === inputText(step, 'from')) return absent;
    const problem = problemOf(
      'attention.branch-moved',
      `${branch} is at ${is?.slice(0, 7) ?? 'nothing'} in ${to}, where nothing of this operation put it.`,
      { hint: 'Abort to leave it there, and look at it.' },
    );
    return { state: 'unknown', problem };
  },
  async undo({ repository, plan, step, say }) {
    const { to, branch, head } = target(plan);
    const from = inputText(step, 'from');
    if (from === head) return;
    try {
      if ((await repository.publishing.branchAt(to, branch)) !== head) return;
      await repository.publishing.write(to, branch, { from: head, commit: from });
    } catch (error) {
      // A remote that cannot be reached keeps what it has: the lane does not say that it is there.
      say(`${branch} may be left in ${to}: ${problemFrom(error).message}`, 'err');
    }
  },
};

const target = ({ publishTo, after }: LanePlan): { to: string; branch: string; head: string } => ({
  to: publishTo ?? 'repository',
  branch: after.branch,
  head: after.head,
});
