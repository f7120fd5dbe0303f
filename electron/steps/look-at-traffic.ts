/** Reads the counters of an environment's front, and keeps what was counted since the last look for each revision. */
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import type { SeenTraffic } from '../../shared/planning/verification/traffic.ts';
import {
  addUp,
  beforeMs,
  byRevision,
  countedSince,
  spanLengths,
  spansOf,
  type Count,
  type Counters,
  type TrafficSpan,
} from '../../shared/planning/traffic/counting.ts';
import type { Store } from '../store/store.ts';
import type { Target } from '../targets/target.ts';
import { frontContainerName, frontOf, nextFront } from './front-spec.ts';
import type { StepContext } from './step.ts';

const [{ spanMs: secondMs }] = spanLengths;

/** Looks by environment: two that overlapped would count the same requests twice, or take the older count for a restart. */
const looks = new Map<string, Promise<unknown>>();
/** When each was looked at last: that nothing was counted is not written down. */
const lookedAt = new Map<string, number>();

/** Answers whether any request came since the last look. Rejects when the front does not answer. */
export async function lookAtTraffic(
  store: Store,
  plan: DeploymentPlan,
  target: Target,
  now: () => number,
): Promise<boolean> {
  const key = `${plan.project}\n${plan.environment}`;
  const before = looks.get(key) ?? Promise.resolve();
  const look = before.catch(() => undefined).then(() => read(key, store, plan, target, now));
  looks.set(key, look);
  return look;
}

/** A front is looked at this often: a bad release is seen with the requests that it gets in that time. */
const lookEveryMs = 500;

/** For who watches a deployment in a loop: looks when it is time again. Rejects when the front does not answer. */
export function frontLooks({ plan, target, store, now, seen }: Looking): () => Promise<void> {
  let lookAt = 0;
  return async () => {
    if (!plan.next.front || performance.now() < lookAt) return;
    lookAt = performance.now() + lookEveryMs;
    if (await lookAtTraffic(store, plan, target, now)) seen();
  };
}
type Looking = Pick<StepContext<DeploymentPlan>, 'plan' | 'target' | 'store' | 'now' | 'seen'>;

async function read(
  key: string,
  store: Store,
  plan: DeploymentPlan,
  target: Target,
  now: () => number,
): Promise<boolean> {
  const counts = await frontOf(plan, target).counts();
  const at = now();
  const counters: Counters = {
    at,
    front: frontContainerName(plan, nextFront(plan)),
    counts: Object.fromEntries(
      counts.map(({ colour, service, container, requests, errors, latency }) => [
        `${colour} ${service}:${String(container)}`,
        { requests, errors, latency },
      ]),
    ),
  };
  const { project, environment } = plan;
  return store.transact(() => {
    const last = store.traffic.counters(project, environment);
    const traffic = byRevision(countedSince(last, counters), revisionsOf(plan));
    const gapMs = at - Math.max(last?.at ?? 0, lookedAt.get(key) ?? 0);
    lookedAt.set(key, at);
    if (traffic.length > 0 || last?.front !== counters.front)
      store.traffic.add(project, environment, spansOf(traffic, at, gapMs), counters);
    return traffic.length > 0;
  });
}

/** Whose requests those of a colour are. */
function revisionsOf({ next, previous }: DeploymentPlan): (key: string) => number | null {
  const sides = [next, previous].flatMap((side) => (side?.front ? [[side.front.colour, side.revision] as const] : []));
  return (key) => sides.find(([colour]) => key.startsWith(`${colour} `))?.[1] ?? null;
}

/**
 * What was seen of a revision from `from` on, and of the one beside it, for who asks again and again: seconds that have
 * ended do not change, and are read once. In the one that goes on, what is seen depends on when it is looked at.
 */
export function seeing(
  store: Store,
  { project, environment, next, previous, rollout }: DeploymentPlan,
  from: (now: number) => number,
): (now: number) => SeenTraffic {
  const gradual = rollout?.strategy === 'canary' || rollout?.strategy === 'rolling';
  const stable = gradual && previous?.front ? previous.revision : null;
  const read = (since: number, to: number): TrafficSpan[] =>
    store.traffic.spans(project, environment, secondMs, since, to);
  const beforeIt = (first: number): Count | null =>
    stable === null ? null : addUp(read(first - beforeMs, first).filter(({ revision }) => revision === stable));
  let known: { spans: TrafficSpan[]; readTo: number } | null = null;
  let before: { first: number; count: Count | null } | null = null;
  return (now) => {
    const since = secondOf(from(now));
    const to = secondOf(now);
    // Of a clock that was set back, what is known is yet to come.
    if (known && known.readTo > to) known = null;
    const spans = [...(known?.spans ?? []), ...read(known?.readTo ?? since, to)].filter(({ at }) => at >= since);
    known = { spans, readTo: to };
    const first = spans.find(({ revision }) => revision === next.revision)?.at ?? now;
    if (before?.first !== first) before = { first, count: beforeIt(first) };
    return { spans: spans.filter(({ at }) => at >= first), canary: next.revision, stable, before: before.count };
  };
}

const secondOf = (at: number): number => Math.floor(at / secondMs) * secondMs;
