import { absent, type BuildStep } from './step.ts';

const nameOf = (release: string): string => `releases/${release}`;

/** Keeps the commit in the mirror by a ref of our own: a force-push or the user's `gc` takes nothing from a release. */
export const sourcePin: BuildStep = {
  type: 'source.pin',
  async run({ repository, plan }) {
    await repository.pin(nameOf(plan.release), plan.commit);
    return null;
  },
  async probe({ repository, plan }) {
    return (await repository.pinned(nameOf(plan.release))) === plan.commit ? { state: 'done', data: null } : absent;
  },
  async undo({ repository, plan }) {
    await repository.unpin(nameOf(plan.release));
  },
};
