/** What hotfixes have pushed aside, with what it lacks of what took its place. */
import { matchesPattern } from '../../../shared/configuration/flow.ts';
import type { Configuration } from '../../../shared/configuration/schema.ts';
import type { Parked } from '../../../shared/domain/hotfix.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import { parkedIn } from '../../../shared/planning/parked.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { contains } from './contains.ts';
import { knownLeaving } from './leaving.ts';

/** A candidate that more releases of lanes than this came over is not looked for. */
const reach = 200;

/** Every parked release. What it lacks is found in the background: empty until that is known. */
export async function parkedReleases(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
): Promise<Parked[]> {
  const running = engine.store.revisions.allRunning(open.project.id);
  const found = await Promise.all(running.map((revision) => parkedBehind(engine, open, configuration, revision)));
  return found.filter((one) => one !== null);
}

async function parkedBehind(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  current: Revision,
): Promise<Parked | null> {
  const { releases, revisions } = engine.store;
  const project = open.project.id;
  const parked = parkedIn({
    current,
    healthy: revisions.healthy(project, current.environment, reach),
    fromLane: (id) => matchesPattern(configuration.source.release, releases.get(project, id)?.ref ?? ''),
    rejected: (id) => (releases.get(project, id)?.rejected ?? null) !== null,
  });
  if (!parked || (await contains(open, current.commit, parked.commit))) return null;
  const lacks = knownLeaving(engine, open, current.commit, parked.commit) ?? [];
  return {
    environment: current.environment,
    release: parked.release,
    commit: parked.commit,
    revision: parked.number,
    by: current.release,
    lacks: lacks.map(({ id, subject }) => ({ change: id, subject })),
  };
}
