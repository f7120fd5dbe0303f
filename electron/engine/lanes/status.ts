/** A lane with what is found by looking at everything else: its release, where it runs, what moved around it. */
import type { Configuration } from '../../../shared/configuration/schema.ts';
import { matchesPattern } from '../../../shared/configuration/flow.ts';
import type { Ref } from '../../../shared/domain/commit.ts';
import type { Lane, LaneStatus } from '../../../shared/domain/hotfix.ts';
import type { ProjectStatus } from '../../../shared/domain/project.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import { lanePin } from '../../../shared/planning/hotfix.ts';
import type { Engine } from '../engine.ts';
import { viewOf } from '../operations.ts';
import { countBetween } from '../scene.ts';
import type { OpenProject } from '../workspace.ts';
import { contains } from './contains.ts';
import { forwardPortOf } from './forward-port.ts';

/** What one look at a project found: what the status of each of its lanes is drawn from. */
export interface Surroundings {
  readonly engine: Engine;
  readonly open: OpenProject;
  readonly configuration: Configuration | null;
  readonly refs: readonly Ref[];
  readonly running: readonly Revision[];
  /** The tip of main; null when there is none. */
  readonly main: string | null;
}

/** `known` is the configuration where it was read just now. */
export async function surroundingsOf(
  engine: Engine,
  open: OpenProject,
  known?: Configuration | null,
): Promise<Surroundings> {
  const configuration = known === undefined ? (await open.configuration()).configuration : known;
  const { refs, head } = await open.repository.refs();
  const main = configuration?.source.main ?? head ?? 'main';
  return {
    engine,
    open,
    configuration,
    refs,
    running: engine.store.revisions.allRunning(open.project.id),
    main: refs.find((ref) => ref.kind === 'branch' && ref.name === main)?.commit ?? null,
  };
}

export async function laneStatus(around: Surroundings, lane: Lane): Promise<LaneStatus> {
  const { engine } = around;
  const operation = engine.store.operations.openInScope(lane.project, `lane:${lane.id}`);
  const [moved, stale, forwardPort] = await Promise.all([
    // While an edit is at work its ref comes before its record.
    operation ? null : movedOf(around, lane),
    lane.status === 'open' ? staleOf(around, lane) : null,
    forwardPortOf(around, lane),
  ]);
  return {
    ...lane,
    release: releaseOf(around, lane),
    runsIn: runsIn(around, lane),
    moved,
    stale,
    forwardPort,
    operation: operation ? viewOf(engine.store, operation) : null,
  };
}

/** The newest release of its head that the gates know as the lane's: one of the same commit may come from elsewhere. */
function releaseOf({ engine, configuration }: Surroundings, { project, head, branch }: Lane): string | null {
  const pattern = configuration?.source.release ?? branch;
  const built = engine.store.releases.ofCommit(project, head);
  return built.find(({ ref }) => ref === branch || matchesPattern(pattern, ref))?.id ?? null;
}

const runsIn = ({ running }: Surroundings, { head }: Lane): string[] =>
  running.filter(({ commit }) => commit === head).map(({ environment }) => environment);

/** Why its branch is not what Slipway left, in the mirror or in the repository. */
async function movedOf({ open, refs }: Surroundings, lane: Lane): Promise<string | null> {
  const ref = await open.repository.pinned(lanePin(lane.id));
  if (ref !== lane.head)
    return `The lane’s ref in Slipway’s mirror was ${ref === null ? 'deleted' : `moved to ${ref.slice(0, 7)}`}.`;
  const left = lane.published.find(({ to }) => to === 'repository')?.commit;
  if (left === undefined) return null;
  const is = refs.find(({ kind, name }) => kind === 'branch' && name === lane.branch)?.commit;
  if (is === left) return null;
  return is === undefined
    ? `${lane.branch} was deleted in the repository.`
    : `${lane.branch} is at ${is.slice(0, 7)} in the repository; Slipway left it at ${left.slice(0, 7)}.`;
}

async function staleOf({ open, running }: Surroundings, lane: Lane): Promise<string | null> {
  const now = running.find(({ environment }) => environment === lane.baseName)?.commit;
  if (now === undefined || (await contains(open, lane.head, now))) return null;
  const count = await countBetween(open, lane.head, now);
  return `${lane.baseName} runs ${now.slice(0, 7)} now: the lane lacks ${count === 1 ? 'one commit' : `${count === null ? 'some' : String(count)} commits`} of it.`;
}

/** Open lanes as the diagram draws them. */
export async function lanesInPicture(around: Surroundings): Promise<ProjectStatus['lanes']> {
  const open = around.engine.store.lanes.list(around.open.project.id).filter(({ status }) => status === 'open');
  return Promise.all(
    open.map(async (lane) => {
      const { id, purpose, environment, branch, base, head, version, createdAt } = lane;
      const { missing } = await forwardPortOf(around, lane);
      return {
        ...{ id, purpose, environment, branch, base, head, version, createdAt },
        picks: lane.picks.map(({ id: pick, source, subject, state }) => ({ id: pick, source, subject, state })),
        release: releaseOf(around, lane),
        runsIn: runsIn(around, lane),
        notOnMain: around.main === null ? null : missing.length,
      };
    }),
  );
}
