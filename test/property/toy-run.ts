/** Plays one operation on the toy world by a script of faults, engine after engine, until it has ended. */
import { setImmediate as turn } from 'node:timers/promises';
import { journalOn, type Journal } from '../../electron/engine/journal.ts';
import { publisherOn } from '../../electron/engine/publish.ts';
import { dataOf, drive, type Runtime } from '../../electron/engine/run.ts';
import type { StepContext } from '../../electron/steps/step.ts';
import type { Store } from '../../electron/store/store.ts';
import type { OperationStatus } from '../../shared/domain/operation.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import type { RetryPolicy } from '../../shared/operations/decide.ts';
import { fail, ProblemError } from '../../shared/problem.ts';
import { steps, toySteps, type World } from './toy-engine.ts';

export const faults = ['transient', 'outage', 'permanent', 'crash', 'pause', 'abort', 'clock-back', 'rival'] as const;
export type Fault = (typeof faults)[number];

export interface Script {
  /** Whether a revision runs before. */
  readonly replaces: boolean;
  /** What goes wrong at which tick. */
  readonly faults: readonly { readonly tick: number; readonly fault: Fault }[];
  /** What a person does each time that the operation needs attention; resume when the list is over. */
  readonly decisions: readonly ('resume' | 'abort')[];
}

export interface Played {
  readonly operation: string;
  readonly status: OperationStatus;
  readonly world: World;
  readonly previous: number | null;
  readonly next: number;
  /** Faults that happened, each time. */
  readonly happened: readonly Fault[];
  /** The journal's length each time that a person was asked. */
  readonly attentions: readonly number[];
  readonly acknowledged: boolean;
  /** How many engines had it, one after the other. */
  readonly engines: number;
  /** Milliseconds of every pause that was asked for. */
  readonly waits: readonly number[];
}

export const policy: RetryPolicy = { maxAttempts: 3, firstPauseMs: 1, maxPauseMs: 4 };
/** Longer than the patience of a step, so that an undo fails as well. */
const outageTicks = 28;
const maxEngines = 80;
/** A paused engine wakes after this many ticks of the one that took over. */
const pauseTicks = 4;

class Crash extends Error {}

/** What a face reaches of one engine. */
interface Owner {
  readonly journal: Journal;
  readonly cancel: AbortController;
}

/** Plays a script against a store; `id` names the operation and its environment. */
export async function play(store: Store, project: string, id: string, script: Script): Promise<Played> {
  const previous = script.replaces ? 1 : null;
  const next = script.replaces ? 2 : 1;
  const world: World = {
    boxes: new Map(previous === null ? [] : [[previous, { token: 'before' }]]),
    serving: previous,
    jobs: [],
    wrong: [],
  };
  const happened: Fault[] = [];
  const waits: number[] = [];
  let clock = 1_000_000_000;
  let tick = 0;
  let acknowledged = false;
  let engines = 1;
  const attentions: number[] = [];
  const now = (): number => clock;
  const publisher = publisherOn(store, now);
  const paused: { at: number; wake: () => void }[] = [];
  const plan = { kind: 'promote', project, environment: id, steps } as unknown as Plan; // what the toy steps read of one
  let engine = begin(1);
  engine.journal.begin(draft(id), () => {
    if (previous !== null) {
      record(previous);
      store.revisions.setRunning(project, id, previous, clock, null);
    }
    record(next);
  });

  function draft(operation: string) {
    return {
      id: operation,
      project,
      kind: 'promote' as const,
      scope: `environment:${id}`,
      environment: id,
      title: operation,
      release: 'r',
      revision: next,
      plan,
      by: 'toy',
      why: null,
      key: operation,
      startedAt: clock,
    };
  }
  function record(number: number): void {
    store.revisions.saveConfiguration('c', { services: [], networks: [], volumes: [] });
    store.revisions.insert(
      {
        project,
        environment: id,
        number,
        release: 'r',
        commit: 'c',
        cause: 'promotion',
        restores: null,
        operation: id,
        by: 'toy',
        why: null,
        startedAt: clock,
        configuration: 'c',
        digests: {},
        url: null,
      },
      id,
    );
  }

  /** What a face may do at any time. */
  function abort(of: Owner): void {
    try {
      of.journal.requestAbort(id, 'toy', null);
      acknowledged = true;
      of.cancel.abort();
    } catch (error) {
      if (!(error instanceof ProblemError) || !['conflict.too-late', 'conflict.ended'].includes(error.problem.code))
        throw error;
    }
  }
  function rival(of: Owner): void {
    if (
      of.journal.begin(draft(id), () => {
        world.wrong.push('the same key began twice');
      }).fresh
    )
      world.wrong.push('the same key was fresh');
    const open = store.operations.openInScope(project, `environment:${id}`);
    try {
      if (open) {
        of.journal.begin({ ...draft(`${id}-rival`) }, () => undefined);
        world.wrong.push('two operations hold one environment');
      }
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'conflict.environment-busy') throw error;
    }
  }

  /** Counts one tick; answers the fault of it. */
  function pass(): Fault | null {
    const at = tick++;
    for (const one of paused.filter((sleeper) => sleeper.at <= tick)) one.wake();
    const found = script.faults.find(({ tick: from, fault }) =>
      fault === 'outage' ? at >= from && at < from + outageTicks : at === from,
    );
    return found?.fault ?? null;
  }

  function begin(generation: number) {
    const { promise: crashed, resolve: crash } = Promise.withResolvers<'crashed'>();
    const journal = journalOn(store, publisher, `${id}-${String(generation)}`, now);
    const cancel = new AbortController();
    let dead = false;
    const happen = (fault: Fault): void => {
      happened.push(fault);
      if (fault === 'abort') abort({ journal, cancel });
      if (fault === 'rival') rival({ journal, cancel });
      if (fault === 'clock-back') clock -= 3_600_000;
    };
    const ticks = {
      async at(place: 'before' | 'middle' | 'after' | 'probe' | 'quiet'): Promise<void> {
        if (dead) return; // an owner that woke up again runs on by itself, until it is fenced
        const fault = pass();
        if (fault === null) return;
        if (fault === 'crash' || fault === 'pause') {
          happen(fault);
          dead = true;
          crash('crashed');
          await new Promise<void>((wake) => {
            if (fault === 'pause') paused.push({ at: tick + pauseTicks, wake });
          });
        } else if (fault === 'transient' || fault === 'outage' || fault === 'permanent') {
          if (place === 'quiet') return;
          happen(fault);
          throw fault === 'permanent'
            ? fail('failed.unhealthy', 'It is not well.')
            : fail('failed.engine-unreachable', 'The world is away.', { retry: true });
        } else happen(fault);
      },
    };
    const crashPoint = (): void => {
      if (dead) return;
      const fault = pass();
      if (fault === 'crash') {
        happen(fault);
        dead = true;
        crash('crashed');
        throw new Crash();
      }
      if (fault === 'abort' || fault === 'rival' || fault === 'clock-back') happen(fault);
    };
    const stepOf = toySteps({ world, ticks, previous, next, operation: id });
    const wait = async (ms: number): Promise<void> => {
      waits.push(ms);
      await ticks.at('quiet');
      clock += ms;
    };
    const runtime: Runtime = {
      store,
      journal: {
        ...journal,
        // An abort can come between a decision and the intent that follows from it.
        intend: (...intent) => {
          crashPoint();
          return journal.intend(...intent);
        },
      },
      now,
      crashPoint,
      retry: policy,
      stepOf,
      moved: () => undefined,
      say: () => undefined,
      contextOf: (operation, step, signal) =>
        Promise.resolve({
          operation,
          plan,
          step,
          signal,
          store,
          now,
          crashPoint: () => undefined,
          fence: () => {
            journal.fence(operation);
          },
          commit: (work: Parameters<typeof publisher.commit>[0]) => publisher.commit(work),
          dataOf: (of: string) => dataOf(store, id, of),
          say: () => undefined,
        } as unknown as StepContext<Plan>), // the toy steps use nothing else
    };
    return {
      journal,
      cancel,
      run: () =>
        Promise.race([
          crashed,
          drive(runtime, id, { stop: new AbortController().signal, cancel: cancel.signal, wake: { wait } }).catch(
            swallow,
          ),
        ]),
    };
  }

  for (let generation = 2; generation < maxEngines; generation += 1) {
    const ending = await engine.run();
    const stored = store.operations.get(id);
    if (!stored) throw new Error('The operation is gone.');
    if (stored.status !== 'running' && stored.status !== 'waiting' && stored.status !== 'needs-attention') break;
    if (ending === 'crashed' || ending === 'rejected') {
      engine = begin(generation);
      engines += 1;
      engine.journal.takeOver(stored);
    }
    if (stored.status === 'needs-attention') {
      attentions.push(store.operations.journal(id).length);
      if (script.decisions[attentions.length - 1] === 'abort') abort(engine);
      if (store.operations.get(id)?.status === 'needs-attention') engine.journal.requestResume(id, 'toy');
    }
  }
  for (const one of paused) one.wake();
  await turn();
  await turn();
  return {
    operation: id,
    status: store.operations.get(id)?.status ?? 'running',
    world,
    previous,
    next,
    happened,
    attentions,
    acknowledged,
    engines,
    waits,
  };
}

/** What a drive rejects with when its engine is dead or fenced out; anything else is a fault. */
function swallow(error: unknown): 'rejected' {
  if (error instanceof Crash) return 'rejected';
  if (error instanceof ProblemError && error.problem.code === 'conflict.fenced') return 'rejected';
  throw error;
}
