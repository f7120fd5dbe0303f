import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveEnvironment } from '../../shared/configuration/flow.ts';
import { parseConfiguration } from '../../shared/configuration/parse.ts';
import { prefixOf, servingName } from '../../shared/domain/naming.ts';
import { removedImages } from '../../shared/planning/removal.ts';
import type { Review } from '../../shared/domain/test-environment.ts';
import {
  branchesByRule,
  endOf,
  instanceName,
  isDraftTitle,
  nameOfBranch,
  type BranchFacts,
  type RuleFacts,
} from '../../shared/planning/test-environments.ts';
import { release, revision } from './planning-facts.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const nameOf = (branch: string): string => nameOfBranch(branch, digest);

/** Names as people give them, names made to collide, and anything that git lets through. */
const branch = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9]{1,6}([/_.-][a-zA-Z0-9]{1,6}){0,3}$/),
  fc.stringMatching(/^[a-z]{1,3}(--?|\/)[a-z]{0,2}-[0-9a-f]{10}$/),
  fc.stringMatching(/^(fix|Fix|FIX|fıx|ﬁx)[/_-]{1,2}(a|A|ä|ä)$/),
  fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }),
);

describe('the name of a branch’s environment', () => {
  it('is never that of another branch, whatever their names are', () => {
    fc.assert(
      fc.property(branch, branch, (one, other) => {
        fc.pre(one !== other);
        expect(nameOf(one)).not.toBe(nameOf(other));
      }),
      { numRuns: 2000 },
    );
  });

  it('is not taken by a branch that is called what another one’s name came out as', () => {
    fc.assert(fc.property(branch, (one) => nameOf(one) === one || nameOf(nameOf(one)) !== nameOf(one)));
  });

  it('is always the same, and one that configuration, containers and networks take', () => {
    const { configuration } = parseConfiguration(
      'slipway: 1\nname: shop\nenvironments: { test: { kind: test, many: true } }\n',
      'slipway.yaml',
    );
    fc.assert(
      fc.property(branch, (one) => {
        const name = nameOf(one);
        expect(name).toMatch(instanceName);
        expect(nameOf(one)).toBe(name);
        if (configuration) expect(resolveEnvironment(configuration, `test.${name}`).kind.kind).toBe('test');
        expect(servingName(prefixOf('shop', 'aaaaaa', `test.${name}`), 'web', 1, 1)).toMatch(
          /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/,
        );
      }),
    );
    expect(configuration).not.toBeNull();
  });

  it('can be read where it can', () => {
    expect(['login', 'feature/login', 'fix-2'].map(nameOf)).toEqual(['login', 'feature--login', 'fix-2']);
    expect(nameOf('Feature/Login')).toMatch(/^feature-login-[0-9a-f]{10}$/);
    expect(nameOf('…')).toMatch(/^branch-[0-9a-f]{10}$/);
  });
});

const review: fc.Arbitrary<Review | null> = fc.option(
  fc.record({
    number: fc.constant(1),
    title: fc.constant('t'),
    url: fc.constant(null),
    draft: fc.boolean(),
    state: fc.constantFrom('open', 'merged', 'closed', 'unknown'),
    reviewers: fc.constant([]),
    workItems: fc.constant([]),
    from: fc.constantFrom('forge', 'commits'),
  }),
  { nil: null },
);
const names = ['main', 'release/1', 'one', 'two', 'topic/three'] as const;
const facts: fc.Arbitrary<RuleFacts> = fc.record({
  from: fc.constantFrom('hand', 'merge-requests', 'branches'),
  patterns: fc.constantFrom(undefined, ['topic/*'], ['*']),
  main: fc.constant('main'),
  release: fc.constant('release/*'),
  followed: fc.constantFrom([], ['two']),
  forge: fc.constantFrom(null, true, false),
  branches: fc.uniqueArray(
    fc.record({ branch: fc.constantFrom(...names), commit: fc.constantFrom('a', 'b'), merged: fc.boolean(), review }),
    { selector: (one: BranchFacts) => one.branch },
  ),
  existing: fc.subarray([...names]).map((some) => new Set<string>(some)),
  removedAt: fc.subarray([...names]).map((some) => new Map(some.map((one) => [one, 'a']))),
  room: fc.integer({ min: -1, max: 3 }),
});

describe('the rule', () => {
  it('gives one to no draft, nothing merged, nothing that has a place, nobody twice, and no more than there is room', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const chosen = branchesByRule(given);
        expect(chosen.length).toBeLessThanOrEqual(Math.max(0, given.room));
        if (given.from === 'hand') expect(chosen).toEqual([]);
        for (const one of chosen) {
          expect(one.merged || given.existing.has(one.branch) || one.review?.draft === true).toBe(false);
          expect(['main', 'release/1', ...given.followed]).not.toContain(one.branch);
          expect(given.removedAt.get(one.branch)).not.toBe(one.commit);
          if (given.from === 'merge-requests' && given.forge !== null)
            expect([given.forge, one.review?.from, one.review?.state]).toEqual([true, 'forge', 'open']);
        }
      }),
    );
  });

  it('leaves nothing out that it should choose', () => {
    const open = { number: 1, title: 't', url: null, reviewers: [], workItems: [] };
    const one = (name: string, given: Partial<Review> | null): BranchFacts => ({
      branch: name,
      commit: 'c',
      merged: false,
      review: given && { ...open, draft: false, state: 'open', from: 'forge', ...given },
    });
    const all = { patterns: undefined, main: 'main', release: 'release/*', followed: [], room: 9 };
    const none = { existing: new Set<string>(), removedAt: new Map([['again', 'before']]) };
    const branches = [one('asked', {}), one('draft', { draft: true }), one('alone', null), one('again', {})];
    const chosen = (from: RuleFacts['from'], forge: boolean | null): string[] =>
      branchesByRule({ ...all, ...none, from, forge, branches }).map((found) => found.branch);
    expect(chosen('merge-requests', true)).toEqual(['asked', 'again']);
    expect(chosen('merge-requests', false)).toEqual([]);
    expect(chosen('merge-requests', null)).toEqual(['asked', 'alone', 'again']);
    expect(chosen('branches', true)).toEqual(['asked', 'alone', 'again']);
    expect(chosen('branches', false)).toEqual([]);
  });
});

it('an environment ends with its branch, its merge or its time, and for no other reason', () => {
  const end = fc.record({
    branch: fc.constantFrom('topic', null),
    byRule: fc.boolean(),
    endsAt: fc.option(fc.nat(100), { nil: null }),
    exists: fc.constantFrom(true, false, null),
    merged: fc.boolean(),
    review,
  });
  fc.assert(
    fc.property(end, fc.nat(100), (given, now) => {
      const forge = given.review?.from === 'forge' ? given.review.state : null;
      const should =
        (given.branch !== null && (given.exists === false || given.merged)) ||
        forge === 'merged' ||
        (forge === 'closed' && given.byRule) ||
        (given.endsAt !== null && now >= given.endsAt);
      expect(endOf(given, now) !== null).toBe(should);
    }),
  );
});

it('a draft is told by its title', () => {
  const titles = ['WIP: a', 'wip', 'Draft: b', '[WIP] c', '(draft) d', 'draft : e', 'fixup! f'];
  expect(titles.filter((title) => !isDraftTitle(title))).toEqual([]);
  expect(['Wipe the counter', 'Drafting', 'Add a draft: view', 'wip-less'].filter(isDraftTitle)).toEqual([]);
});

it('with an environment go images of its own releases, and never one that anything else may need', () => {
  const ids = ['r1', 'r2', 'r3'] as const;
  const environments = fc.constantFrom('test.topic', 'test.other', 'qa');
  const image = (digit: number) => ({
    service: 'web',
    digest: 'd',
    reference: 'd',
    imageId: String(digit),
    sizeBytes: 1,
  });
  const given = fc.record({
    releases: fc.tuple(
      ...ids.map((id) =>
        fc
          .record({
            base: release(id),
            ref: fc.constantFrom('main', 'topic'),
            workingTree: fc.constantFrom(undefined, 'test.topic'),
            digit: fc.nat(3),
          })
          .map(({ base, digit, workingTree, ref }) => ({
            ...base,
            ...{ ref, artifacts: [image(digit)] },
            ...(workingTree === undefined ? {} : { workingTree }),
          })),
      ),
    ),
    revisions: fc.array(revision(1, fc.constantFrom(...ids), environments), { maxLength: 8 }),
    gone: fc.constantFrom(new Set<string>(), new Set(['test.other'])),
    working: fc.subarray([...ids]),
  });
  fc.assert(
    fc.property(given, ({ releases, revisions, gone, working }) => {
      const facts = { environment: 'test.topic', branch: 'topic', releases, gone, working };
      const going = removedImages({ ...facts, revisionsOf: (id) => revisions.filter((one) => one.release === id) });
      for (const { release: id, imageId } of going) {
        const own = releases.find((one) => one.id === id);
        expect(own?.ref === 'topic' || own?.workingTree === 'test.topic').toBe(true);
        expect(working).not.toContain(id);
        const others = revisions.filter((one) => one.release === id && one.environment !== 'test.topic');
        expect(others.every((one) => gone.has(one.environment) && !/running|deploying/.test(one.status))).toBe(true);
        const sharing = releases.filter((one) => one.artifacts.some((artifact) => artifact.imageId === imageId));
        expect(sharing.every((one) => going.some((other) => other.release === one.id))).toBe(true);
      }
    }),
  );
});
