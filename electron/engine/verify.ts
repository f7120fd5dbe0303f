/** The checks of an environment run alone. */
import { resolveEnvironment } from '../../shared/configuration/flow.ts';
import type { CheckResult, Verification } from '../../shared/domain/rollout.ts';
import type { Check } from '../../shared/domain/verification.ts';
import { verifyPlanOf, withoutComparison } from '../../shared/planning/verification/declared.ts';
import { verdictOf } from '../../shared/planning/verification/traffic.ts';
import { fail } from '../../shared/problem.ts';
import { runCheck, type CheckContext } from '../checks/index.ts';
import { frontContainerName } from '../steps/front-spec.ts';
import { lookAtTraffic, seeing } from '../steps/look-at-traffic.ts';
import { containersOf, jobsOf } from '../steps/specs.ts';
import type { Engine } from './engine.ts';
import { deploymentOf } from './sides.ts';
import type { OpenProject } from './workspace.ts';

type Cause = Exclude<Verification['cause'], 'rollout'>;

/** What it looks back on, of the traffic. */
const trafficMs = 10 * 60_000;
/** No check may take longer, whatever it declares. */
const longestMs = 15 * 60_000;

/** One at a time in each environment: who asks meanwhile gets the answer of the one that goes on. */
const running = new Map<string, Promise<Verification>>();

/**
 * Runs the checks of an environment now, and keeps what they found.
 *
 * @throws ProblemError `refused.nothing-runs`, `refused.no-checks`; `conflict.overtaken` when they did not pass, and a
 *   deployment began meanwhile
 */
export function verifyNow(
  engine: Engine,
  open: OpenProject,
  environment: string,
  cause: Cause,
  by: string,
): Promise<Verification> {
  const key = `${open.project.id}\n${environment}`;
  const work = running.get(key) ?? verify(engine, open, environment, cause, by).finally(() => running.delete(key));
  running.set(key, work);
  return work;
}

async function verify(
  engine: Engine,
  open: OpenProject,
  environment: string,
  cause: Cause,
  by: string,
): Promise<Verification> {
  const { store, publisher, now, mask } = engine;
  const project = open.project.id;
  const fence = fenceOf(engine, project, environment);
  const { declaration } = resolveEnvironment(await open.requireConfiguration(), environment);
  const revision = store.revisions.running(project, environment);
  const plan = revision && deploymentOf(engine, revision);
  if (!revision || !plan)
    throw fail('refused.nothing-runs', `Nothing runs in ${environment} that could be verified.`, {
      hint: 'Promote a release to it first.',
    });
  const checks = withoutComparison(verifyPlanOf(declaration.verify, undefined)?.checks ?? []);
  if (checks.length === 0)
    throw fail('refused.no-checks', `${environment} declares no check that could run now.`, {
      hint: 'Declare verify.checks in slipway.yaml: http, command, script, traffic with a limit, or prometheus.',
    });
  const target = open.target((await open.configuration()).configuration, plan.target);
  if (plan.next.front) await lookAtTraffic(store, plan, target, now).catch(() => false);
  const startedAt = now();
  const seen = seeing(store, plan, (at) => at - trafficMs);
  const { commit } = plan.next;
  const jobs = jobsOf(plan.next.application.services);
  const context: Omit<CheckContext, 'id'> = {
    plan,
    side: plan.next,
    front: plan.next.front ? frontContainerName(plan, plan.next.front) : null,
    containers: containersOf(plan, plan.next, revision.operation).filter(({ service }) => !jobs.has(service.name)),
    target,
    mask,
    contents: {
      repository: (path) => Promise.resolve(open.repository.archive(commit, path === '.' ? undefined : path)),
      secret: (name) => Promise.reject(fail('refused.secret', `A check gets no secret, and asked for “${name}”.`)),
    },
    seen: () => (plan.next.front ? { ...seen(now()), stable: null } : null),
    signal: AbortSignal.any([engine.closing, AbortSignal.timeout(longestMs)]),
  };
  const found = await Promise.all(
    checks.map((check, index) => answered(check, { ...context, id: `alone-${String(index)}` }, now)),
  );
  const results = found.flat();
  const verification: Verification = {
    id: engine.newId(),
    environment,
    revision: revision.number,
    cause,
    operation: null,
    by,
    startedAt,
    endedAt: now(),
    verdict: verdictOf(results),
    checks: results,
  };
  engine.closing.throwIfAborted();
  publisher.commit((append) => {
    // What a deployment stops meanwhile does not pass: that says nothing about the revision.
    if (verification.verdict !== 'passed' && fenceOf(engine, project, environment) !== fence)
      throw fail('conflict.overtaken', `A deployment began while ${environment} was being verified.`, {
        hint: 'Verify it again when the deployment has ended.',
      });
    store.verifications.keep(project, verification, true);
    const { id, verdict } = verification;
    append({
      type: 'verification.finished',
      project,
      environment,
      by,
      data: { verification: id, revision: revision.number, verdict, cause },
    });
  });
  publisher.live({ live: 'status', project });
  return verification;
}

/** Grows with every operation of the environment. */
const fenceOf = ({ store }: Engine, project: string, environment: string): number =>
  store.operations.lease(project, `environment:${environment}`)?.fence ?? 0;

/** An engine that fails says nothing about the release. */
async function answered(check: Check, context: CheckContext, now: () => number): Promise<CheckResult[]> {
  const started = performance.now();
  try {
    return await runCheck(check, context, now);
  } catch (thrown) {
    const why = context.mask(thrown instanceof Error ? thrown.message : String(thrown));
    const tookMs = Math.round(performance.now() - started);
    const detail = `It could not be asked: ${why.slice(0, 300)}`;
    return [{ check: check.name, kind: check.kind, verdict: 'unjudged', detail, evidence: {}, at: now(), tookMs }];
  }
}
