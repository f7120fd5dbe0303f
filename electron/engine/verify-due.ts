/** The checks of environments by their schedule. */
import { engineName } from '../../shared/planning/automation.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import { scheduleMsOf } from '../../shared/planning/verification/declared.ts';
import type { Engine } from './engine.ts';
import { verifyNow } from './verify.ts';
import type { OpenProject } from './workspace.ts';

/**
 * When the schedule had the checks of a revision run last, by a clock that nobody sets: by the wall clock, one that was
 * set back would let them run all the time, or not at all.
 */
const ranAt = new Map<string, { readonly revision: number; readonly atMs: number }>();

/** Starts what is due by its schedule, and waits for none of it. An environment in which something is at work is left to it. */
export async function verifyDue(engine: Engine, open: OpenProject): Promise<void> {
  const { configuration } = await open.configuration();
  if (!configuration || engine.store.readOnlyBecause !== null) return;
  const { store } = engine;
  for (const revision of store.revisions.allRunning(open.project.id)) {
    const { project, environment } = revision;
    const everyMs = scheduleMsOf(configuration.environments[environment.split('.')[0] ?? environment]?.verify);
    if (everyMs === null || performance.now() - lastRun(engine, revision) < everyMs) continue;
    if (store.operations.openInScope(project, `environment:${environment}`) !== null) continue;
    const ran = (): unknown => ranAt.set(keyOf(revision), { revision: revision.number, atMs: performance.now() });
    ran();
    void verifyNow(engine, open, environment, 'schedule', engineName)
      .catch(() => undefined)
      .finally(ran);
  }
}

const keyOf = ({ project, environment }: Revision): string => `${project}\n${environment}`;

/** Of a revision that this engine sees for the first time, the history tells it, by the wall clock as it is now. */
function lastRun({ store, now }: Engine, revision: Revision): number {
  const known = ranAt.get(keyOf(revision));
  if (known?.revision === revision.number) return known.atMs;
  const lastEnd = store.verifications.lastEnd(revision.project, revision.environment) ?? 0;
  const agoMs = now() - Math.max(lastEnd, revision.runningAt ?? 0);
  const atMs = agoMs < 0 ? -Infinity : performance.now() - agoMs;
  ranAt.set(keyOf(revision), { revision: revision.number, atMs });
  return atMs;
}
