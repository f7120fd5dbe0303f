import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Revision } from '../../../shared/domain/revision.ts';
import type { RevisionFilter } from '../../../electron/store/queries/history.ts';
import { openStore, type Store } from '../../../electron/store/store.ts';
import { folder, insertRevision, operationOf, project, releaseOf, seed, seeded } from './setting.ts';

const environments = ['qa', 'staging', 'test.a', 'test.a-b'];

/** What happened in order: a deployment that became what runs, or failed. The clock may stand still or be set back. */
const happenings = fc.array(
  fc.record({
    environment: fc.constantFrom(...environments),
    outcome: fc.constantFrom('running', 'running', 'running', 'failed', 'deploying'),
    waitMs: fc.integer({ min: -20, max: 60 }),
    release: fc.constantFrom('alpha', 'beta', 'gamma'),
    why: fc.constantFrom('', 'because of “ABC-12”', 'Überfällig', 'release/1.2 (#77)'),
  }),
  { maxLength: 40 },
);
type Happening = typeof happenings extends fc.Arbitrary<(infer T)[]> ? T : never;

/** Writes it all; answers the same as plain rows in the order of writing, kept by the simplest means. */
function play(store: Store, story: readonly Happening[]): (Revision & { words: string })[] {
  const rows: (Revision & { words: string })[] = [];
  let now = 1000;
  for (const { environment, outcome, waitMs, release, why } of story) {
    now += waitMs;
    const number = rows.filter((row) => row.environment === environment).length + 1;
    expect(store.revisions.nextNumber(project, environment)).toBe(number);
    const words = `${environment} ${release} ${why}`;
    store.transact(() => insertRevision(store, { environment, number, release, startedAt: now, words }));
    now += 3;
    store.transact(() => {
      if (outcome === 'running') store.revisions.setRunning(project, environment, number, now, null);
      if (outcome === 'failed') store.revisions.setEnded(project, environment, number, 'failed', now);
    });
    if (outcome === 'running') {
      for (const row of rows)
        if (row.environment === environment && row.status === 'running')
          Object.assign(row, { status: 'replaced', endedAt: now });
    }
    rows.push({ ...store.revisions.get(project, environment, number)!, words });
  }
  return rows;
}

const name = ({ environment, number }: Pick<Revision, 'environment' | 'number'>): string =>
  `${environment}#${String(number)}`;

function naive(rows: readonly (Revision & { words: string })[], filter: RevisionFilter): string[] {
  const end = filter.before ? rows.findIndex((row) => name(row) === name(filter.before!)) : rows.length;
  const tokens = (row: { words: string }): string[] =>
    row.words
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .split(/[^a-z0-9_/#.-]+/)
      .flatMap((word) => [word, ...word.split(/[-_/#.]+/)]);
  const wanted = filter.search?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
  return rows
    .slice(0, end)
    .filter(
      (row) =>
        (filter.environment === undefined || row.environment === filter.environment) &&
        (filter.since === undefined || row.startedAt >= filter.since) &&
        wanted.every((word) => tokens(row).some((token) => token.startsWith(word))),
    )
    .reverse()
    .slice(0, filter.limit)
    .map(name);
}

const filters = fc.record({
  environment: fc.option(fc.constantFrom(...environments, 'nowhere'), { nil: undefined }),
  since: fc.option(fc.integer({ min: 900, max: 2500 }), { nil: undefined }),
  search: fc.option(
    fc.constantFrom(
      'alpha',
      'al',
      'a',
      'beta qa',
      'abc-12',
      '12',
      'ueber',
      'überf',
      'uberf',
      '#77',
      '1.2',
      'release/1.2',
      'test.a',
      'zebra',
      ' ',
    ),
    { nil: undefined },
  ),
  limit: fc.constantFrom(1, 3, 100),
});

describe('the history', () => {
  it('gives every page that a plain list would give, whatever the filter and the clock', () => {
    fc.assert(
      fc.property(happenings, fc.array(filters, { minLength: 10, maxLength: 10 }), fc.nat(), (story, wanted, pick) => {
        const store = openStore(folder());
        seed(store);
        const rows = play(store, story);
        const before = rows.length === 0 ? undefined : rows[pick % rows.length];
        for (const filter of wanted.flatMap((one) => [one, { ...one, before }])) {
          const search = filter.search?.replace('überf', 'uberf');
          expect(store.revisions.list(project, filter).map(name), JSON.stringify(filter)).toEqual(
            naive(rows, { ...filter, ...(search === undefined ? {} : { search }) }),
          );
        }
        expect(store.revisions.environments(project).sort()).toEqual(
          [...new Set(rows.map(({ environment }) => environment))].sort(),
        );
        for (const environment of environments) {
          const own = rows.filter((row) => row.environment === environment);
          expect(store.revisions.healthy(project, environment, 5).map(name)).toEqual(
            own
              .filter(({ healthy }) => healthy)
              .reverse()
              .slice(0, 5)
              .map(name),
          );
          expect(store.revisions.running(project, environment)?.number).toBe(
            own.find(({ status }) => status === 'running')?.number,
          );
        }
        expect(store.revisions.ofRelease(project, 'beta').map(name)).toEqual(
          rows
            .filter(({ release }) => release === 'beta')
            .reverse()
            .map(name),
        );
        store.close();
      }),
      { numRuns: 60 },
    );
  });

  it('says for any time what ran then, one revision for each environment', () => {
    fc.assert(
      fc.property(
        happenings,
        fc.array(fc.integer({ min: 950, max: 2500 }), { minLength: 20, maxLength: 20 }),
        (story, times) => {
          const store = openStore(folder());
          seed(store);
          const rows = play(store, story);
          for (const at of times) {
            const ran = environments.flatMap((environment) => {
              const candidates = rows.filter(
                (row) =>
                  row.environment === environment &&
                  row.runningAt !== null &&
                  row.runningAt <= at &&
                  (row.endedAt === null || row.endedAt > at),
              );
              return candidates.sort((a, b) => (b.runningAt ?? 0) - (a.runningAt ?? 0) || b.number - a.number)[0] ?? [];
            });
            expect(store.revisions.list(project, { at, limit: 100 }).map(name).sort()).toEqual(ran.map(name).sort());
            expect(store.revisions.list(project, { at, environment: 'qa', limit: 100 }).map(name)).toEqual(
              ran.filter(({ environment }) => environment === 'qa').map(name),
            );
          }
          store.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps projects apart in every list', () => {
    const store = seeded();
    store.projects.insert({ id: 'bbbbbb', name: 'other', path: '/other', openedAt: 1 });
    insertRevision(store, { environment: 'qa', number: 1, words: 'word' });
    store.releases.insert(releaseOf('r1'));
    expect(store.revisions.list('bbbbbb', { limit: 9 })).toEqual([]);
    expect(store.revisions.list('bbbbbb', { limit: 9, search: 'word' })).toEqual([]);
    expect(store.revisions.list('bbbbbb', { limit: 9, at: 5 })).toEqual([]);
    expect(store.revisions.environments('bbbbbb')).toEqual([]);
    expect(store.releases.list('bbbbbb', { limit: 9 })).toEqual([]);
    expect(store.releases.list('bbbbbb', { limit: 9, text: 'r1' })).toEqual([]);
  });
});

describe('search', () => {
  it('takes whatever a person types as words, never as syntax', () => {
    const store = seeded();
    insertRevision(store, { environment: 'qa', number: 1, words: 'plain words' });
    store.releases.insert(releaseOf('r1'));
    const hostile = [
      '"',
      '""',
      '"*',
      "'; DROP TABLE revisions;--",
      'a OR b',
      'NOT x',
      'NEAR(a b)',
      'words:plain',
      '{words}:x',
      '^plain',
      '*',
      '()',
      '-',
      '\0',
      'a\0b',
      'pla\ud800',
      '%',
      '\\',
      '….',
      '\u202e',
      '🙂',
      'AND',
      'a AND',
      '+',
      'x'.repeat(5000),
    ];
    for (const text of hostile) {
      expect(() => store.revisions.list(project, { limit: 9, search: text }), text).not.toThrow();
      expect(() => store.releases.list(project, { limit: 9, text }), text).not.toThrow();
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        store.revisions.list(project, { limit: 9, search: text, environment: text });
        store.releases.list(project, { limit: 9, text });
      }),
      { numRuns: 500 },
    );
    expect(store.revisions.list(project, { limit: 9, search: 'PLAIN wor' })).toHaveLength(1);
    expect(store.revisions.list(project, { limit: 9, search: 'plain OR nothing' })).toHaveLength(0);
  });

  it('finds what was written with the words of hostile text', () => {
    const store = seeded();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.uuid(), (text, id) => {
        store.releases.insert(releaseOf(id, { subject: `${text} marker-${id}` }));
        expect(store.releases.list(project, { limit: 9, text: `marker-${id}` }).map((release) => release.id)).toEqual([
          id,
        ]);
      }),
      { numRuns: 200 },
    );
  });

  it('finds a release by the beginning of its id, commit, tag or ref and by words of its subject and author', () => {
    const store = seeded();
    store.releases.insert(
      releaseOf('abc1234', {
        commit: 'abc1234def'.padEnd(40, '5'),
        tag: 'v1.2.0',
        ref: 'release/1.2',
        subject: 'Fix the login (closes #42)',
        author: 'Grace Hopper',
      }),
    );
    store.releases.insert(releaseOf('ffff'));
    for (const text of [
      'abc',
      'abc1234def',
      'v1.2',
      'v1',
      'release/1',
      'login',
      'LOG',
      '#42',
      '42',
      'grace',
      'hopp fix',
    ]) {
      expect(
        store.releases.list(project, { limit: 9, text }).map(({ id }) => id),
        text,
      ).toEqual(['abc1234']);
    }
    expect(store.releases.list(project, { limit: 9, text: 'ogin' })).toEqual([]);
  });
});

describe('pages', () => {
  it('of releases and operations hold each row once, in the order of writing, also when the clock was set back', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        (times, limit) => {
          const store = openStore(folder());
          seed(store);
          times.forEach((at, index) => {
            store.releases.insert(releaseOf(`r${String(index)}`, { createdAt: at }));
            store.operations.insert(operationOf(`o${String(index)}`, { startedAt: at, status: 'done' }));
          });
          const expected = times.map((_, index) => index).reverse();
          const releases: string[] = [];
          for (
            let page = store.releases.list(project, { limit });
            page.length > 0;
            page = store.releases.list(project, { limit, before: page.at(-1)!.createdAt })
          )
            releases.push(...page.map(({ id }) => id));
          expect(releases).toEqual(expected.map((index) => `r${String(index)}`));
          for (const list of [
            store.operations.listAll,
            (before: number, count: number) => store.operations.list(project, before, count),
          ]) {
            const operations: string[] = [];
            for (
              let page = list(Number.MAX_SAFE_INTEGER, limit);
              page.length > 0;
              page = list(page.at(-1)!.startedAt, limit)
            )
              operations.push(...page.map(({ id }) => id));
            expect(operations).toEqual(expected.map((index) => `o${String(index)}`));
          }
          store.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('before a time that no row has count by the clock', () => {
    const store = seeded();
    for (const at of [10, 20, 30]) store.releases.insert(releaseOf(`r${String(at)}`, { createdAt: at }));
    const before = (time: number): string[] =>
      store.releases.list(project, { limit: 9, before: time }).map(({ id }) => id);
    expect([before(5), before(10), before(15), before(20), before(31)]).toEqual([
      [],
      [],
      ['r10'],
      ['r10'],
      ['r30', 'r20', 'r10'],
    ]);
  });
});
