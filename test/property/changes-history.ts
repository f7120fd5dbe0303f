/** Random histories of which the truth is known, because every step keeps the books while it makes its commit. */
import fc from 'fast-check';
import type { Twins } from '../../electron/git/changes.ts';
import type { Located } from '../../shared/planning/changes/facts.ts';

/** How a pick looks: with a trailer, without, with another subject, where its surroundings differ. */
const looks = ['trailer', 'short', 'clean', 'context', 'renamed'] as const;
type Look = (typeof looks)[number];

const branches = ['main', 'release', 'older', 'topic'] as const;
export type Branch = (typeof branches)[number];
const branch = fc.constantFrom(...branches);
const nth = fc.nat({ max: 1000 });

export const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('commit' as const), on: branch }) },
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('pick' as const), on: branch, nth, look: fc.constantFrom(...looks) }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('revert' as const), on: branch, nth }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('reapply' as const), on: branch, nth }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pick-revert' as const), on: branch, nth }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('merge' as const), on: branch, from: branch }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('squash' as const), on: branch, nth }) },
  ),
  { minLength: 4, maxLength: 40 },
);
export type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never;

interface Made {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly at: number;
  readonly patch: string;
  readonly path: string;
  /** Which changes are in after it. */
  readonly state: ReadonlySet<number>;
  readonly ancestors: ReadonlySet<string>;
}

export interface History {
  readonly tips: ReadonlyMap<Branch, string>;
  /** The changes in each branch, by the names of the commits that first made them. */
  readonly truth: ReadonlyMap<Branch, ReadonlySet<string>>;
  readonly changes: readonly string[];
  readonly twins: Twins;
  /** What was done, in words, for a failure to be read. */
  readonly story: readonly string[];
}

/** Follows the steps that make sense where they come; the others are left out. */
export function historyOf(todo: readonly Step[]): History {
  const commits = new Map<string, Made>();
  const tips = new Map<Branch, string>();
  const first: string[] = [];
  /** Commits that carry a change, and those that revert it, each with its branch's history at the time. */
  const carriers: { sha: string; change: number }[] = [];
  const reverts: { sha: string; change: number; of: string }[] = [];
  const story: string[] = [];

  const make = (parents: readonly string[], given: Partial<Made> & { message: string; state: Set<number> }): string => {
    const number = commits.size + 1;
    const sha = (number * 2654435761).toString(16).padStart(12, '0').padEnd(40, number.toString(16).padStart(4, '0'));
    const ancestors = new Set([sha, ...parents.flatMap((parent) => [...(commits.get(parent)?.ancestors ?? [])])]);
    const at = number * 60_000;
    commits.set(sha, { author: 'Ada', at, patch: sha, path: sha, ...given, sha, parents, ancestors });
    return sha;
  };
  const root = make([], { message: 'Begin', state: new Set() });
  for (const name of branches) tips.set(name, root);
  const tipOf = (name: Branch): Made => commits.get(tips.get(name) ?? root) as Made;
  const grow = (name: Branch, given: Partial<Made> & { message: string; state: Set<number> }): string => {
    const sha = make([tipOf(name).sha], given);
    tips.set(name, sha);
    story.push(`${name}: ${sha.slice(0, 8)} ${given.message.replaceAll('\n', ' / ')}`);
    return sha;
  };
  const newChange = (name: Branch): void => {
    const change = first.length;
    const sha = grow(name, {
      message: `Change number ${String(change)}`,
      author: `Author ${String(change % 3)}`,
      patch: `patch ${String(change)}`,
      path: `file-${String(change)}`,
      state: new Set([...tipOf(name).state, change]),
    });
    first.push(sha);
    carriers.push({ sha, change });
  };
  const choose = <T>(among: readonly T[], index: number): T | undefined => among[index % Math.max(1, among.length)];

  const pick = (name: Branch, index: number, look: Look): void => {
    const here = tipOf(name);
    const source = choose(
      carriers.filter(({ change }) => !here.state.has(change)),
      index,
    );
    if (!source) return;
    const original = commits.get(source.sha) as Made;
    const subject = original.message.split('\n')[0] ?? '';
    const trailer = (sha: string): string => `\n\n(cherry picked from commit ${sha})`;
    const message = {
      trailer: subject + trailer(source.sha),
      short: subject + trailer(source.sha.slice(0, 12)),
      clean: subject,
      context: subject,
      renamed: `Backport of something else ${String(commits.size)}${trailer(source.sha)}`,
    }[look];
    const own = look === 'context' || look === 'renamed' ? { patch: `patch near ${String(commits.size)}` } : {};
    const sha = grow(name, { ...original, ...own, message, state: new Set([...here.state, source.change]) });
    carriers.push({ sha, change: source.change });
  };
  const revert = (name: Branch, index: number): void => {
    const here = tipOf(name);
    const target = choose(
      carriers.filter(({ sha, change }) => here.state.has(change) && here.ancestors.has(sha)),
      index,
    );
    if (!target) return;
    const subject = (commits.get(target.sha)?.message ?? '').split('\n')[0] ?? '';
    const state = new Set([...here.state].filter((change) => change !== target.change));
    const message = `Revert "${subject}"\n\nThis reverts commit ${target.sha}.`;
    const sha = grow(name, { message, author: 'Grace', state });
    reverts.push({ sha, change: target.change, of: target.sha });
  };
  const reapply = (name: Branch, index: number): void => {
    const here = tipOf(name);
    const target = choose(
      reverts.filter(({ sha, change }) => !here.state.has(change) && here.ancestors.has(sha)),
      index,
    );
    if (!target) return;
    const subject = (commits.get(target.of)?.message ?? '').split('\n')[0] ?? '';
    const message = `Reapply "${subject}"\n\nThis reverts commit ${target.sha}.`;
    grow(name, { message, author: 'Grace', state: new Set([...here.state, target.change]) });
  };
  const pickRevert = (name: Branch, index: number): void => {
    const here = tipOf(name);
    const target = choose(
      reverts.filter(({ sha, change }) => here.state.has(change) && !here.ancestors.has(sha)),
      index,
    );
    if (!target) return;
    const original = commits.get(target.sha) as Made;
    const state = new Set([...here.state].filter((change) => change !== target.change));
    const message = `${original.message}\n(cherry picked from commit ${target.sha})`;
    const sha = grow(name, { ...original, message, state });
    reverts.push({ sha, change: target.change, of: target.of });
  };
  const merge = (name: Branch, from: Branch): void => {
    const [ours, theirs] = [tipOf(name), tipOf(from)];
    if (ours.ancestors.has(theirs.sha)) return;
    const base = onlyBase(commits, ours, theirs);
    if (!base) return;
    const state = new Set(
      first
        .map((_sha, change) => change)
        .filter((change) => {
          const was = base.state.has(change);
          return ours.state.has(change) === was ? theirs.state.has(change) : ours.state.has(change);
        }),
    );
    const sha = make([ours.sha, theirs.sha], { message: `Merge branch ${from}`, state });
    tips.set(name, sha);
    story.push(`${name}: ${sha.slice(0, 8)} merges ${from}`);
  };
  /** Two or three changes that only another branch has, put on this one as one commit. */
  const squash = (name: Branch, index: number): void => {
    const here = tipOf(name);
    const wanted = carriers.filter(({ change }) => !here.state.has(change)).slice(index % 3, (index % 3) + 3);
    const distinct = wanted.filter(({ change }, at) => wanted.findIndex((one) => one.change === change) === at);
    if (distinct.length < 2) return;
    const list = distinct.map(({ sha }) => `commit ${sha}\nAuthor: Ada\n\n    Something\n`).join('\n');
    const state = new Set([...here.state, ...distinct.map(({ change }) => change)]);
    grow(name, { message: `Several ${String(commits.size)}\n\nSquashed commit of the following:\n\n${list}`, state });
  };

  for (const step of todo) {
    if (step.do === 'commit') newChange(step.on);
    else if (step.do === 'pick') pick(step.on, step.nth, step.look);
    else if (step.do === 'revert') revert(step.on, step.nth);
    else if (step.do === 'reapply') reapply(step.on, step.nth);
    else if (step.do === 'pick-revert') pickRevert(step.on, step.nth);
    else if (step.do === 'merge') merge(step.on, step.from);
    else squash(step.on, step.nth);
  }
  const named = (state: ReadonlySet<number>): Set<string> =>
    new Set([...state].flatMap((change) => first[change] ?? []));
  const truth = new Map(branches.map((name) => [name, named(tipOf(name).state)]));
  return { tips, truth, changes: first, twins: twinsOf(commits), story };
}

/** The best common ancestor of two commits, where there is only one. */
function onlyBase(commits: ReadonlyMap<string, Made>, one: Made, other: Made): Made | null {
  const common = [...one.ancestors].filter((sha) => other.ancestors.has(sha));
  const best = common.filter((sha) => !common.some((later) => later !== sha && commits.get(later)?.ancestors.has(sha)));
  return best.length === 1 ? (commits.get(best[0] ?? '') ?? null) : null;
}

/** What git would answer about such a history. */
function twinsOf(commits: ReadonlyMap<string, Made>): Twins {
  const has = (tip: string, sha: string): boolean => commits.get(tip)?.ancestors.has(sha) ?? false;
  const known = (shas: readonly string[]): Made[] => shas.flatMap((sha) => commits.get(sha) ?? []);
  return {
    containment(tips) {
      const located: Located[] = [...commits.values()].map(({ sha, parents }) => ({
        sha,
        parents,
        mask: tips.reduce((mask, tip, index) => (has(tip, sha) ? mask | (1n << BigInt(index)) : mask), 0n),
      }));
      const all = (1n << BigInt(tips.length)) - 1n;
      const shared = located.filter(({ mask }) => mask === all).map(({ sha }) => sha);
      const between = located.filter(({ mask }) => mask !== all && mask !== 0n);
      const forks = between.flatMap(({ parents }) => parents.filter((sha) => shared.includes(sha)));
      const neighbours = located.filter(({ sha, mask }) => mask === all && !forks.every((fork) => has(fork, sha)));
      const wanted = new Set([...between, ...neighbours]);
      return Promise.resolve({ commits: located.filter((commit) => wanted.has(commit)).reverse(), bases: shared });
    },
    async *messages(shas) {
      for (const { sha, parents, author, at, message } of known(shas)) {
        await Promise.resolve();
        const subject = message.split('\n')[0] ?? '';
        yield {
          sha,
          parents: [...parents],
          author,
          email: `${author}@example.com`,
          authoredAt: at,
          committedAt: at,
          subject,
          message,
        };
      }
    },
    touched: (shas) =>
      Promise.resolve(
        new Map(
          known(shas).map(({ sha, path, parents }) => [
            sha,
            parents.length > 1 ? { paths: [], pathSet: null } : { paths: [hashOf(path)], pathSet: path },
          ]),
        ),
      ),
    patches: (shas) => Promise.resolve({ ids: new Map(known(shas).map(({ sha, patch }) => [sha, patch])), unread: [] }),
    named: (names) =>
      Promise.resolve(
        new Map(
          names.flatMap((name) => {
            const found = [...commits.keys()].filter((sha) => sha.startsWith(name));
            return found.length === 1 && found[0] !== undefined ? [[name, found[0]] as const] : [];
          }),
        ),
      ),
    within: (shas, tips) => Promise.resolve(new Set(shas.filter((sha) => tips.some((tip) => has(tip, sha))))),
    reverting: (shas, tips) =>
      Promise.resolve(
        [...commits.values()]
          .filter(
            ({ sha, message }) =>
              tips.some((tip) => has(tip, sha)) && shas.some((one) => message.includes(`reverts commit ${one}`)),
          )
          .map(({ sha }) => sha),
      ),
    touching: () => Promise.resolve(new Set()),
  };
}

const hashOf = (path: string): number =>
  [...path].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 7);
