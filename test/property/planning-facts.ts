/** Arbitrary releases, revisions and facts of a promotion, for the properties of planning. */
import fc from 'fast-check';
import type { Release } from '../../shared/domain/release.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { PromotionFacts } from '../../shared/planning/promotion.ts';

const digestOf = (digit: number): string => `sha256:${String(digit).repeat(64)}`;
export const services = ['web', 'worker'];
export const places = ['qa', 'staging', 'release', 'production'];

/** Digests by service; sometimes a service too few or another image. */
const digests = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ web: digestOf(1), worker: digestOf(1) }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      fc.constantFrom(...services, 'toString', '__proto__'),
      fc.constantFrom(digestOf(1), digestOf(2)),
      { noNullPrototype: true },
    ),
  },
);

export const release = (id: string): fc.Arbitrary<Release> =>
  fc.record({
    id: fc.constant(id),
    project: fc.constant('p'),
    commit: fc.constant(id.padEnd(40, '0')),
    subject: fc.constant('s'),
    author: fc.constant('a'),
    committedAt: fc.constant(0),
    ref: fc.constantFrom('main', 'release/1'),
    tag: fc.constant(null),
    inputs: fc.constant(id),
    schemaVersion: fc.constant(null),
    artifacts: fc.constant(
      services.map((service) => ({
        service,
        digest: digestOf(1),
        reference: digestOf(1),
        imageId: digestOf(1),
        sizeBytes: null,
      })),
    ),
    createdAt: fc.integer({ min: 0, max: 1000 }),
    operation: fc.constant('o'),
    changes: fc.constant(null),
    rejected: fc.option(fc.constant({ by: 'grace', at: 1, why: 'it leaks' }), { nil: null, freq: 5 }),
  });

const clock = fc.integer({ min: -100_000, max: 4_000_000 });

export const revision = (
  number: number,
  releases = fc.constantFrom('r1', 'r2', 'r3'),
  environments = fc.constantFrom(...places),
): fc.Arbitrary<Revision> =>
  fc.record({
    project: fc.constant('p'),
    environment: environments,
    number: fc.constant(number),
    release: releases,
    commit: fc.constant('c'),
    cause: fc.constantFrom('promotion', 'rollback'),
    restores: fc.constant(null),
    status: fc.constantFrom('deploying', 'running', 'replaced', 'failed', 'undone'),
    healthy: fc.boolean(),
    operation: fc.constant('o'),
    by: fc.constant('ada'),
    why: fc.constant(null),
    startedAt: clock,
    runningAt: fc.option(clock, { nil: null }),
    endedAt: fc.option(clock, { nil: null }),
    configuration: fc.constantFrom('c1', 'c2'),
    digests,
    url: fc.constant(null),
  });

const runs = fc
  .array(fc.nat(), { maxLength: 6 })
  .chain((list) => fc.tuple(...list.map((_, index) => revision(index + 1, fc.constant('r1')))));

export const promotionFacts: fc.Arbitrary<PromotionFacts> = fc.record({
  environment: fc.constantFrom('staging', 'production'),
  kind: fc.constant('production'),
  release: release('r1'),
  after: fc.uniqueArray(fc.constantFrom('qa', 'staging'), { maxLength: 2 }),
  lanes: fc.constantFrom([], [], ['release']),
  fromLane: fc.boolean(),
  mirrors: fc.constantFrom(null, null, null, 'production'),
  runs,
  current: fc.option(revision(9), { nil: null }),
  mirrored: fc.option(revision(8), { nil: null }),
  configuration: fc.constantFrom('c1', 'c2'),
  drifted: fc.boolean(),
  openOperation: fc.option(fc.constant('op'), { nil: null, freq: 6 }),
  approvals: fc.array(fc.record({ by: fc.constantFrom('ada', 'grace') }), { maxLength: 3 }),
  gates: fc.record({
    approval: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
    soakMs: fc.option(fc.integer({ min: 1, max: 3_000_000 }), { nil: null }),
  }),
  loses: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant([{ id: 'c1', subject: 'fix: the till' }]) },
  ),
  mayLose: fc.boolean(),
  blockers: fc.oneof(
    { weight: 6, arbitrary: fc.constant([] as string[]) },
    { weight: 1, arbitrary: fc.constant(['this version cannot do it']) },
  ),
});

export const now = clock;
