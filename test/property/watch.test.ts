import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownBranch, Waiting } from '../../shared/domain/watched.ts';
import { isWorthALook, nextRuns, notice, tipOf, type Holder } from '../../shared/planning/watch.ts';
import { nextFetchInMs } from '../../shared/planning/watched-branches.ts';

const branches = ['main', 'release/1', 'release/2', 'topic', 'other'] as const;
const environmentsOf = (branch: string): string[] | null =>
  branch === 'main' ? ['qa'] : branch === 'other' ? null : [];

/** A commit is the way to it: what another begins with is in its history. */
const holderOf = (local: string, remote: string): Holder =>
  local.startsWith(remote) ? 'local' : remote.startsWith(local) ? 'remote' : 'neither';

/** A world of two repositories and a watcher, which is only told of what moves when it looks. */
class World {
  readonly local = new Map<string, string>();
  readonly remote = new Map<string, string>();
  known = new Map<string, KnownBranch>();
  first = true;
  running: { branch: string; commit: string }[] = [];
  begun: string[] = [];
  paused = false;
  clock = 1000;
  commits = 0;
  readonly atOnce: number;

  constructor(atOnce: number) {
    this.atOnce = atOnce;
  }

  tip(branch: string): string | null {
    const [local = null, remote = null] = [this.local.get(branch), this.remote.get(branch)];
    return tipOf({ local, remote }, local !== null && remote !== null ? holderOf(local, remote) : 'neither');
  }

  commit(side: 'local' | 'remote', branch: string, forced: boolean): void {
    this.commits += 1;
    this[side].set(branch, `${forced ? '' : (this.tip(branch) ?? '')}/${branch}.${String(this.commits)}`);
  }

  look(): void {
    this.clock += 1;
    const all = new Set([...this.known.keys(), ...this.local.keys(), ...this.remote.keys()]);
    const seen = [...all]
      .map((branch) => ({
        branch,
        local: this.local.get(branch) ?? null,
        remote: this.remote.get(branch) ?? null,
        tip: this.tip(branch),
      }))
      .filter((one) => isWorthALook(this.known.get(one.branch), one, environmentsOf(one.branch)));
    const { changed, superseded } = notice({
      known: this.known,
      first: { local: this.first, remote: this.first },
      seen,
      environmentsOf,
      trigger: 'push',
      now: this.clock,
    });
    for (const { branch, commit, by } of superseded) {
      expect(commit).toBe(this.known.get(branch)?.waiting?.commit);
      expect(by).toBe(changed.get(branch)?.waiting?.commit ?? null);
      // Who pushes again and again loses no place, and takes nobody's.
      if (by !== null) expect(changed.get(branch)?.waiting?.since).toBe(this.known.get(branch)?.waiting?.since);
    }
    for (const [branch, now] of changed)
      if (now) this.known.set(branch, now);
      else this.known.delete(branch);
    this.first = false;
    this.begin();
  }

  begin(): void {
    const waiting = this.waiting();
    const { run, wait } = nextRuns({ waiting, running: this.running, atOnce: this.atOnce, paused: this.paused });
    expect(new Set([...run, ...wait])).toEqual(new Set(waiting));
    for (const one of run) {
      // Nobody who came earlier is passed over, but for what waits for its own.
      const passed = wait.filter((other) => other.since < one.since);
      for (const other of passed)
        expect([...this.running, ...run].some((r) => r.branch === other.branch || r.commit === other.commit)).toBe(
          true,
        );
      this.begun.push(`${one.branch} ${one.commit} ${String(one.since)}`);
      this.running.push(one);
      const known = this.known.get(one.branch);
      if (known) this.known.set(one.branch, { ...known, waiting: null, built: { ...one, run: 'r', problem: null } });
    }
    expect(this.running.length).toBeLessThanOrEqual(this.atOnce);
    expect(new Set(this.running.map(({ branch }) => branch)).size).toBe(this.running.length);
    expect(new Set(this.running.map(({ commit }) => commit)).size).toBe(this.running.length);
    expect(new Set(this.begun).size).toBe(this.begun.length);
  }

  waiting(): Waiting[] {
    return [...this.known.values()].flatMap(({ waiting }) => waiting ?? []);
  }

  end(): void {
    this.running.shift();
    this.begin();
  }
}

const branch = fc.constantFrom(...branches);
const side = fc.constantFrom('local' as const, 'remote' as const);
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('commit' as const), side, branch, forced: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), side, branch }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pull' as const), side, branch }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('look' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), paused: fc.boolean() }) },
);

describe('what is built by itself', () => {
  it('is every final commit of every watched branch, once, in turn, and never more than so many at once', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), fc.integer({ min: 1, max: 3 }), (acts, atOnce) => {
        const world = new World(atOnce);
        world.look();
        /** Tips after which nobody pushed: deleting a side is no push. */
        const pushed = new Map<string, string | null>();
        for (const one of acts) {
          if (one.do === 'look') world.look();
          else if (one.do === 'end') world.end();
          else if (one.do === 'pause') world.paused = one.paused;
          else {
            if (one.do === 'commit') world.commit(one.side, one.branch, one.forced);
            else if (one.do === 'delete') world[one.side].delete(one.branch);
            else {
              const from = world[one.side === 'local' ? 'remote' : 'local'].get(one.branch);
              if (from !== undefined) world[one.side].set(one.branch, from);
            }
            pushed.set(one.branch, one.do === 'commit' ? world.tip(one.branch) : null);
          }
        }
        world.paused = false;
        world.look();
        for (let left = 0; left < 200 && world.running.length > 0; left += 1) world.end();
        expect(world.waiting()).toEqual([]);
        for (const name of branches) {
          const built = world.known.get(name)?.built?.commit ?? null;
          if (name === 'other') expect(built).toBeNull();
          else if (typeof pushed.get(name) === 'string') expect(built).toBe(world.tip(name));
        }
        const times = new Map<string, number>();
        for (const one of world.begun) {
          const commit = one.split(' ')[1] ?? '';
          times.set(commit, (times.get(commit) ?? 0) + 1);
        }
        // A commit is built again only where somebody forced its branch back to it, or made a branch anew at it.
        if (!acts.some((one) => one.do === 'pull' || one.do === 'delete'))
          expect(Math.max(0, ...times.values())).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1500 },
    );
  });

  it('is only what environments follow when a project is seen first, and a side that goes away is no push', () => {
    const seen = (local: string | null, remote: string | null, name = 'topic') => [
      { branch: name, local, remote, tip: local ?? remote },
    ];
    const facts = { environmentsOf, trigger: 'push' as const, now: 5 };
    const known = new Map<string, KnownBranch>();
    const firstLook = notice({
      ...facts,
      known,
      first: { local: true, remote: true },
      seen: [...seen('a', null), ...seen('m', null, 'main')],
    }).changed;
    expect(firstLook.get('topic')?.waiting).toBeNull();
    expect(firstLook.get('main')?.waiting).toMatchObject({ commit: 'm', since: 5 });
    const remoteToo = notice({
      ...facts,
      known: firstLook as Map<string, KnownBranch>,
      first: { local: false, remote: true },
      seen: [
        { branch: 'release/1', local: null, remote: 'r', tip: 'r' },
        { branch: 'main', local: 'm', remote: 'm2', tip: 'm2' },
      ],
    }).changed;
    expect([remoteToo.get('release/1')?.waiting, remoteToo.get('main')?.waiting?.commit]).toEqual([null, 'm2']);
    const built = { commit: 'b', run: 'r', problem: null };
    const before = new Map([['topic', { branch: 'topic', local: 'a', remote: 'b', waiting: null, built }]]);
    const left = notice({
      ...facts,
      known: before,
      first: { local: false, remote: false },
      seen: seen('a', null),
    }).changed;
    expect(left.get('topic')).toMatchObject({ local: 'a', remote: null, waiting: null });
  });
});

describe('a branch that two repositories have', () => {
  it('stands for the side that holds the other; where they parted, for the remote', () => {
    const sides = { local: 'l', remote: 'r' };
    expect([tipOf(sides, 'local'), tipOf(sides, 'remote'), tipOf(sides, 'neither')]).toEqual(['l', 'r', 'r']);
    expect([tipOf({ ...sides, remote: null }, 'neither'), tipOf({ ...sides, local: null }, 'neither')]).toEqual([
      'l',
      'r',
    ]);
    expect(tipOf({ local: null, remote: null }, 'neither')).toBeNull();
  });
});

describe('the time of the next fetch', () => {
  it('grows with failures to a quarter of an hour, and is a tenth off by chance', () => {
    expect(nextFetchInMs(60_000, 0, 0.5)).toBe(60_000);
    expect([nextFetchInMs(60_000, 0, 0), nextFetchInMs(60_000, 0, 1)]).toEqual([54_000, 66_000]);
    expect([1, 2, 3, 4, 99].map((failures) => nextFetchInMs(60_000, failures, 0.5) / 60_000)).toEqual([
      2, 4, 8, 15, 15,
    ]);
    expect(nextFetchInMs(3_600_000, 5, 0.5)).toBe(3_600_000);
  });
});
