/** A conflict of a lane's pick as the editor shows it: its sides, what was typed, how it was settled before. */
import type { Conflict, Lane } from '../../../shared/domain/hotfix.ts';
import { headAfter } from '../../../shared/planning/hotfix.ts';
import { fail } from '../../../shared/problem.ts';
import { conflictOf, recalled } from '../../steps/conflict-memory.ts';
import type { Engine } from '../engine.ts';
import { requireLane } from './edits.ts';
import { requestOf } from './tries.ts';

/** Also of a pick that is settled already, so that it can be settled otherwise. Throws `usage.no-such-conflict`. */
export async function conflictIn(
  engine: Engine,
  { project, lane: id, pick: wanted, path }: { project: string; lane: string; pick: string; path: string },
): Promise<Conflict> {
  const { repository } = await engine.workspace.get(project);
  const { lane } = requireLane(engine, project, id);
  const { pick, index } = conflicting(lane, wanted);
  const sides = await repository.picks.conflict(headAfter(lane.base, lane.picks, index), requestOf(pick), path);
  return {
    ...sides,
    pick: pick.id,
    draft: engine.store.lanes.draft(project, id, pick.id, path),
    remembered: sides.merged === null ? null : rememberedFor(engine, project, sides.merged),
  };
}

function conflicting(lane: Lane, id: string) {
  const index = lane.picks.findIndex((one) => one.id === id);
  const pick = lane.picks[index];
  if (pick && (pick.state === 'conflict' || pick.state === 'resolved')) return { pick, index };
  throw fail('usage.no-such-conflict', `${pick ? pick.subject : 'That pick'} does not conflict in ${lane.branch}.`, {
    hint: 'Look at the lane again.',
  });
}

function rememberedFor({ store }: Engine, project: string, merged: string): Conflict['remembered'] {
  const name = conflictOf(merged);
  const kept = name === null ? null : store.lanes.resolution(project, name);
  const content = kept && recalled(merged, kept.content);
  return kept && content !== null ? { content, by: kept.by, at: kept.at } : null;
}
