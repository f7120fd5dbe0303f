import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dependencyName,
  networkName,
  prefixOf,
  rehearsalName,
  servingName,
  slug,
  volumeName,
} from '../../shared/domain/naming.ts';
import { workItemsIn } from '../../shared/domain/work-items.ts';

describe('names on the engine', () => {
  const environment = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}(\.[a-z0-9][a-z0-9-]{0,8})?$/);
  const serviceName = fc.stringMatching(/^[a-zA-Z0-9._-]{1,12}$/);
  const project = fc.record({
    name: fc.oneof(fc.string(), fc.constantFrom('shop', 'shop-aaaaaa')),
    id: fc.constantFrom('aaaaaa', 'bbbbbb'),
  });
  const thing = fc.record({
    project,
    environment,
    service: serviceName,
    revision: fc.integer({ min: 1, max: 12 }),
    replica: fc.integer({ min: 1, max: 3 }),
    hash: fc.stringMatching(/^[0-9a-f]{8}$/),
    kind: fc.constantFrom('serving', 'rehearsal', 'dependency'),
  });
  type Thing = typeof thing extends fc.Arbitrary<infer T> ? T : never;

  const containerOf = ({
    project: { name, id },
    environment: at,
    service: of,
    revision,
    replica,
    hash,
    kind,
  }: Thing): string => {
    const prefix = prefixOf(name, id, at);
    return kind === 'serving'
      ? servingName(prefix, of, revision, replica)
      : kind === 'rehearsal'
        ? rehearsalName(prefix, of, revision)
        : dependencyName(prefix, of, hash, replica);
  };
  const identityOf = ({
    project: { name, id },
    environment: at,
    service: of,
    revision,
    replica,
    hash,
    kind,
  }: Thing): string =>
    [
      slug(name, 24),
      id,
      at,
      of,
      kind,
      ...(kind === 'serving' ? [revision, replica] : kind === 'rehearsal' ? [revision] : [hash, replica]),
    ].join('\n');

  it('are the same only for the same thing: containers', () => {
    fc.assert(
      fc.property(thing, thing, (one, other) => {
        expect(containerOf(one) === containerOf(other)).toBe(identityOf(one) === identityOf(other));
        expect(containerOf(one)).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/);
      }),
      { numRuns: 5000 },
    );
  });

  it('are the same only for the same thing where an environment’s name continues another’s', () => {
    const parts = fc.array(fc.constantFrom('qa', 'copy', 'r1', '1', 'web'), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(parts, fc.nat(), fc.nat(), (words, first, second) => {
        const split = (at: number): [string, string] => {
          const end = 1 + (at % (words.length - 1));
          return [words.slice(0, end).join('-'), words.slice(end).join('-')];
        };
        const [[one, oneRest], [other, otherRest]] = [split(first), split(second)];
        const same = one === other;
        const prefix = (environmentName: string): string => prefixOf('shop', 'aaaaaa', environmentName);
        expect(servingName(prefix(one), oneRest, 1, 1) === servingName(prefix(other), otherRest, 1, 1)).toBe(same);
        expect(networkName(prefix(one), oneRest) === networkName(prefix(other), otherRest)).toBe(same);
        expect(volumeName(prefix(one), oneRest) === volumeName(prefix(other), otherRest)).toBe(same);
      }),
    );
  });

  it('of a project are never empty and fit where names of images go', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, limit) => {
        expect(slug(text, limit)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slug(text, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

describe('work items', () => {
  it('are found whole, once, in order, and never out of hostile text in a long time', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.integer({ min: 1, max: 999 }).map((number) => `#${String(number)}`),
            fc.integer({ min: 1, max: 999 }).map((number) => `ABC-${String(number)}`),
          ),
          { maxLength: 30 },
        ),
        fc.constantFrom(' ', ', ', '\n', ' (', ') '),
        (items, gap) => {
          expect(workItemsIn([`Fix${gap}${items.join(gap)}`])).toEqual([...new Set(items)]);
          expect(workItemsIn(items)).toEqual([...new Set(items)]);
        },
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const found = workItemsIn(texts);
        expect(found.length).toBeLessThanOrEqual(200);
        for (const item of found) expect(item).toMatch(/^(#\d{1,9}|[A-Z][A-Z0-9]{1,9}-\d{1,9})$/);
      }),
    );
    const start = performance.now();
    for (const text of ['A'.repeat(1e6), 'A-'.repeat(5e5), '#'.repeat(1e6), 'AB-1'.repeat(3e5)]) workItemsIn([text]);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('begin with what the repository says, and with nothing else then', () => {
    const text = 'Close SHOP-12, GH#7, gh#7, #8, !9, ABC-1, SHOP-x, xSHOP-2, SHOP-12';
    expect(workItemsIn([text])).toEqual(['SHOP-12', '#8', 'ABC-1']);
    expect(workItemsIn([text], ['SHOP-', 'GH#', '!'])).toEqual(['SHOP-12', 'GH#7', '!9']);
    expect(workItemsIn([text], [])).toEqual([]);
  });

  it('are not halves of numbers at the place where a long text is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 19_980, max: 20_010 }), (length) => {
        const found = workItemsIn([`${'x'.repeat(length)} #123456`]);
        expect([[], ['#123456']]).toContainEqual(found);
      }),
    );
  });
});
