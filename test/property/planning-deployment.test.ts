import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inDependencyOrder, isArtifact } from '../../shared/domain/naming.ts';
import { deploymentPlanSchema } from '../../shared/domain/plan.ts';
import type { Application, Service } from '../../shared/domain/service.ts';
import type { ContainerState } from '../../shared/domain/health.ts';
import { configurationDiff } from '../../shared/planning/configuration-diff.ts';
import { planDeployment, urlOf, wantedPorts, type DeploymentFacts } from '../../shared/planning/deployment.ts';
import { driftOf, expectedContainers } from '../../shared/planning/drift.ts';
import { serviceOf } from '../fixtures/engine/service.ts';

const digest = (digit: number): string => `sha256:${String(digit).repeat(64)}`;
const build = { context: '.', dockerfile: 'Dockerfile', dockerfileInline: null, args: {}, target: null };

const service = (name: string): fc.Arbitrary<Service> =>
  fc
    .record({
      built: fc.boolean(),
      replicas: fc.integer({ min: 0, max: 3 }),
      environment: fc.dictionary(fc.stringMatching(/^[A-Z_]{1,8}$/), fc.string({ maxLength: 20 }), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
      dependsOn: fc.subarray(['a', 'b', 'c', 'd']),
      exposed: fc.uniqueArray(fc.integer({ min: 1, max: 65535 }), { maxLength: 2 }),
    })
    .map(({ built, replicas, environment, dependsOn, exposed }) =>
      serviceOf({
        name,
        build: built ? build : null,
        image: built ? null : `image-of-${name}`,
        replicas,
        environment,
        expose: exposed,
        dependsOn: Object.fromEntries(
          dependsOn
            .filter((other) => other < name)
            .map((other) => [other, { condition: 'service_started', required: true }]),
        ),
      }),
    );
const application: fc.Arbitrary<Application> = fc
  .subarray(['a', 'b', 'c', 'd'], { minLength: 1 })
  .chain((names) => fc.tuple(...names.map(service)))
  .map((services) => ({ services, networks: [{ name: 'default', internal: false, labels: {} }], volumes: [] }));

const side = fc
  .record({
    application,
    digits: fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }),
    revision: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ application: app, digits, revision }) => ({
    revision,
    release: 'r',
    commit: 'c',
    application: app,
    configuration: 'hash',
    artifacts: app.services.filter(isArtifact).map(({ name }, index) => ({
      service: name,
      digest: digest(digits[index] ?? 0),
      reference: 'x',
      imageId: digest(0),
      sizeBytes: null,
    })),
  }));
const facts: fc.Arbitrary<DeploymentFacts> = fc.record({
  kind: fc.constantFrom('promote', 'rollback'),
  project: fc.constant('abc123'),
  projectName: fc.constant('shop'),
  environment: fc.constant('qa'),
  environmentKind: fc.constant('qa'),
  target: fc.constant('local'),
  next: side,
  previous: fc.option(side, { nil: null }),
  restores: fc.constant(null),
  healthTimeoutMs: fc.constant(1000),
  bindings: fc.array(
    fc.record({
      service: fc.constantFrom('a', 'b', 'c'),
      container: fc.constant(80),
      protocol: fc.constantFrom('tcp', 'udp'),
      hostAddress: fc.constantFrom('0.0.0.0', '::1', '10.0.0.1'),
      host: fc.integer({ min: 1, max: 65535 }),
    }),
    { maxLength: 2 },
  ),
  strategy: fc.constantFrom('recreate', 'rehearsed'),
  notices: fc.array(fc.string(), { maxLength: 2 }),
});

function isFrozen(value: unknown): boolean {
  return (
    typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen))
  );
}

describe('the plan of a deployment', () => {
  it('is frozen data that the contract takes, the same each time, and changes nothing that it was made from', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const before = structuredClone(given);
        const plan = planDeployment(given);
        expect(given).toEqual(before);
        expect(isFrozen(given)).toBe(false);
        expect(planDeployment(given)).toEqual(plan);
        if ('code' in plan) return;
        expect(isFrozen(plan)).toBe(true);
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
        expect(deploymentPlanSchema.parse(plan)).toEqual(plan);
      }),
    );
  });

  it('runs exactly the digests of the release, and refuses when one is missing', () => {
    fc.assert(
      fc.property(facts, fc.boolean(), (given, drop) => {
        const asked = drop ? { ...given, next: { ...given.next, artifacts: given.next.artifacts.slice(1) } } : given;
        const plan = planDeployment(asked);
        const complete = asked.next.application.services
          .filter(isArtifact)
          .every(({ name }) => asked.next.artifacts.some((artifact) => artifact.service === name));
        if ('code' in plan) {
          expect(['refused.port-shared', ...(complete ? [] : ['refused.not-in-release'])]).toContain(plan.code);
          return;
        }
        expect(complete).toBe(true);
        expect(plan.next.artifacts).toEqual(asked.next.artifacts);
      }),
    );
  });

  it('commits the truth once, after everything was verified, and removes the old only then', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const plan = planDeployment(given);
        if ('code' in plan) return;
        const types = plan.steps.map(({ type }) => type);
        expect(new Set(plan.steps.map(({ id }) => id)).size).toBe(plan.steps.length);
        expect(plan.steps.filter(({ commits }) => commits).map(({ type }) => type)).toEqual(['revision.record']);
        const order = [
          'images.ensure',
          'environment.prepare',
          'dependencies.ensure',
          'containers.rehearse',
          'containers.switch',
          'deployment.verify',
          'revision.record',
          'containers.retire',
        ];
        expect(types).toEqual(order.filter((type) => types.includes(type)));
        for (const type of ['images.ensure', 'containers.switch', 'deployment.verify', 'revision.record'])
          expect(types).toContain(type);
        expect(types.includes('containers.retire')).toBe(given.previous !== null);
        expect(types.includes('containers.rehearse')).toBe(plan.rehearsed);
        if (given.kind === 'rollback') expect(plan.rehearsed).toBe(false);
      }),
    );
  });

  it('starts what others depend on first', () => {
    fc.assert(
      fc.property(application, ({ services }) => {
        const order = inDependencyOrder(services).map(({ name }) => name);
        expect([...order].sort()).toEqual(services.map(({ name }) => name).sort());
        for (const one of services)
          for (const other of Object.keys(one.dependsOn))
            if (order.includes(other)) expect(order.indexOf(other)).toBeLessThan(order.indexOf(one.name));
      }),
    );
  });

  it('publishes fixed ports as declared and nothing twice; the address that a person opens is one', () => {
    fc.assert(
      fc.property(
        application,
        fc.dictionary(
          fc.constantFrom('a', 'b', 'nowhere'),
          fc.constantFrom<string | number>(8080, '127.0.0.1:81', '[::1]:82'),
        ),
        ({ services }, publish) => {
          const wanted = wantedPorts(services, publish);
          if (!Array.isArray(wanted)) {
            expect(wanted.code).toMatch(/^usage\.publish-/);
            return;
          }
          for (const name of Object.keys(publish))
            expect(wanted.filter((one) => one.service === name && one.host !== null)).toHaveLength(1);
          const keys = wanted.map(({ service: name, port }) => `${name} ${String(port.container)} ${port.protocol}`);
          expect(new Set(keys).size).toBe(keys.length);
          const url = urlOf(
            wanted.map(({ service: name, port, hostAddress, host }) => ({
              service: name,
              container: port.container,
              protocol: port.protocol,
              hostAddress,
              host: host ?? 1,
            })),
          );
          if (url !== null) expect(() => new URL(url)).not.toThrow();
        },
      ),
    );
  });
});

describe('the difference between two configurations', () => {
  it('is empty between the same, names each path once, and turns round with its sides', () => {
    fc.assert(
      fc.property(application, application, (one, other) => {
        expect(configurationDiff(one, structuredClone(one))).toEqual([]);
        expect(configurationDiff(null, one)).toEqual([]);
        const there = configurationDiff(one, other);
        expect(new Set(there.map(({ path }) => path)).size).toBe(there.length);
        expect(configurationDiff(other, one)).toEqual(
          there.map(({ path, before, after }) => ({ path, before: after, after: before })),
        );
      }),
    );
  });

  it('shows no secret, under whatever name it goes', () => {
    const secret = 'hunter2hunter2';
    const places = fc.constantFrom(
      { DB_PASSWORD: secret },
      { API_KEY: secret },
      { apikey: secret },
      { GITHUB_TOKEN: secret },
      { SIGNING_KEY: secret },
      { BASIC_AUTH: secret },
      { DATABASE_URL: `postgres://shop:${secret}@db/shop` },
      { URLS: `redis://:${secret}@one redis://:${secret}@two` },
      { OPTIONS: `--verbose --password=${secret}` },
      { OPTIONS: `--db-password ${secret} --x` },
      { JAVA_OPTS: `-Dkey=${secret}` },
    );
    fc.assert(
      fc.property(places, (environment) => {
        const before: Application = { services: [serviceOf({ name: 'web' })], networks: [], volumes: [] };
        const after: Application = {
          ...before,
          services: [serviceOf({ name: 'web', environment, command: ['run', `--token=${secret}`] })],
        };
        const text = JSON.stringify([configurationDiff(before, after), configurationDiff(after, before)]);
        expect(text).not.toContain(secret);
        expect(text).toContain('••••••');
      }),
    );
  });
});

describe('drift', () => {
  it('is none exactly when every expected container is there with the image of the release', () => {
    fc.assert(
      fc.property(
        side,
        fc.nat(),
        fc.constantFrom('none', 'lose', 'swap'),
        ({ application: app, artifacts, revision }, pick, damage) => {
          const all: ContainerState[] = app.services.flatMap((one) =>
            Array.from({ length: one.replicas }, (_, replica): ContainerState => ({
              id: 'i',
              name: `${one.name}-${String(replica)}`,
              service: one.name,
              replica,
              revision: isArtifact(one) ? revision : 0,
              image: artifacts.find(({ service: name }) => name === one.name)?.digest ?? 'dependency',
              state: 'running',
              health: 'healthy',
              exitCode: null,
              startedAt: 1,
              finishedAt: null,
              oomKilled: false,
              restarts: 0,
              ports: [],
              healthcheck: null,
            })),
          );
          const stranger = { ...all[0], service: 'somebody-else', name: 'x' } as ContainerState;
          const target = all[pick % Math.max(1, all.length)];
          const containers =
            damage === 'lose'
              ? all.filter((one) => one !== target)
              : damage === 'swap'
                ? all.map((one) =>
                    one === target && isArtifact(app.services.find(({ name }) => name === one.service)!)
                      ? { ...one, image: 'another' }
                      : one,
                  )
                : all;
          const drift = driftOf({ revision, services: app.services, artifacts, containers: [...containers, stranger] });
          expect(drift.length > 0).toBe(
            containers.length !== all.length || containers.some((one, index) => one.image !== all[index]?.image),
          );
          expect(expectedContainers({ revision, services: app.services, artifacts, containers: all })).toMatchObject({
            expected: all.length,
          });
        },
      ),
    );
  });
});
