/** What people ask of a rollout while it goes on, and of an environment: each request is one transaction with its event. */
import { isDeployment, type DeploymentPlan } from '../../shared/domain/plan.ts';
import type { Hold } from '../../shared/domain/rollout.ts';
import { controlOf } from '../../shared/operations/control.ts';
import type { JournalEntry } from '../../shared/operations/journal.ts';
import { progressOf } from '../../shared/planning/rollout-state.ts';
import { fail, ProblemError } from '../../shared/problem.ts';
import type { StoredOperation } from '../store/queries/operations.ts';
import type { Engine } from './engine.ts';
import { requiredOperation, tag } from './requests.ts';

type Ask = 'pause' | 'proceed' | 'promote';
const eventOf = { pause: 'rollout.paused', proceed: 'rollout.proceeded', promote: 'rollout.promoted' } as const;

/** The operation with the plan of its rollout; throws `usage.no-rollout` for one that moves no traffic. */
export function requiredRollout(engine: Engine, id: string): { operation: StoredOperation; plan: DeploymentPlan } {
  const operation = requiredOperation(engine.store, id);
  const { plan } = operation;
  if (isDeployment(plan) && plan.rollout !== undefined) return { operation, plan };
  throw fail('usage.no-rollout', `“${operation.title}” moves no traffic behind a load balancer.`, {
    hint: 'Only deployments behind one can be paused, or promoted before their time.',
  });
}

/**
 * Asks a rollout to pause, to go on, or to take all traffic now. What was asked already is left as it is: asking twice
 * is asking once.
 *
 * @throws ProblemError `conflict.…` with the reason when it cannot be asked of this rollout now
 */
export function askRollout(engine: Engine, id: string, ask: Ask, by: string, why: string | null): void {
  engine.publisher.commit((append) => {
    const { operation, plan } = requiredRollout(engine, id);
    const entries = engine.store.operations.journal(id);
    if (isAsked(ask, entries)) return;
    const { possible, reason } = progressOf(plan.steps, entries, operation.status).can[ask];
    if (!possible && reason) throw new ProblemError(reason);
    const at = engine.now();
    engine.store.operations.append(id, ask === 'proceed' ? { type: ask, by, at } : { type: ask, by, why, at });
    append({ type: eventOf[ask], ...tag(operation), by, data: ask === 'proceed' ? {} : { why } });
  });
  const { project, environment } = requiredOperation(engine.store, id);
  if (environment !== null) engine.publisher.live({ live: 'rollout', project, environment, operation: id });
}

function isAsked(ask: Ask, entries: readonly JournalEntry[]): boolean {
  const { paused, promoted } = controlOf(entries);
  if (ask === 'pause') return paused !== null;
  return ask === 'promote' && promoted !== null;
}

/** Holds an environment, or with `why` null lets automation go on there. Answers the hold that there is now. */
export function holdEnvironment(
  engine: Engine,
  where: { project: string; environment: string },
  by: string,
  why: string | null,
): Hold | null {
  const { project, environment } = where;
  const hold = why === null ? null : { by, at: engine.now(), why };
  engine.publisher.commit((append) => {
    if (hold) {
      engine.store.holds.set(project, environment, hold);
      append({ type: 'environment.held', project, environment, by, data: { why } });
    } else if (engine.store.holds.lift(project, environment)) {
      append({ type: 'environment.unheld', project, environment, by });
    }
  });
  engine.publisher.live({ live: 'status', project });
  return hold;
}
