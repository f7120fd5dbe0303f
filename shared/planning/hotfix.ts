/**
 * Edits of a lane: what each makes of it, or why it is refused. An edit first says which picks the lane shall hold and
 * how many of them stand as they are (`Wanted`); git tries the others; then the next version is put together from both.
 */
import type { Lane, LanePick, LanePlan, Settlement } from '../domain/hotfix.ts';
import type { StepPlan } from '../domain/operation.ts';
import { problemOf, type Problem } from '../problem.ts';
import { frozen } from './frozen.ts';

/** A version of a lane, and the version whose picks undo brings back; null when there is nothing to undo. */
export interface Versioned {
  readonly lane: Lane;
  readonly undoTo: number | null;
}

/** The picks that a lane shall hold, and how many at its beginning need not be tried again. */
export interface Wanted {
  readonly picks: readonly LanePick[];
  readonly kept: number;
}

/** What git made of the picks: each with its state and commit, and where the lane's head is then. */
export interface Tried {
  readonly picks: readonly LanePick[];
  readonly head: string;
}

export const isProblem = (answer: object): answer is Problem => 'code' in answer;

/** Why a lane cannot be edited by somebody who saw `version`; null when it can. */
export function refuseEdit(lane: Lane, version: number): Problem | null {
  if (lane.status !== 'open')
    return problemOf('refused.lane-closed', `The lane ${lane.branch} is ${lane.status}.`, {
      hint: 'Start another one.',
    });
  if (lane.version !== version)
    return problemOf('conflict.lane-moved', `The lane ${lane.branch} has changed since it was shown.`, {
      hint: 'Look at it again.',
      retry: true,
      details: { version: lane.version },
    });
  return null;
}

/** The lane with more picks at a place; at its end by default. */
export function added(lane: Lane, picks: readonly LanePick[], at = lane.picks.length): Wanted {
  return wanted(lane, lane.picks.toSpliced(at, 0, ...picks));
}

/** The lane with its picks in this order; those that are not named are gone. */
export function arranged(lane: Lane, ids: readonly string[]): Wanted | Problem {
  const picks: LanePick[] = [];
  for (const id of ids) {
    const pick = lane.picks.find((one) => one.id === id);
    if (!pick) return noSuchPick(lane, id);
    if (picks.includes(pick))
      return problemOf('usage.pick-twice', `${pick.subject} is named twice.`, { hint: 'Name each pick once.' });
    picks.push(pick);
  }
  return wanted(lane, picks);
}

/** The lane with the conflict of a pick settled: whole, for a commit holds no half of a file. */
export function settled(lane: Lane, id: string, files: readonly Settlement[]): Wanted | Problem {
  const pick = lane.picks.find((one) => one.id === id);
  if (!pick) return noSuchPick(lane, id);
  if (pick.state !== 'conflict' && pick.state !== 'resolved')
    return problemOf('conflict.no-conflict', `${pick.subject} does not conflict.`, { hint: 'Look at the lane again.' });
  const unknown = files.find(({ path }) => !pick.files.some((file) => file.path === path));
  if (unknown)
    return problemOf('usage.no-such-conflict', `${unknown.path} is no conflicted file of ${pick.subject}.`, {
      hint: `Its conflicted files are: ${pick.files.map(({ path }) => path).join(', ')}.`,
    });
  const now = new Map(pick.settled.map((file) => [file.path, file]));
  for (const file of files) now.set(file.path, file);
  const left = pick.files.filter(({ path }) => !now.has(path)).map(({ path }) => path);
  if (left.length > 0)
    return problemOf('usage.unsettled', `Not settled yet: ${left.join(', ')}.`, {
      hint: 'Settle every conflicted file of the pick at once.',
      details: { files: left },
    });
  const again = { ...pick, state: 'waiting' as const, commit: null, settled: [...now.values()] };
  return wanted(
    lane,
    lane.picks.map((one) => (one === pick ? again : one)),
  );
}

/** The picks of a new order that stay as they are: those at its beginning that were there before, and did not conflict. */
function wanted(lane: Lane, picks: readonly LanePick[]): Wanted {
  const moved = picks.findIndex((pick, index) => lane.picks[index] !== pick || !isDone(pick));
  return { picks, kept: moved < 0 ? picks.length : moved };
}

/** Whether a pick has come to its end: there is nothing to try again while nothing before it changes. */
export const isDone = ({ state }: LanePick): boolean => state !== 'conflict' && state !== 'waiting';

/** Where the head is behind the first `count` picks. */
export function headAfter(base: string, picks: readonly LanePick[], count: number): string {
  return picks.slice(0, count).findLast(({ commit }) => commit !== null)?.commit ?? base;
}

/** The next version after an edit of the picks; `what` is the edit in words, for “Undo …”. */
export function edited({ lane }: Versioned, { picks, head }: Tried, what: string): Versioned {
  return {
    lane: { ...lane, picks: [...picks], head, version: lane.version + 1, undo: what },
    undoTo: lane.version,
  };
}

/** The next version that holds the picks of an earlier one again. What was undone is no step of later undos. */
export function undone({ lane }: Versioned, earlier: Versioned): Versioned {
  const { picks, head, undo } = earlier.lane;
  return { lane: { ...lane, picks, head, undo, version: lane.version + 1 }, undoTo: earlier.undoTo };
}

/** The next version, with its branch written to the repository (`repository`) or a remote. Undo goes past it. */
export function published({ lane, undoTo }: Versioned, to: string, at: number): Versioned {
  const others = lane.published.filter((one) => one.to !== to);
  const now = { to, commit: lane.head, at };
  return { lane: { ...lane, version: lane.version + 1, published: [...others, now] }, undoTo };
}

/** The last version. */
export function closed({ lane }: Versioned, status: 'finished' | 'abandoned', why: string | null): Versioned {
  return {
    lane: { ...lane, version: lane.version + 1, status, undo: null, why: why ?? lane.why },
    undoTo: null,
  };
}

/** The ref of Slipway's own that keeps a lane in the mirror, below `refs/slipway/`. */
export const lanePin = (id: string): string => `lanes/${id}`;

const titles: Record<LanePlan['action'], string> = {
  start: 'Start the hotfix lane',
  pick: 'Pick into',
  arrange: 'Arrange',
  resolve: 'Settle a conflict in',
  undo: 'Undo in',
  publish: 'Publish',
  finish: 'Finish',
  abandon: 'Abandon',
};

/** One line for a person. */
export const titleOf = ({ action, after, publishTo }: LanePlan): string =>
  `${titles[action]} ${after.branch}${publishTo === null ? '' : ` to ${publishTo}`}`;

/** What the step that publishes compares with: where the branch was when a person asked. */
export interface PublishFacts {
  readonly to: string;
  /** Null: there was no such branch. */
  readonly from: string | null;
}

/** The plan of an edit. The ref moves before the version is recorded: from the record on it is the truth. */
export function planLane(facts: {
  readonly action: LanePlan['action'];
  readonly before: Versioned | null;
  readonly after: Versioned;
  /** Where Slipway's own ref is now; null when there is none. */
  readonly ref: string | null;
  readonly publish?: PublishFacts;
}): LanePlan {
  const { action, before, after, ref, publish } = facts;
  const { lane } = after;
  const short = lane.head.slice(0, 7);
  const steps: StepPlan[] = [
    ...(lane.picks.some((pick) => !before?.lane.picks.some(({ id }) => id === pick.id))
      ? [step('lane.keep', 'Keep the picked commits')]
      : []),
    ...(ref === lane.head
      ? []
      : [step('lane.branch', before ? `Move the lane to ${short}` : `Cut the lane at ${short}`, { from: ref })]),
    ...(publish ? [step('lane.publish', `Write ${lane.branch} to ${publish.to}`, { from: publish.from })] : []),
    { ...step('lane.record', `Record version ${String(lane.version)}`, { undoTo: after.undoTo }), commits: true },
    ...(action === 'resolve' ? [step('lane.remember', 'Remember how it was settled')] : []),
  ];
  return frozen({
    kind: 'hotfix',
    project: lane.project,
    target: 'local',
    action,
    publishTo: publish?.to ?? null,
    before: before?.lane ?? null,
    after: lane,
    steps,
  });
}

const step = (type: string, title: string, input: StepPlan['input'] = null): StepPlan => ({
  id: type,
  type,
  title,
  input,
  commits: false,
});

const noSuchPick = (lane: Lane, id: string): Problem =>
  problemOf('usage.no-such-pick', `The lane ${lane.branch} holds no pick ${JSON.stringify(id.slice(0, 60))}.`, {
    hint: 'Look at the lane again.',
  });
