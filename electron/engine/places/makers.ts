/**
 * What makes the release of a test environment. What comes by itself has passed the pipeline where one is declared; a
 * person gets what they ask for, built only.
 */
import type { Configuration } from '../../../shared/configuration/schema.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import { fateOf } from '../../../shared/planning/following.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { StoredOperation } from '../../store/queries/operations.ts';
import { beginBuildNow, type Asked } from '../begin.ts';
import type { Engine } from '../engine.ts';
import { viewOf } from '../operations.ts';
import { prepareBuild, type KnownSource } from '../prepare-build.ts';
import { beginRunNow } from '../runs/begin.ts';
import { prepareRun } from '../runs/prepare.ts';
import type { OpenProject } from '../workspace.ts';

/** Begins what makes a release inside a transaction of the caller; null where the release is there. */
export type Maker = (asked: Asked) => Operation | null;

/** Of so many runs of one commit the newest whole one is looked for. */
const mostRuns = 50;

/** The newest run of all the stages of a commit, in whatever state; null without one. */
export function wholeRunOf({ store }: Engine, project: string, commit: string): StoredOperation | null {
  for (const id of store.runs.ofCommit(project, commit, mostRuns)) {
    const operation = store.operations.get(id);
    if (operation?.plan.kind === 'run' && operation.plan.run?.wanted === null) return operation;
  }
  return null;
}

/** Why nothing of a run that has ended is brought anywhere; null where all of it passed. */
export function refusedBy({ store }: Engine, { id, status }: StoredOperation): Problem | null {
  const fate = fateOf(status, store.runs.stages(id));
  return fate === 'deploy' ? null : fate;
}

/** Gathers what is needed to make the release of a commit. A run that there is already is joined, also one that failed. */
export async function makerOf(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  source: KnownSource,
  byItself: boolean,
): Promise<Maker> {
  if (byItself && configuration.pipeline !== undefined) {
    const run = wholeRunOf(engine, open.project.id, source.commit);
    if (run) return () => viewOf(engine.store, run);
    const plan = await prepareRun(engine, open, { ...source, trigger: 'push' });
    return (asked) => beginRunNow(engine, plan, asked);
  }
  const prepared = await prepareBuild(engine, open, source);
  return 'release' in prepared ? () => null : (asked) => beginBuildNow(engine, prepared.plan, asked);
}
