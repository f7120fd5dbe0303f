import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chartSpans,
  formatAddress,
  inspectorTabs,
  parseAddress,
  type Route,
} from '../../../../renderer/state/address.ts';

/** Any name at all: what is allowed in one is not the address's to decide. */
const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.stringMatching(/^[?#/&%+= .:>]{1,6}$/),
  fc.constantFrom('release', 'p', 'env', '..', '%', '%2F', 'test.feature/cart', '__proto__', 'constructor'),
);
const maybe = <Key extends string, T>(key: Key, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((one) => (one === undefined ? {} : { [key]: one })) as fc.Arbitrary<
    Partial<Record<Key, T>>
  >;
const route = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<Route> =>
  fc.tuple(...parts, maybe('operation', name)).map((all) => Object.assign({}, ...all) as Route);
const screen = (screen: Route['screen']) => name.map((project) => ({ screen, project }));
// The overview is where an environment opens: its address does not name it.
const otherTabs = fc.constantFrom(...inspectorTabs.filter((tab) => tab !== 'overview'));

const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ screen: 'welcome' }),
  route(screen('home')),
  route(
    screen('home'),
    name.map((edge) => ({ edge })),
  ),
  route(
    screen('home'),
    name.map((environment) => ({ environment })),
    maybe('tab', otherTabs),
  ),
  route(screen('releases'), maybe('search', name)),
  route(
    screen('release'),
    name.map((release) => ({ release })),
  ),
  route(
    screen('revision'),
    fc.record({ environment: name, revision: fc.integer({ min: 1, max: 999_999_999 }) }),
    maybe('span', fc.constantFrom(...chartSpans)),
  ),
  route(screen('history'), maybe('environment', name), maybe('search', name)),
  route(
    screen('commits'),
    maybe('ref', name),
    maybe('search', name),
    maybe('author', name),
    maybe('path', name),
    maybe('commit', name),
  ),
  route(
    screen('changes'),
    ...['search', 'author', 'path', 'workItem', 'has', 'lacks', 'change', 'place'].map((key) => maybe(key, name)),
    maybe('only', fc.constantFrom('lost', 'missing')),
    maybe('group', fc.constant('work-item')),
  ),
  route(
    screen('hotfix'),
    maybe('lane', name),
    ...['ref', 'search', 'author', 'path', 'workItem', 'commit'].map((key) => maybe(key, name)),
  ),
  route(screen('hotfix'), fc.record({ lane: name, pick: name }), maybe('file', name)),
  route(screen('settings')),
);

describe('an address', () => {
  it('leads back to exactly the route that it was written for', () => {
    fc.assert(
      fc.property(routes, (one) => {
        expect(parseAddress(formatAddress(one))).toEqual(one);
      }),
      { numRuns: 1000 },
    );
  });

  it('is read whatever it says, and what was read has a lasting address', () => {
    const pieces = fc.constantFrom(
      '#',
      '/',
      'p',
      'env',
      'edge',
      'release',
      'history',
      'logs',
      '?',
      '&',
      '=',
      '%',
      '%zz',
    );
    const anything = fc.string({ unit: fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 3 })) });
    fc.assert(
      fc.property(anything, (hash) => {
        for (const asked of [hash, `#/p/shop-1/${hash}`]) {
          const address = formatAddress(parseAddress(asked));
          expect(formatAddress(parseAddress(address))).toBe(address);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, Route]>([
    ['', { screen: 'welcome' }],
    ['#/', { screen: 'welcome' }],
    ['#/p', { screen: 'welcome' }],
    ['#/p/shop-1', { screen: 'home', project: 'shop-1' }],
    ['#/p/shop-1/nowhere/at/all', { screen: 'home', project: 'shop-1' }],
    ['#/p/shop-1/env/qa/logs', { screen: 'home', project: 'shop-1', environment: 'qa', tab: 'logs' }],
    ['#/p/shop-1/env/qa/no-such-tab', { screen: 'home', project: 'shop-1', environment: 'qa' }],
    ['#/p/shop-1/operation/o1', { screen: 'home', project: 'shop-1', operation: 'o1' }],
    ['#/p/shop-1/release/r1', { screen: 'release', project: 'shop-1', release: 'r1' }],
    ['#/p/shop-1/release', { screen: 'home', project: 'shop-1' }],
    ['#/p/shop-1/history?environment=qa', { screen: 'history', project: 'shop-1', environment: 'qa' }],
    ['#/p/shop-1/changes?only=lost&group=no', { screen: 'changes', project: 'shop-1', only: 'lost' }],
    ['#/p/shop-1/changes?only=found', { screen: 'changes', project: 'shop-1' }],
    ['#/p/shop-1/hotfix/l1/resolve', { screen: 'hotfix', project: 'shop-1', lane: 'l1' }],
    [
      '#/p/shop-1/hotfix/l1/resolve/p1?file=a.ts',
      { screen: 'hotfix', project: 'shop-1', lane: 'l1', pick: 'p1', file: 'a.ts' },
    ],
    ['#/p/shop-1/hotfix/l1?file=a.ts', { screen: 'hotfix', project: 'shop-1', lane: 'l1' }],
    ['#/p/100%/releases', { screen: 'releases', project: '100%' }],
  ])('reads %j', (hash, expected) => expect(parseAddress(hash)).toEqual(expected));

  it('does not name the overview', () => {
    const overview: Route = { screen: 'home', project: 'shop-1', environment: 'qa', tab: 'overview' };
    expect(formatAddress(overview)).toBe('#/p/shop-1/env/qa');
  });
});
