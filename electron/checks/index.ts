/** The kinds of checks: a new one is a file and a line here. */
import type { CheckResult } from '../../shared/domain/rollout.ts';
import type { Check } from '../../shared/domain/verification.ts';
import { maskedDetails } from '../secrets/mask.ts';
import type { CheckContext, CheckKind } from './check.ts';
import { command } from './command.ts';
import { http } from './http.ts';
import { prometheus } from './prometheus.ts';
import { script } from './script.ts';
import { traffic } from './traffic.ts';

const kinds: { readonly [Kind in Check['kind']]: CheckKind<Kind> } = { http, command, script, traffic, prometheus };

/** How a check is to be run. The kind is the check's own, which is why the cast is sound. */
export const kindOf = (check: Check): CheckKind<Check['kind']> => kinds[check.kind] as CheckKind<Check['kind']>;

/** Runs one check now; what it found is without known secrets. Rejects when it was aborted, or the engine that it needs fails. */
export async function runCheck(check: Check, context: CheckContext, now: () => number): Promise<CheckResult[]> {
  const started = performance.now();
  const found = await kindOf(check).run(check, context);
  const tookMs = Math.round(performance.now() - started);
  return found.map(({ detail, evidence, ...one }) => ({
    ...one,
    detail: context.mask(detail),
    evidence: maskedDetails(evidence, context.mask),
    kind: check.kind,
    at: now(),
    tookMs,
  }));
}

export type { CheckContext } from './check.ts';
