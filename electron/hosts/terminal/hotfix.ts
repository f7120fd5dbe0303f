/** `slipway hotfix …`: the release lane, one file for each of its verbs. */
import { addHotfixPlan } from './hotfix-plan.ts';
import type { AddVerb } from './verb.ts';

const subverbs: readonly AddVerb[] = [addHotfixPlan];

export const addHotfix: AddVerb = (program, run) => {
  const group = program.command('hotfix').description('Forecast picks, and bring them to production by a lane.');
  for (const add of subverbs) add(group, run);
};
