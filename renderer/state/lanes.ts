/** The lanes of each project as last heard of, and edits of them, one after another. */
import type { Input, Output } from '../../shared/api/contract.ts';
import type { LaneStatus, Parked, PickRequest } from '../../shared/domain/hotfix.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import { problemFrom, ProblemError, type Problem } from '../../shared/problem.ts';
import { engine } from '../transport/engine.ts';
import { canGoOver, joined, placeIn } from './laneList.ts';
import type { Slice } from './store.ts';

interface ProjectLanes {
  readonly lanes: readonly LaneStatus[];
  readonly parked: readonly Parked[];
}

/** What every edit of a lane is sent with. */
interface Base {
  readonly project: string;
  readonly lane: string;
  readonly version: number;
  readonly key: string;
  /** Set where a person goes on although the lane's branch was moved or deleted from outside. */
  readonly overMoved?: true;
}

type Edited = Output<'hotfix.pick'>;
/**
 * Sends an edit; decided on the lane as it is when its turn comes, not as it was drawn when a key was pressed. Answers
 * null where nothing is to be done yet.
 */
export type LaneEdit = (base: Base, lane: LaneStatus) => Promise<Edited | null>;

export interface LanesSlice {
  readonly lanes: Readonly<Record<string, ProjectLanes>>;
  readonly lanesProblems: Readonly<Record<string, Problem | null>>;
  /** Edits of a lane that wait or run. */
  readonly laneEdits: Readonly<Record<string, number>>;
  /** Why the last edit of a lane was not made. */
  readonly laneProblems: Readonly<Record<string, Problem | null>>;
  loadLanes(project: string): Promise<void>;
  takeLane(lane: LaneStatus): void;
  /** Makes an edit when those before it are over, on the version that they left. Resolves when it is over too. */
  editLane(project: string, lane: string, edit: LaneEdit, over?: 'over-moved'): Promise<void>;
  /** Makes the edit that was refused last once more, over what somebody else wrote. */
  goOver(project: string, lane: string): Promise<void>;
  /** Picks before the pick of this id, or at the end. */
  pickOnto(project: string, lane: string, picks: readonly PickRequest[], before?: string | null): Promise<void>;
  startLane(input: Omit<Input<'hotfix.start'>, 'key'>): Promise<LaneStatus>;
  /** Prepares the way of a lane's changes to main; answers with the lane that holds it. */
  forwardPort(project: string, lane: string, way: 'picks' | 'merge'): Promise<LaneStatus>;
  forgetLaneProblem(lane: string): void;
}

export const lanesSlice: Slice<LanesSlice> = (set, get) => {
  /** The end of the last edit of each lane. */
  const tails = new Map<string, Promise<unknown>>();
  /** The edit of each lane that was refused because its branch is elsewhere. */
  const refused = new Map<string, LaneEdit>();
  /** Counts what is asked and taken, so that an answer cannot take back what came after it was asked for. */
  let clock = 0;
  let newestList = 0;
  const takenAt = new Map<string, number>();
  const count = (lane: string, by: number) =>
    set((state) => ({ laneEdits: { ...state.laneEdits, [lane]: (state.laneEdits[lane] ?? 0) + by } }));
  const tell = (lane: string, problem: Problem | null) =>
    set((state) => ({ laneProblems: { ...state.laneProblems, [lane]: problem } }));

  const take = (lane: LaneStatus) => {
    takenAt.set(lane.id, (clock += 1));
    set((state) => {
      const known = state.lanes[lane.project] ?? { lanes: [], parked: [] };
      const index = known.lanes.findIndex((one) => one.id === lane.id);
      const old = known.lanes[index];
      if (old && old.version > lane.version) return state;
      const lanes = index < 0 ? [lane, ...known.lanes] : known.lanes.with(index, lane);
      return { lanes: { ...state.lanes, [lane.project]: { ...known, lanes } } };
    });
  };

  const settle = async ({ operation, lane }: Edited): Promise<LaneStatus> => {
    get().takeOperations([operation]);
    take(lane);
    const ended = await endOf(operation);
    const { lane: now } = await engine.call('hotfix.get', { project: lane.project, lane: lane.id });
    take(now);
    if (ended.problem && ended.status !== 'done') throw new ProblemError(ended.problem);
    return now;
  };

  const run = async (project: string, lane: string, edit: LaneEdit, over: boolean) => {
    tell(lane, null);
    refused.delete(lane);
    try {
      const { lane: now } = await engine.call('hotfix.get', { project, lane });
      take(now);
      const base = { project, lane, version: now.version, key: crypto.randomUUID() };
      const made = await edit(over ? { ...base, overMoved: true } : base, now);
      if (!made) return;
      await settle(made);
      get().refreshStatus();
    } catch (thrown) {
      const problem = problemFrom(thrown);
      if (canGoOver(problem)) refused.set(lane, edit);
      tell(lane, problem);
      throw thrown;
    } finally {
      count(lane, -1);
    }
  };

  return {
    lanes: {},
    lanesProblems: {},
    laneEdits: {},
    laneProblems: {},
    async loadLanes(project) {
      const askedAt = (clock += 1);
      newestList = askedAt;
      const isSince = ({ id }: LaneStatus) => (takenAt.get(id) ?? 0) > askedAt;
      try {
        const { lanes, parked } = await engine.call('hotfix.lanes', { project, closed: true });
        if (askedAt !== newestList) return;
        set((state) => ({
          lanes: {
            ...state.lanes,
            [project]: { lanes: joined(lanes, state.lanes[project]?.lanes ?? [], isSince), parked },
          },
          lanesProblems: { ...state.lanesProblems, [project]: null },
        }));
      } catch (thrown) {
        if (askedAt !== newestList) return;
        set((state) => ({ lanesProblems: { ...state.lanesProblems, [project]: problemFrom(thrown) } }));
      }
    },
    takeLane: take,
    editLane(project, lane, edit, over) {
      count(lane, 1);
      const before = tails.get(lane) ?? Promise.resolve();
      const next = before.catch(() => undefined).then(() => run(project, lane, edit, over !== undefined));
      tails.set(lane, next);
      return next;
    },
    goOver(project, lane) {
      const edit = refused.get(lane);
      return edit ? get().editLane(project, lane, edit, 'over-moved') : Promise.resolve();
    },
    pickOnto: (project, lane, picks, before) =>
      get().editLane(project, lane, (base, now) =>
        engine.call('hotfix.pick', { ...base, picks: [...picks], ...placeIn(now, before) }),
      ),
    async startLane(input) {
      const lane = await settle(await engine.call('hotfix.start', { ...input, key: crypto.randomUUID() }));
      get().refreshStatus();
      return lane;
    },
    async forwardPort(project, lane, way) {
      const key = crypto.randomUUID();
      const made = await settle(await engine.call('hotfix.forwardPort', { project, lane, way, key }));
      get().refreshStatus();
      return made;
    },
    forgetLaneProblem: (lane) => tell(lane, null),
  };
};

/** The operation once it is over, or waits for a person. */
async function endOf(started: Operation): Promise<Operation> {
  let operation = started;
  for (let pauseMs = 40; operation.status === 'running' || operation.status === 'waiting'; pauseMs *= 1.5) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, 1000)));
    operation = (await engine.call('operation.get', { operation: started.id })).operation;
  }
  return operation;
}
