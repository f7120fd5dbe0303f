/** Runs the checks of a deployment again and again, for as long as somebody looks, and keeps what they found. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import type { CheckResult, Verification } from '../../shared/domain/rollout.ts';
import type { Check } from '../../shared/domain/verification.ts';
import { verdictOf } from '../../shared/planning/verification/traffic.ts';
import { fail, type ProblemError } from '../../shared/problem.ts';
import { kindOf, runCheck, type CheckContext } from '../checks/index.ts';
import { removeChecks } from './checked-side.ts';
import type { StepContext } from './step.ts';

/** Before a failure is looked at once more. */
const againMs = 1000;
/** What goes on is written down this often, and whenever a verdict changes. */
const keepEveryMs = 2000;

interface Watching {
  /** Starts the checks whose time has come. Rejects with `failed.verification` once one has failed. */
  look(): void;
  /** Whether every check has been answered at least once. */
  settled(): boolean;
  /** The last word: keeps the verification. Rejects when nothing could be judged and the deployment goes back then. */
  end(): void;
  /** Ends what is still being asked, whatever comes of it. */
  close(): Promise<void>;
}

type Context = StepContext<DeploymentPlan>;

/** Watches with the checks of the plan; `checked` is what they look at. */
export function watching(context: Context, checked: Omit<CheckContext, 'signal' | 'id'>): Watching {
  const { plan, operation, now, signal, store, say, seen } = context;
  const checks = plan.verify?.checks ?? [];
  const closing = new AbortController();
  const ends = AbortSignal.any([signal, closing.signal]);
  const startedAt = now();
  const results = new Map<number, CheckResult[]>();
  const running = new Map<number, Promise<void>>();
  const due = new Map<number, number>();
  let failed: CheckResult | null = null;
  let broken: { readonly error: unknown } | null = null;
  let keptAt = -Infinity;
  let said = '';

  const all = (): CheckResult[] => [...results].toSorted(([a], [b]) => a - b).flatMap(([, some]) => some);
  const verification = (): Verification => ({
    id: verificationId(context),
    environment: plan.environment,
    revision: plan.next.revision,
    cause: 'rollout',
    operation: operation.id,
    by: operation.by,
    startedAt,
    endedAt: now(),
    verdict: verdictOf(all()),
    checks: all(),
  });

  const run = async (check: Check, index: number): Promise<void> => {
    const given = { ...checked, signal: ends, id: `${operation.id}-${String(index)}` };
    let found = await runCheck(check, given, now);
    if (kindOf(check).again && found.some(({ verdict }) => verdict === 'failed')) {
      await sleep(againMs, undefined, { signal: ends });
      found = await runCheck(check, given, now);
    }
    results.set(index, found);
    failed ??= found.find(({ verdict }) => verdict === 'failed') ?? null;
    due.set(index, performance.now() + kindOf(check).everyMs);
  };

  const keep = (): void => {
    const verdicts = all()
      .map(({ check, verdict }) => `${check} ${verdict}`)
      .join(', ');
    if (verdicts === said && performance.now() - keptAt < keepEveryMs) return;
    if (verdicts !== said && verdicts !== '') say(verdicts, 'note');
    said = verdicts;
    keptAt = performance.now();
    store.verifications.keep(operation.project, verification(), false);
    seen();
  };

  const finish = (): Verification => {
    const ended = verification();
    keepEnded(context, ended);
    return ended;
  };

  return {
    look() {
      if (broken) throw broken.error;
      for (const [index, check] of checks.entries()) {
        if (running.has(index) || performance.now() < (due.get(index) ?? 0)) continue;
        const work = run(check, index)
          .catch((error: unknown) => {
            if (!ends.aborted) broken ??= { error };
          })
          .finally(() => running.delete(index));
        running.set(index, work);
      }
      if (checks.length > 0) keep();
      if (failed) {
        finish();
        throw failure(failed);
      }
    },
    settled: () => checks.every((_, index) => results.has(index)),
    end() {
      if (checks.length === 0) return;
      const { verdict, checks: found } = finish();
      const open = found.find((one) => one.verdict === 'unjudged');
      if (verdict !== 'unjudged' || !open) return;
      say(`Not judged: ${open.detail}`, 'note');
      if (plan.verify?.unjudged === 'go-back')
        throw fail('failed.verification', `“${open.check}” could not be judged: ${open.detail}`, {
          hint: 'The environment goes back when nothing can be judged (verify.unjudged).',
          details: { check: open.check, verdict: 'unjudged', evidence: open.evidence },
        });
    },
    async close() {
      closing.abort();
      await Promise.allSettled(running.values());
    },
  };
}

/** Ends what a watch of this step left open: people went on, or back, before it decided anything. Idempotent. */
export function endUndecided(context: Context): void {
  const open = context.store.verifications.open(context.operation.id);
  for (const verification of open.filter(({ id }) => id === verificationId(context)))
    keepEnded(context, { ...verification, endedAt: context.now(), verdict: 'unjudged' });
}

/** Takes back what a watch leaves: its verification is ended, the containers of its checks are removed. Idempotent. */
export async function undoWatching(context: Context): Promise<void> {
  endUndecided(context);
  await removeChecks(context);
}

const verificationId = ({ operation, step }: Context): string => `${operation.id}.${step.id}`;

function keepEnded({ plan, operation, store, commit, seen }: Context, ended: Verification): void {
  commit((append) => {
    store.verifications.keep(operation.project, ended, true);
    append({
      type: 'verification.finished',
      project: operation.project,
      environment: plan.environment,
      operation: operation.id,
      by: operation.by,
      data: { verification: ended.id, revision: ended.revision, verdict: ended.verdict },
    });
  });
  seen();
}

const failure = ({ check, detail, evidence, kind }: CheckResult): ProblemError =>
  fail('failed.verification', `“${check}” failed: ${detail}`, {
    hint: 'What served before serves again. The verification is kept with its evidence.',
    details: { check, kind, verdict: 'failed', evidence },
  });
