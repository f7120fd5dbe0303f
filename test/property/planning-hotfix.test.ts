import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../shared/configuration/flow.ts';
import type { Lane, LanePick } from '../../shared/domain/hotfix.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import { partsOf, settledRegions, withRegions } from '../../shared/planning/conflict-regions.ts';
import {
  added,
  arranged,
  closed,
  edited,
  headAfter,
  isDone,
  isProblem,
  planLane,
  published,
  refuseEdit,
  settled,
  undone,
  type Tried,
  type Versioned,
  type Wanted,
} from '../../shared/planning/hotfix.ts';
import { freeBranch, isBranchName, isTaken, refuseBranch } from '../../shared/planning/lane-branch.ts';
import { parkedIn } from '../../shared/planning/parked.ts';

const pick = (id: string): LanePick => ({
  ...{ id, source: `source of ${id}`, mainline: null, subject: id, author: 'Ada', authoredAt: 1 },
  ...{ state: 'waiting', commit: null, files: [], settled: [] },
});

const fresh: Versioned = {
  lane: {
    ...{ id: 'l', project: 'p', purpose: 'hotfix', environment: 'release', of: null, branch: 'release/x' },
    ...{ base: 'base', baseName: 'production', head: 'base', picks: [], version: 1, undo: null, status: 'open' },
    ...{ createdAt: 1, by: 'ada', why: null, published: [] },
  } satisfies Lane,
  undoTo: null,
};

/** A git in which the picks whose id is in `colliding` conflict until they are settled; a commit is named by all before it. */
function trial({ picks, kept }: Wanted, colliding: ReadonlySet<string>): Tried {
  const done = picks.slice(0, kept);
  for (const [index, one] of picks.slice(kept).entries()) {
    if (colliding.has(one.id) && one.settled.length === 0) {
      const file = { path: 'f', kind: 'content' as const, base: null, ours: null, theirs: null, regions: 1, text: '' };
      done.push({ ...one, state: 'conflict', commit: null, files: [file] });
      done.push(
        ...picks.slice(kept + index + 1).map((later) => ({ ...later, state: 'waiting' as const, commit: null })),
      );
      break;
    }
    const head = headAfter('base', done, done.length);
    done.push({ ...one, state: one.settled.length > 0 ? 'resolved' : 'picked', commit: `${head}+${one.id}` });
  }
  return { picks: done, head: headAfter('base', done, done.length) };
}

const edits = fc.array(
  fc.record({ what: fc.constantFrom('add', 'arrange', 'settle', 'undo', 'publish'), at: fc.nat(9), seed: fc.nat(999) }),
  { maxLength: 25 },
);

describe('a lane', () => {
  it('is at every version what its picks say, and undo walks back over exactly the edits that stand', () => {
    fc.assert(
      fc.property(edits, fc.uniqueArray(fc.nat(25).map(String)), (list, hard) => {
        const colliding = new Set(hard);
        const versions = [fresh];
        // The lanes that undo leads back to: the model that the versions are held against.
        const stack: Lane[] = [];
        for (const [number, { what, at, seed }] of list.entries()) {
          const current = versions.at(-1) ?? fresh;
          const { lane } = current;
          let next: Versioned;
          if (what === 'undo') {
            const earlier = current.undoTo === null ? undefined : versions[current.undoTo - 1];
            expect(earlier === undefined).toBe(stack.length === 0);
            if (!earlier) continue;
            next = undone(current, earlier);
            const model = stack.pop();
            expect([next.lane.picks, next.lane.head]).toEqual([model?.picks, model?.head]);
          } else if (what === 'publish') {
            next = published(current, 'repository', number);
            expect(next.lane.published).toEqual([{ to: 'repository', commit: lane.head, at: number }]);
          } else {
            const wanted = wantedBy(what, lane, at, seed, number);
            if (isProblem(wanted)) continue;
            const standing = wanted.picks.slice(0, wanted.kept);
            expect(standing).toEqual(lane.picks.slice(0, wanted.kept));
            expect(standing.every(isDone)).toBe(true);
            next = edited(current, trial(wanted, colliding), what);
            // Trying everything from the start makes the same lane: what was kept was worth keeping.
            expect(trial({ picks: next.lane.picks, kept: 0 }, colliding)).toEqual({
              picks: next.lane.picks,
              head: next.lane.head,
            });
            stack.push(lane);
          }
          expect(next.lane.version).toBe(lane.version + 1);
          expect(next.lane.head).toBe(headAfter('base', next.lane.picks, next.lane.picks.length));
          const stuck = next.lane.picks.findIndex((one) => !isDone(one));
          if (stuck >= 0) {
            expect(next.lane.picks[stuck]?.state).toBe('conflict');
            expect(next.lane.picks.slice(stuck + 1).every(({ state }) => state === 'waiting')).toBe(true);
          }
          versions.push(next);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is never edited from another version, nor once it is closed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.boolean(), (is, seen, open) => {
        const { lane } = open ? fresh : closed(fresh, 'abandoned', null);
        const refusal = refuseEdit({ ...lane, version: is }, seen);
        expect(refusal?.code).toBe(!open ? 'refused.lane-closed' : is === seen ? undefined : 'conflict.lane-moved');
      }),
    );
  });

  it('moves its ref before it is recorded, and only when it is somewhere else', () => {
    const after = edited(fresh, { picks: [{ ...pick('a'), state: 'picked', commit: 'c' }], head: 'c' }, 'Pick');
    const types = (ref: string | null, to?: string) =>
      planLane({
        ...{ action: to === undefined ? 'pick' : 'publish', before: fresh, after, ref },
        ...(to === undefined ? {} : { publish: { to, from: null } }),
      }).steps.map(({ type }) => type);
    expect(types('base')).toEqual(['lane.keep', 'lane.branch', 'lane.record']);
    expect(types('c')).toEqual(['lane.keep', 'lane.record']);
    expect(types('c', 'origin')).toEqual(['lane.keep', 'lane.publish', 'lane.record']);
  });
});

function wantedBy(what: string, lane: Lane, at: number, seed: number, number: number) {
  if (what === 'add') return added(lane, [pick(String(number))], Math.min(at, lane.picks.length));
  if (what === 'settle') {
    const stuck = lane.picks.find(({ state }) => state === 'conflict');
    return settled(lane, stuck?.id ?? 'none', [{ path: 'f', choice: 'ours' }]);
  }
  const ids = lane.picks.map(({ id }) => id).filter((_, index) => (seed >> index) % 3 !== 1);
  return arranged(lane, seed % 2 === 0 ? ids : ids.toReversed());
}

describe('the name of a lane’s branch', () => {
  const part = fc.stringMatching(/^[a-z0-9-]{1,4}$/);
  const name = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

  it('fits the pattern, is one that git takes, and stands in nobody’s way', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('release/*', 'hotfix-*', '*/lane', 'rel/*/x'),
        part,
        fc.array(name),
        (pattern, wish, taken) => {
          const free = freeBranch(pattern, wish, taken);
          if (free === null) {
            const [first = ''] = pattern.split('*');
            // A branch called as the folder is in the way of every name, as is a wish that begins with a dash.
            expect(taken.some((other) => first.startsWith(`${other}/`)) || pattern.startsWith('*')).toBe(true);
            return;
          }
          expect(matchesPattern(pattern, free)).toBe(true);
          expect(isBranchName(free)).toBe(true);
          expect(isTaken(free, taken)).toBe(false);
          expect(refuseBranch(free, pattern, taken)).toBeNull();
          expect(refuseBranch(free, pattern, [...taken, free])?.code).toBe('conflict.branch-taken');
        },
      ),
    );
  });

  it('is none of those that git refuses', () => {
    for (const bad of [
      '',
      '-x',
      'a..b',
      'a b',
      'a~1',
      'a^',
      'a:b',
      'a?',
      'a*',
      'a[',
      'a\\b',
      'a/',
      '/a',
      'a//b',
      '.a',
      'a/.b',
      'a.lock',
      'a.lock/b',
      'a.',
      '@',
      'HEAD',
      'a@{b',
      'a\u0007',
    ])
      expect([bad, isBranchName(bad)]).toEqual([bad, false]);
  });
});

describe('what is parked', () => {
  const history = fc.array(fc.record({ lane: fc.boolean(), name: fc.nat(5) }), { maxLength: 12 });
  const revisions = (list: readonly { lane: boolean; name: number }[]): Revision[] =>
    list
      .map(
        ({ lane, name }, index) =>
          ({ number: index + 1, release: `${lane ? 'lane' : 'main'}-${String(name)}` }) as Revision,
      )
      .toReversed();

  it('is the newest of the main line behind lanes, while a lane runs, and never a rejected one', () => {
    fc.assert(
      fc.property(history, fc.nat(5), (list, bad) => {
        const healthy = revisions(list);
        const current = healthy[0] ?? null;
        const parked = parkedIn({
          ...{ healthy, current },
          fromLane: (release) => release.startsWith('lane'),
          rejected: (release) => release === `main-${String(bad)}`,
        });
        const before = healthy.find(({ release }) => release.startsWith('main'));
        const expected =
          current?.release.startsWith('lane') && before && before.release !== `main-${String(bad)}` ? before : null;
        expect(parked).toBe(expected);
      }),
    );
  });
});

describe('a settled conflict', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 })
    .map((list) => list.map((one) => `${one}\n`).join(''));
  const around = fc.nat(9999).map((number) => `context ${String(number)}\n`);
  const region = fc.record({ ours: text, base: text, theirs: text, result: text });

  it('is found again region by region, wherever the rest of the file has gone', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(around, { minLength: 4, maxLength: 4 }),
        fc.uniqueArray(around, { minLength: 4, maxLength: 4 }),
        fc.array(region, { minLength: 1, maxLength: 3 }),
        (one, other, regions) => {
          const marked = (contexts: readonly string[], label: string) =>
            (contexts[0] ?? '') +
            regions
              .map(
                ({ ours, base, theirs }, index) =>
                  `<<<<<<< ${label}\n${ours}||||||| base\n${base}=======\n${theirs}>>>>>>> ${label} (x)\n${contexts[index + 1] ?? ''}`,
              )
              .join('');
          const result = (contexts: readonly string[]) =>
            (contexts[0] ?? '') + regions.map(({ result: r }, index) => r + (contexts[index + 1] ?? '')).join('');
          expect(partsOf(marked(one, 'x'))?.regions).toEqual(partsOf(marked(other, 'y'))?.regions);
          const kept = settledRegions(marked(one, 'x'), result(one));
          expect(kept).toEqual(regions.map(({ result: r }) => r));
          expect(withRegions(marked(other, 'y'), kept ?? [])).toBe(result(other));
        },
      ),
    );
  });

  it('is not taken for one of a text without markers, nor for half of one', () => {
    expect(partsOf('plain\n')).toBeNull();
    expect(partsOf('<<<<<<< a\nx\n')).toBeNull();
    expect(settledRegions('<<<<<<< a\nx\n=======\ny\n>>>>>>> b\nend\n', 'something else')).toBeNull();
  });
});
