import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Backends } from '../../shared/domain/front.ts';
import type { Binding, Side } from '../../shared/domain/plan.ts';
import { planDeployment } from '../../shared/planning/deployment.ts';
import type { FrontFacts } from '../../shared/planning/fronted.ts';
import { planFront } from '../../shared/planning/front.ts';
import type { Strategy } from '../../shared/planning/rollout.ts';
import { standingAt } from '../../shared/planning/standing.ts';
import { backendsAt, trafficAt } from '../../electron/steps/front-spec.ts';
import { serviceOf } from '../fixtures/engine/index.ts';

const built = { context: '.', dockerfile: 'Dockerfile', dockerfileInline: null, args: {}, target: null };
const names = ['web', 'api', 'store'];
const bindings = names.map((service, index): Binding => ({
  service,
  container: 8080,
  protocol: 'tcp',
  hostAddress: '0.0.0.0',
  host: 9000 + index,
}));
const options = { image: 'haproxy:lts', tcp: [], sticky: [], checks: {}, certificate: null, testers: null };
const replicas = fc.record({
  web: fc.integer({ min: 1, max: 8 }),
  api: fc.integer({ min: 1, max: 8 }),
  store: fc.constant(1),
});
const strategy: fc.Arbitrary<Strategy> = fc.oneof(
  fc.constant<Strategy>({ strategy: 'blue-green' }),
  fc.constant<Strategy>({ strategy: 'canary', steps: [5, 50], holdMs: 1 }),
  fc.record({
    strategy: fc.constant('rolling' as const),
    surge: fc.nat({ max: 3 }),
    unavailable: fc.nat({ max: 3 }),
    holdMs: fc.constant(0),
  }),
);

function sideOf(revision: number, counts: Readonly<Record<string, number>>): Side {
  const services = names.map((name) =>
    serviceOf({
      name,
      build: built,
      replicas: counts[name] ?? 0,
      networks: [{ name: 'default', aliases: [] }],
      // Two of it would write to the same volume.
      mounts: name === 'store' ? [{ type: 'volume', name: 'data', target: '/data', readOnly: false }] : [],
    }),
  );
  const artifacts = names.map((service) => ({ service, digest: '', reference: '', imageId: '', sizeBytes: null }));
  const application = { services, networks: [], volumes: [] };
  return { revision, release: 'r', commit: 'c', artifacts, application, configuration: String(revision) };
}

const facts = (given: Strategy): FrontFacts => ({
  options,
  strategy: given,
  warmMs: 1,
  warmColour: undefined,
  back: null,
});

it('finds a container of every service behind whatever colour gets requests, at every step of every strategy', () => {
  fc.assert(
    fc.property(replicas, replicas, strategy, (before, after, given) => {
      const old = sideOf(1, before);
      const front = planFront(old.application.services, bindings, options, 1, 'blue');
      if ('code' in front) throw new Error(front.message);
      const plan = planDeployment({
        kind: 'promote',
        project: 'p',
        projectName: 'p',
        environment: 'production',
        environmentKind: 'production',
        target: 'local',
        next: sideOf(2, after),
        previous: { ...old, bindings, front },
        restores: null,
        bindings,
        healthTimeoutMs: 1,
        strategy: 'recreate',
        front: facts(given),
        notices: [],
      });
      if ('code' in plan) throw new Error(plan.message);
      let share = 0;
      const serving = (backends: Backends): boolean => {
        const { stable, canary } = trafficAt(plan, share);
        return [stable, ...(canary ? [canary] : [])].every(
          (colour) =>
            backends[colour]?.length === names.length && backends[colour].every(({ hosts }) => hosts.length > 0),
        );
      };
      for (const step of plan.steps) {
        if (step.type === 'traffic.shift') share = (step.input as { to: number }).to;
        expect(serving(backendsAt(plan, standingAt(plan, step.id)))).toBe(true);
      }
      expect(share).toBe(100);
    }),
  );
});
