/** Changes that production or a lane has and main has not, and what a promotion would take out. */
import type { Change, Lost, Place } from '../../../shared/domain/change.ts';
import type { ProjectStatus } from '../../../shared/domain/project.ts';
import { leavingChanges, lostChanges } from '../../../shared/planning/changes/movement.ts';
import type { Matrix } from '../../../shared/planning/changes/matrix.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { keyOf, matrixAt, matrixNow } from './matrix.ts';
import { defaultPlaces, type Places } from './places.ts';

const shown = 20;

/** The lost changes among some places; none where main or what is compared with it is not among them. */
export const lostAmong = (matrix: Matrix, { main, guarded }: Places): Lost[] =>
  main === null ? [] : lostChanges(matrix, main, guarded);

/**
 * What is lost, for the status, which never waits for it: null while it is being found out, and a live `status` event
 * when it is known.
 */
export async function lostIn(engine: Engine, open: OpenProject): Promise<ProjectStatus['lost']> {
  const places = await defaultPlaces(engine, open);
  if (places.main === null || places.guarded.length === 0) return { count: 0, changes: [] };
  const known = matrixNow(engine, open, places.all);
  if (known) return summary(lostAmong(known, places));
  const key = keyOf(engine, open, places.all);
  // What failed would be tried again with every look; it is once something has moved.
  if (failed.get(open) !== key) {
    matrixAt(engine, open, places.all).then(
      () => {
        engine.publisher.live({ live: 'status', project: open.project.id });
      },
      () => failed.set(open, key),
    );
  }
  return null;
}

const failed = new WeakMap<OpenProject, string>();

const summary = (lost: readonly Lost[]): NonNullable<ProjectStatus['lost']> => ({
  count: lost.length,
  changes: lost
    .slice(0, shown)
    .map(({ change, in: places }) => ({ change: change.id, subject: change.subject, in: places })),
});

/**
 * What `from` has and `to` would lose, newest first: without what was reverted on the line of `to`, and without what
 * is meant for one release alone. Answers at once where `from` is in the history of `to`.
 */
export async function leaving(engine: Engine, open: OpenProject, from: string, to: string): Promise<Change[]> {
  if (from === to || (await open.repository.isAncestor(from, to))) return [];
  const places: Place[] = [
    { id: from, title: from, kind: 'ref', commit: from },
    { id: to, title: to, kind: 'ref', commit: to },
  ];
  return leavingChanges(await matrixAt(engine, open, places), from, to);
}
