/** Changes that production or a lane has and main has not, and what a promotion would take out. */
import type { Configuration } from '../../../shared/configuration/schema.ts';
import type { Change, Lost, Place } from '../../../shared/domain/change.ts';
import type { ProjectStatus } from '../../../shared/domain/project.ts';
import { leavingChanges, lostChanges } from '../../../shared/planning/changes/movement.ts';
import type { Matrix } from '../../../shared/planning/changes/matrix.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { keyOf, matrixAt, matrixNow } from './matrix.ts';
import { defaultPlaces, type Places } from './places.ts';

const shown = 20;

/** The lost changes among some places; none where main or what is compared with it is not among them. */
export const lostAmong = (matrix: Matrix, { main, guarded }: Places): Lost[] =>
  main === null ? [] : lostChanges(matrix, main, guarded);

type LostStatus = Pick<ProjectStatus, 'lost' | 'lostProblem'>;

/**
 * What is lost, for the status, which never waits for it: null while it is being found out, and a live `status` event
 * when it is known, or why it cannot be.
 */
export async function lostIn(engine: Engine, open: OpenProject, configuration: Configuration): Promise<LostStatus> {
  try {
    const places = await defaultPlaces(engine, open, configuration);
    if (places.main === null || places.guarded.length === 0)
      return { lost: { count: 0, changes: [] }, lostProblem: null };
    const known = await matrixNow(engine, open, places.all);
    if (known) return { lost: summary(lostAmong(known, places)), lostProblem: null };
    return { lost: null, lostProblem: findOut(engine, open, places) };
  } catch (error) {
    return { lost: null, lostProblem: problemFrom(error) };
  }
}

/** Why it failed. It is not tried again with every look, but when something has moved, or after a while. */
function findOut(engine: Engine, open: OpenProject, { all }: Places): Problem | null {
  const key = keyOf(engine, open, all);
  const before = failed.get(open);
  if (before?.key === key && engine.now() < before.until) return before.problem;
  const tell = (): void => {
    engine.publisher.live({ live: 'status', project: open.project.id });
  };
  matrixAt(engine, open, all).then(tell, (error: unknown) => {
    failed.set(open, { key, until: engine.now() + retryAfterMs, problem: problemFrom(error) });
    tell();
  });
  return before?.key === key ? before.problem : null;
}

const retryAfterMs = 60_000;
const failed = new WeakMap<OpenProject, { readonly key: string; readonly until: number; readonly problem: Problem }>();

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
