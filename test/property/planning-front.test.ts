import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colours, longestHost, hostOf } from '../../shared/domain/front.ts';
import type { Binding } from '../../shared/domain/plan.ts';
import { besideOf, freeColour, planFront } from '../../shared/planning/front.ts';
import { configurationOf } from '../../electron/haproxy/configuration.ts';
import { serviceOf } from '../fixtures/engine/index.ts';

const built = { context: '.', dockerfile: 'Dockerfile', dockerfileInline: null, args: {}, target: null };
const names = ['web', 'api', 'a.b', 'A_b', 'a_b', 'worker', 'x'.repeat(70)];
const port = fc.constantFrom(80, 8080, 20_001, 20_002, 20_003, 65_535);

const services = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...names),
    artifact: fc.boolean(),
    writes: fc.boolean(),
    network: fc.constantFrom('default', 'back'),
  }),
  { selector: ({ name }) => name, maxLength: 5 },
);
const wanted = fc.uniqueArray(
  fc.record({
    service: fc.constantFrom(...names),
    container: port,
    protocol: fc.constantFrom('tcp' as const, 'udp' as const),
  }),
  { selector: ({ service, container, protocol }) => `${service} ${String(container)} ${protocol}`, maxLength: 6 },
);

const made = fc.tuple(services, wanted, fc.subarray(names)).map(([some, ports, tcp]) => {
  const application = some.map(({ name, artifact, writes, network }) =>
    serviceOf({
      name,
      build: artifact ? built : null,
      networks: [{ name: network, aliases: [] }],
      mounts: writes ? [{ type: 'volume', name: 'data', target: '/data', readOnly: false }] : [],
    }),
  );
  const bindings = ports
    .filter(({ service }) => some.some(({ name }) => name === service))
    .map((binding, index): Binding => ({ ...binding, hostAddress: '0.0.0.0', host: 9000 + index }));
  return { application, bindings, tcp };
});

const options = { image: 'haproxy:lts', sticky: [], checks: {}, certificate: null, testers: null };

describe('a front', () => {
  it('listens on each port once, leads only to what is behind it, and holds every published TCP port of the release', () => {
    fc.assert(
      fc.property(made, ({ application, bindings, tcp }) => {
        const front = planFront(application, bindings, { ...options, tcp }, 7, 'green');
        if ('code' in front) {
          expect(application.some(({ name }) => name.length > 50)).toBe(true);
          return;
        }
        const { entrances, services: behind, adminPort } = front.shape;
        const ports = [...entrances.map((one) => one.port), adminPort];
        expect(new Set(ports).size).toBe(ports.length);
        for (const { routes, mode } of entrances) {
          if (mode === 'tcp') expect(routes).toHaveLength(1);
          for (const route of routes)
            expect(
              behind.some(({ service, container }) => service === route.service && container === route.container),
            ).toBe(true);
        }
        const held = bindings.filter(
          ({ service, protocol }) =>
            protocol === 'tcp' && application.some(({ name, build }) => name === service && build !== null),
        );
        expect(front.bindings.map(({ host }) => host).toSorted()).toEqual(held.map(({ host }) => host).toSorted());
        for (const { service } of behind) expect(hostOf(service, 7, 100).length).toBeLessThanOrEqual(longestHost);
        expect(configurationOf(front.shape, {})).toContain('global');
      }),
    );
  });

  it('never has what writes to a volume, or owns a port that it cannot hold, there twice', () => {
    fc.assert(
      fc.property(made, ({ application, bindings, tcp }) => {
        const front = planFront(application, bindings, { ...options, tcp }, 7, 'green');
        if ('code' in front) return;
        const side = { application: { services: application, networks: [], volumes: [] }, front };
        for (const name of besideOf(side, bindings)) {
          const service = application.find((one) => one.name === name);
          expect(service?.mounts).toEqual([]);
          expect(bindings.some((one) => one.service === name && one.protocol === 'udp')).toBe(false);
        }
      }),
    );
  });

  it('has a colour for what comes that neither what runs nor what is warm has', () => {
    for (const runs of colours)
      for (const warm of [...colours, undefined])
        expect([runs, ...(warm === runs ? [] : [warm])]).not.toContain(freeColour([runs, warm]));
  });

  it('never finds two services under one name', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        fc.pre(one !== other);
        expect(hostOf(one, 1, 1)).not.toBe(hostOf(other, 1, 1));
      }),
    );
  });
});

it('refuses more containers than it has room for, before any is started', () => {
  const web = serviceOf({ name: 'web', build: built, replicas: 101, networks: [{ name: 'default', aliases: [] }] });
  const binding: Binding = { service: 'web', container: 8080, protocol: 'tcp', hostAddress: '0.0.0.0', host: 9000 };
  const front = (replicas: number) => planFront([{ ...web, replicas }], [binding], { ...options, tcp: [] }, 7, 'green');
  expect(front(101)).toMatchObject({ code: 'refused.front-full' });
  expect(front(100)).toMatchObject({ services: ['web'] });
});
