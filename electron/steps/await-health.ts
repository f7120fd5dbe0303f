/** Waiting until containers are well, and saying what is wrong with the one that is not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, type ProblemError } from '../../shared/problem.ts';
import type { ContainerState } from '../../shared/domain/health.ts';
import type { Service } from '../../shared/domain/service.ts';
import type { ContainerSpec, Target } from '../targets/target.ts';

export interface Patience {
  readonly timeoutMs: number;
  /** Passes in a row that count as healthy: one alone may be a flap. */
  readonly passes: number;
  /** From one pass to the next. */
  readonly pauseMs: number;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds: a clock that is set back must not stretch the wait. */
  readonly elapsedMs: () => number;
}

/** Without a health check, a container that stays up this long counts as well. */
const settleMs = 1000;
const pollMs = 50;

/** Resolves when every container passed often enough in a row; rejects with `failed.unhealthy` and the last log lines. */
export async function awaitHealthy(
  target: Target,
  specs: readonly ContainerSpec[],
  jobs: ReadonlySet<string>,
  patience: Patience,
): Promise<void> {
  await Promise.all(
    specs.map((spec) =>
      jobs.has(spec.service.name) ? awaitCompletion(target, spec, patience) : awaitOne(target, spec, patience),
    ),
  );
}

async function awaitOne(target: Target, spec: ContainerSpec, patience: Patience): Promise<void> {
  const started = patience.elapsedMs();
  let passes = 0;
  let said = '';
  let upSince: number | null = null;
  // A database that is kept for months may have restarted before: only what happens now counts.
  let restartsBefore: number | null = null;
  let state: ContainerState | null = null;
  for (;;) {
    patience.signal.throwIfAborted();
    // A check that passed says all that a look would: the container is looked at again only when one did not.
    if (passes === 0) state = await target.inspect(spec.name);
    if (!state || hasEnded(state)) throw await unhealthy(target, spec, state, 'it ended');
    restartsBefore ??= state.restarts;
    const restarts = state.restarts - restartsBefore;
    if (restarts > 2) throw await unhealthy(target, spec, state, `it restarted ${String(restarts)} times`);
    const up = state.state === 'running';
    const { healthcheck } = state;
    upSince = up ? (upSince ?? patience.elapsedMs()) : null;
    if (up && healthcheck) {
      const checked = await target.checkHealth(spec.name, healthcheck, patience.signal);
      passes = checked.passed ? passes + 1 : 0;
      if (!checked.passed) said = checked.output.slice(0, 2000);
    }
    if (healthcheck ? passes >= patience.passes : upSince !== null && patience.elapsedMs() - upSince >= settleMs)
      return;
    const waited = patience.elapsedMs() - started;
    if (waited > patience.timeoutMs)
      throw await unhealthy(
        target,
        spec,
        state,
        `its health check did not pass within ${String(Math.round(patience.timeoutMs / 1000))} s`,
        said,
      );
    await sleep(passes > 0 ? patience.pauseMs : pollMs, undefined, { signal: patience.signal });
  }
}

async function awaitCompletion(target: Target, spec: ContainerSpec, patience: Patience): Promise<void> {
  const started = patience.elapsedMs();
  for (;;) {
    patience.signal.throwIfAborted();
    const state = await target.inspect(spec.name);
    if (state?.state === 'exited' && state.exitCode === 0) return;
    if (!state || hasEnded(state)) throw await unhealthy(target, spec, state, 'it was expected to complete');
    if (patience.elapsedMs() - started > patience.timeoutMs)
      throw await unhealthy(
        target,
        spec,
        state,
        `it did not complete within ${String(Math.round(patience.timeoutMs / 1000))} s`,
      );
    await sleep(pollMs, undefined, { signal: patience.signal });
  }
}

/** Waits for what a service depends on, by the condition that its Compose file states. */
export async function awaitDependencies(
  target: Target,
  service: Service,
  specs: readonly ContainerSpec[],
  patience: Patience,
): Promise<void> {
  for (const [name, { condition }] of Object.entries(service.dependsOn)) {
    for (const spec of specs.filter((candidate) => candidate.service.name === name)) {
      if (condition === 'service_completed_successfully') await awaitCompletion(target, spec, patience);
      if (condition === 'service_healthy') await awaitOne(target, spec, patience);
    }
  }
}

const hasEnded = (state: ContainerState): boolean => state.state === 'exited' || state.state === 'dead';

async function unhealthy(
  target: Target,
  spec: ContainerSpec,
  state: ContainerState | null,
  why: string,
  check = '',
): Promise<ProblemError> {
  const lines = await lastLines(target, spec.name);
  const ending =
    state === null
      ? 'its container is gone'
      : state.oomKilled
        ? 'it ran out of memory'
        : state.exitCode !== null && hasEnded(state)
          ? `it exited with code ${String(state.exitCode)}`
          : why;
  return fail('failed.unhealthy', `“${spec.service.name}” is not well: ${ending}.`, {
    hint:
      check !== ''
        ? `The check said: ${check.split('\n', 1)[0]?.slice(0, 300) ?? ''}`
        : lines.length > 0
          ? `It said last: ${lines.at(-1)?.slice(0, 300) ?? ''}`
          : 'It printed nothing.',
    details: { service: spec.service.name, container: spec.name, log: lines, ...(check === '' ? {} : { check }) },
  });
}

async function lastLines(target: Target, name: string): Promise<string[]> {
  const lines: string[] = [];
  try {
    for await (const line of target.logs(name, { tail: 20, follow: false, signal: AbortSignal.timeout(5000) }))
      lines.push(line.text.slice(0, 2000));
  } catch {
    // The log is evidence only: without it the failure itself is still told.
  }
  return lines;
}
