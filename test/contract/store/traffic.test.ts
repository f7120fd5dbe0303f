import { describe, expect, it } from 'vitest';
import { forgetTraffic } from '../../../electron/engine/traffic-watch.ts';
import { seeing } from '../../../electron/steps/look-at-traffic.ts';
import type { Store } from '../../../electron/store/store.ts';
import type { DeploymentPlan } from '../../../shared/domain/plan.ts';
import { judgedFrom } from '../../../shared/planning/traffic/counting.ts';
import { operationOf, project, seeded } from './setting.ts';

const environment = 'qa';
const minute = 60_000;
/** Long after the epoch, and at the beginning of a second. */
const began = 1_000_000_000_000;
const plan = {
  project,
  environment,
  next: { revision: 2 },
  previous: { revision: 1, front: {} },
  rollout: { strategy: 'canary' },
} as unknown as DeploymentPlan;

/** One request of each revision in the second of `at`. */
function counted(store: Store, at: number, ...revisions: number[]): void {
  const spans = revisions.map((revision) => ({
    at,
    spanMs: 1000,
    revision,
    requests: 1,
    errors: 0,
    latency: null,
  }));
  store.transact(() => store.traffic.add(project, environment, spans, { at, front: 'front', counts: {} }));
}

describe('what the front saw', () => {
  it('is all there for a canary of hours, with what came before it', () => {
    const store = seeded();
    store.transact(() => store.operations.insert(operationOf('o', { startedAt: began })));
    counted(store, began - 20 * minute, 1);
    counted(store, began - 5 * minute, 1);
    counted(store, began + minute, 1, 2);
    counted(store, began + 120 * minute, 1, 2);
    const now = began + 121 * minute;
    forgetTraffic({ store, now: () => now }, { project, environment });
    const see = seeing(store, plan, (at) => judgedFrom(began, at));
    expect(see(now)).toMatchObject({ before: { requests: 1 }, spans: { length: 4 } });
    store.transact(() => store.operations.setStatus('o', 'done', null, now));
    forgetTraffic({ store, now: () => now }, { project, environment });
    expect(seeing(store, plan, (at) => judgedFrom(began, at))(now).spans.length).toBe(2);
  });

  it('is seen as it comes, and goes on being seen when the clock is set back', () => {
    const store = seeded();
    const see = seeing(store, plan, (at) => judgedFrom(began, at));
    const at = (now: number): number[] => see(now).spans.map((span) => span.at - began);
    counted(store, began + 1000, 1, 2);
    expect(at(began + 1500)).toEqual([]);
    expect(at(began + 2000)).toEqual([1000, 1000]);
    counted(store, began + 2000, 2);
    expect(at(began + 3500)).toEqual([1000, 1000, 2000]);
    counted(store, began - 90 * minute, 1, 2);
    expect(at(began - 89 * minute)).toEqual([-90 * minute, -90 * minute]);
  });
});
