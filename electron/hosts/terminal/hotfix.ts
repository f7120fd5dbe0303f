/** `slipway hotfix`: the verbs of the hotfix lane, in the order of the help: one line each. */
import { addArrange, addPick, addStart, addUndo } from './hotfix-edit.ts';
import { addAbandon, addFinish, addForwardPort, addPublish } from './hotfix-out.ts';
import { addHotfixPlan } from './hotfix-plan.ts';
import { addResolve } from './hotfix-resolve.ts';
import { addList, addShow } from './hotfix-show.ts';
import type { AddVerb } from './verb.ts';

const subverbs: readonly AddVerb[] = [
  addHotfixPlan,
  addStart,
  addList,
  addShow,
  addPick,
  addArrange,
  addResolve,
  addUndo,
  addPublish,
  addForwardPort,
  addFinish,
  addAbandon,
];

export const addHotfix: AddVerb = (program, run) => {
  const group = program.command('hotfix').description('Fix production while something else is in the pipeline.');
  for (const add of subverbs) add(group, run);
};
