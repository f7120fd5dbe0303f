/** A small world in which operations run: two boxes, a balancer, a job. Effects can fail, stall or be cut off at any tick. */
import { fail } from '../../shared/problem.ts';
import type { StepPlan } from '../../shared/domain/operation.ts';
import { isDeployment, type Plan } from '../../shared/domain/plan.ts';
import type { Probe, Step, StepContext } from '../../electron/steps/step.ts';

export const steps: StepPlan[] = ['create', 'migrate', 'switch', 'verify', 'record', 'retire'].map((type) => ({
  id: type,
  type,
  title: type,
  input: null,
  commits: type === 'record',
}));

export interface World {
  /** Boxes that exist, by revision. */
  readonly boxes: Map<number, { token: string }>;
  serving: number | null;
  /** Operations whose job ran, one entry a run. */
  readonly jobs: string[];
  /** What should never be, as soon as it is seen. */
  readonly wrong: string[];
}

export interface Ticks {
  /** Called wherever something may go wrong: before an effect, in its middle, before its answer. */
  at(place: 'before' | 'middle' | 'after' | 'probe' | 'quiet'): Promise<void>;
}

export interface ToySetting {
  readonly world: World;
  readonly ticks: Ticks;
  readonly previous: number | null;
  readonly next: number;
  readonly operation: string;
}

type Context = StepContext<Plan>;

/** The toy steps; each effect is idempotent, and checks the lease right before it. */
export function toySteps({ world, ticks, previous, next, operation }: ToySetting): (type: string) => Step<Plan> {
  const token = `${operation}-${String(next)}`;
  const effect = async (context: Context, apply: () => void): Promise<void> => {
    await ticks.at('before');
    context.fence();
    requireIntent(context);
    apply();
    await ticks.at('after');
  };
  /** Write-ahead: whatever changes the world was intended in the journal first. */
  const requireIntent = ({ store, step }: Context): void => {
    const open = store.operations
      .journal(operation)
      .findLast((entry) => entry.type === 'intent' || entry.type === 'outcome');
    if (open?.type !== 'intent' || open.step !== step.id) world.wrong.push(`${step.id} acts without an open intent`);
  };
  const probed = async (found: () => Probe): Promise<Probe> => {
    await ticks.at('probe');
    return found();
  };
  const nothing = async (context: Context): Promise<void> => effect(context, () => undefined);

  const all: Record<string, Omit<Step<Plan>, 'type'>> = {
    create: {
      run: async (context) => {
        await effect(context, () => {
          world.boxes.set(next, { token });
        });
        return { token };
      },
      probe: () => probed(() => (world.boxes.has(next) ? { state: 'done', data: { token } } : { state: 'absent' })),
      undo: (context) =>
        effect(context, () => {
          if (world.serving === next) world.wrong.push('what serves was removed');
          world.boxes.delete(next);
        }),
    },
    // Not idempotent, as a job is: only the probe keeps it from happening twice.
    migrate: {
      run: async (context) => {
        await ticks.at('before');
        context.fence();
        requireIntent(context);
        if (world.jobs.includes(operation)) world.wrong.push('the job ran twice');
        world.jobs.push(operation);
        return null;
      },
      probe: () => probed(() => (world.jobs.includes(operation) ? { state: 'done', data: null } : { state: 'absent' })),
      undo: nothing,
    },
    switch: {
      run: async (context) => {
        await effect(context, () => {
          world.serving = null;
        });
        await ticks.at('middle');
        await effect(context, () => {
          if (!world.boxes.has(next)) world.wrong.push('it switched to nothing');
          world.serving = next;
        });
        return null;
      },
      probe: () => probed(() => (world.serving === next ? { state: 'done', data: null } : { state: 'absent' })),
      undo: (context) =>
        effect(context, () => {
          world.serving = previous;
        }),
    },
    verify: {
      run: async (context) => {
        await effect(context, () => undefined);
        if (world.serving !== next) throw fail('failed.unhealthy', 'It does not serve.');
        return null;
      },
      probe: () => probed(() => ({ state: 'absent' })),
      undo: nothing,
    },
    record: {
      run: async ({ store, plan, commit, fence, dataOf, now }) => {
        await ticks.at('before');
        if (JSON.stringify(dataOf('create')) !== JSON.stringify({ token }))
          world.wrong.push(`the journal says ${JSON.stringify(dataOf('create'))} of create`);
        if (world.serving !== next) world.wrong.push('it recorded what does not serve');
        commit((append) => {
          fence();
          if (!isDeployment(plan)) return;
          store.revisions.setRunning(plan.project, plan.environment, next, now(), null);
          append({
            type: 'revision.running',
            project: plan.project,
            environment: plan.environment,
            operation,
            by: 'toy',
            data: { revision: next },
          });
        });
        await ticks.at('quiet'); // a transaction that was committed has no failure any more
        return null;
      },
      probe: ({ store, plan }) =>
        probed(() =>
          isDeployment(plan) && store.revisions.running(plan.project, plan.environment)?.number === next
            ? { state: 'done', data: null }
            : { state: 'absent' },
        ),
      undo: ({ store, plan }) => {
        if (isDeployment(plan) && store.revisions.running(plan.project, plan.environment)?.number === next)
          world.wrong.push('the commit was undone');
        return Promise.resolve();
      },
    },
    retire: {
      run: async (context) => {
        await effect(context, () => {
          if (previous !== null) world.boxes.delete(previous);
        });
        return null;
      },
      probe: () => probed(() => ({ state: 'absent' })),
      undo: () => {
        world.wrong.push('it was undone after the commit');
        return Promise.resolve();
      },
    },
  };
  return (type) => {
    const step = all[type];
    if (!step) throw fail('attention.unknown-step', type);
    return { type, ...step };
  };
}
