/** One run of a scenario in which the engine is killed, and what was left of it after the last restart. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Operation } from '../../shared/domain/operation.ts';
import { ProblemError } from '../../shared/problem.ts';
import { brokenPromises, watchAnswers } from './checks.ts';
import { startAndDie, startEngineUnderTest, type EngineUnderTest } from './engine-under-test.ts';
import { newKey, settled, type Lane } from './lane.ts';
import type { Scenario } from './scenarios.ts';

export interface Run {
  readonly status: Operation['status'];
  /** The problem that it ended with. */
  readonly problem: string | null;
  /** Promises that do not hold. */
  readonly broken: string[];
}

/** What a run must come to: only a failure has a problem. */
export const ending = (status: Run['status']) => ({
  status,
  problem: status === 'failed' ? (expect.any(String) as string) : null,
  broken: [],
});

export interface Killing {
  /** Where the engine that began the operation dies: at a point, or after so many milliseconds. */
  readonly first: string | { readonly afterMs: number };
  /** Where each engine that recovers dies, one after the other; the one after them lives. */
  readonly then?: readonly string[];
  /** Asks for an abort as soon as the last engine answers. */
  readonly abort?: boolean;
}

/** Runs the scenario once, kills, restarts, waits until it rests, and looks at everything. */
export async function killedRun(lane: Lane, scenario: Scenario, killing: Killing): Promise<Run> {
  const { first, then = [] } = killing;
  const doomed = await startEngineUnderTest(
    lane.data,
    typeof first === 'string' ? { at: arrival(scenario, first) } : {},
  );
  const { environment, begin } = await scenario.prepare(lane, doomed.client);
  const before = await runningIn(lane, doomed, environment);
  const watch = before?.url ? watchAnswers(before.url) : null;
  const key = newKey();
  const operations = await countOf(lane, doomed);
  // The answer may be lost with the engine: the key finds the operation again.
  const begun = begin(doomed.client, key).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
  // What is refused at the start never comes to the point.
  if (typeof first === 'string') await Promise.all([doomed.ended, begun]);
  else {
    await begun;
    await sleep(first.afterMs);
    await doomed.kill();
  }
  await begun;
  for (const at of then) await startAndDie(lane.data, at);

  const engine = await startEngineUnderTest(lane.data);
  try {
    const again = await begin(engine.client, key);
    const acknowledged = killing.abort ? await abort(engine, again.id) : false;
    const operation = await settled(engine.client, again.id);
    const same = await begin(engine.client, key);
    const after = await runningIn(lane, engine, environment);
    const broken = await brokenPromises(lane, engine.client, operation);
    if (same.id !== again.id || (await countOf(lane, engine)) !== operations + 1)
      broken.push('the same key began a second operation');
    if (acknowledged && operation.status === 'done') broken.push('an acknowledged abort ended as done');
    if (before && operation.status !== 'done' && after?.number !== before.number)
      broken.push(`it was undone, and revision ${String(after?.number)} runs instead of ${String(before.number)}`);
    const known = [before?.release, operation.release].map((release) => lane.textOf(release ?? ''));
    for (const text of (await watch?.stop()) ?? [])
      if (!known.includes(text)) broken.push(`in between it answered ${JSON.stringify(text)}`);
    if (lane.fronted && (watch?.failures() ?? 0) > 0)
      broken.push(`${String(watch?.failures())} requests failed behind the load balancer`);
    return { status: operation.status, problem: operation.problem?.message ?? null, broken };
  } finally {
    await watch?.stop();
    await engine.kill();
    if (environment?.startsWith('test.')) await lane.clear(environment);
  }
}

/**
 * Runs a scenario without a kill: it ends so and keeps every promise. Answers the points that it passed. A step that is
 * added must be killed too: its points are missing from the list of its scenario until they are put there.
 */
export async function passedPoints(lane: Lane, scenario: Scenario, ends: Run['status']): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-points-'));
  const record = join(folder, 'points');
  const engine = await startEngineUnderTest(lane.data, { record });
  try {
    const { begin, environment } = await scenario.prepare(lane, engine.client);
    const before = scenario.prepared?.length ?? 0;
    const operation = await settled(engine.client, (await begin(engine.client, newKey())).id);
    expect(operation.status).toBe(ends);
    expect(await brokenPromises(lane, engine.client, operation)).toEqual([]);
    if (environment?.startsWith('test.')) await lane.clear(environment);
    return readFileSync(record, 'utf8').trim().split('\n').slice(before);
  } finally {
    await engine.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The arrival at a point that is the scenario's own. */
const arrival = ({ prepared }: Scenario, point: string): string => (prepared?.includes(point) ? `${point}#2` : point);

/** Whether the abort was acknowledged; one that comes too late is refused. */
async function abort(engine: EngineUnderTest, operation: string): Promise<boolean> {
  try {
    await engine.client.call('operation.abort', { operation });
    return true;
  } catch (error) {
    if (error instanceof ProblemError && ['conflict.too-late', 'conflict.ended'].includes(error.problem.code))
      return false;
    throw error;
  }
}

async function runningIn(lane: Lane, engine: EngineUnderTest, environment: string | null) {
  if (environment === null) return null;
  const { revisions } = await engine.client.call('history.list', { project: lane.project, environment, limit: 500 });
  return revisions.find((revision) => revision.status === 'running') ?? null;
}

/** How many operations were ever begun. */
async function countOf(lane: Lane, engine: EngineUnderTest): Promise<number> {
  let count = 0;
  for (let seq = 0; ;) {
    const { events } = await engine.client.call('events.since', { seq, project: lane.project, limit: 1000 });
    if (events.length === 0) return count;
    count += events.filter((event) => event.type === 'operation.started').length;
    seq = events.at(-1)?.seq ?? seq;
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'failed.engine-gone';
