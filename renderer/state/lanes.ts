/** The lanes of each project as last heard of, and edits of them, one after another. */
import type { Input, Output } from '../../shared/api/contract.ts';
import type { LaneStatus, Parked, PickRequest } from '../../shared/domain/hotfix.ts';
import { isOpen, type Operation } from '../../shared/domain/operation.ts';
import { problemFrom, ProblemError, type Problem } from '../../shared/problem.ts';
import { engine } from '../transport/engine.ts';
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
}

type Edited = Output<'hotfix.pick'>;
/** Sends an edit; decided on the lane as it is when its turn comes, not as it was drawn when a key was pressed. */
export type LaneEdit = (base: Base, lane: LaneStatus) => Promise<Edited>;

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
  editLane(project: string, lane: string, edit: LaneEdit): Promise<void>;
  pickOnto(project: string, lane: string, picks: readonly PickRequest[], at?: number): Promise<void>;
  startLane(input: Omit<Input<'hotfix.start'>, 'key'>): Promise<LaneStatus>;
  /** Prepares the way of a lane's changes to main; answers with the lane that holds it. */
  forwardPort(project: string, lane: string, way: 'picks' | 'merge'): Promise<LaneStatus>;
  forgetLaneProblem(lane: string): void;
}

export const lanesSlice: Slice<LanesSlice> = (set, get) => {
  /** The end of the last edit of each lane. */
  const tails = new Map<string, Promise<unknown>>();
  const count = (lane: string, by: number) =>
    set((state) => ({ laneEdits: { ...state.laneEdits, [lane]: (state.laneEdits[lane] ?? 0) + by } }));
  const tell = (lane: string, problem: Problem | null) =>
    set((state) => ({ laneProblems: { ...state.laneProblems, [lane]: problem } }));

  const take = (lane: LaneStatus) =>
    set((state) => {
      const known = state.lanes[lane.project] ?? { lanes: [], parked: [] };
      const index = known.lanes.findIndex((one) => one.id === lane.id);
      const old = known.lanes[index];
      if (old && old.version > lane.version) return state;
      const lanes = index < 0 ? [lane, ...known.lanes] : known.lanes.with(index, lane);
      return { lanes: { ...state.lanes, [lane.project]: { ...known, lanes } } };
    });

  const settle = async ({ operation, lane }: Edited): Promise<LaneStatus> => {
    get().takeOperations([operation]);
    take(lane);
    const ended = await endOf(operation);
    const { lane: now } = await engine.call('hotfix.get', { project: lane.project, lane: lane.id });
    take(now);
    if (ended.problem && ended.status !== 'done') throw new ProblemError(ended.problem);
    return now;
  };

  const run = async (project: string, lane: string, edit: LaneEdit) => {
    tell(lane, null);
    try {
      const { lane: now } = await engine.call('hotfix.get', { project, lane });
      take(now);
      await settle(await edit({ project, lane, version: now.version, key: crypto.randomUUID() }, now));
      get().refreshStatus();
    } catch (thrown) {
      tell(lane, problemFrom(thrown));
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
      try {
        const { lanes, parked } = await engine.call('hotfix.lanes', { project, closed: true });
        set((state) => ({
          lanes: { ...state.lanes, [project]: { lanes: newer(lanes, state.lanes[project]?.lanes ?? []), parked } },
          lanesProblems: { ...state.lanesProblems, [project]: null },
        }));
      } catch (thrown) {
        set((state) => ({ lanesProblems: { ...state.lanesProblems, [project]: problemFrom(thrown) } }));
      }
    },
    takeLane: take,
    editLane(project, lane, edit) {
      count(lane, 1);
      const before = tails.get(lane) ?? Promise.resolve();
      const next = before.catch(() => undefined).then(() => run(project, lane, edit));
      tails.set(lane, next);
      return next;
    },
    pickOnto: (project, lane, picks, at) =>
      get().editLane(project, lane, (base) =>
        engine.call('hotfix.pick', { ...base, picks: [...picks], ...(at === undefined ? {} : { at }) }),
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

/** Each lane in its newest version: an answer that was asked for before an edit must not take the edit back. */
const newer = (answered: readonly LaneStatus[], known: readonly LaneStatus[]): LaneStatus[] =>
  answered.map((lane) => {
    const held = known.find((one) => one.id === lane.id);
    return held && held.version > lane.version ? held : lane;
  });

/** The operation once it is over, or waits for a person. */
async function endOf(started: Operation): Promise<Operation> {
  let operation = started;
  for (let pauseMs = 40; operation.status === 'running' || operation.status === 'waiting'; pauseMs *= 1.5) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, 1000)));
    operation = (await engine.call('operation.get', { operation: started.id })).operation;
  }
  return operation;
}

/** Lanes that can be edited, the newest first. */
export const openLanes = (lanes: readonly LaneStatus[]): LaneStatus[] => lanes.filter((lane) => lane.status === 'open');

/** Whether an operation on a lane holds it. */
export const isHeld = (lane: LaneStatus): boolean => lane.operation !== null && isOpen(lane.operation.status);
