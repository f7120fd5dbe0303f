/** What the change × environment matrix reads of a repository (interface in repository.ts). */
import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import type { Commit } from '../../shared/domain/commit.ts';
import type { Located } from '../../shared/planning/changes/facts.ts';
import {
  beyond,
  byTime,
  graphArguments,
  revertsArguments,
  sharedBases,
  touchingArguments,
} from './commands/containment.ts';
import { logArguments, parseLog } from './commands/log.ts';
import { lookUp } from './commands/objects.ts';
import { commitGraphOf } from './commit-graph.ts';
import { linesIn, linesOf } from './lines.ts';
import { patchIdsOf, type PatchIds } from './patch-ids.ts';
import type { Runner } from './run.ts';
import { touchedBy, type Touched } from './touched.ts';

export interface Containment {
  /**
   * Children before parents, bit i of the mask for the tip i: what some tips have and others lack, and of what all have
   * the part that came in beside it: a pick that was merged everywhere may be the twin of what only one tip has.
   */
  readonly commits: readonly Located[];
  /** What these reach is what all tips share. */
  readonly bases: readonly string[];
}

/** Commits are full object names. */
export interface Twins {
  /** Which of the tips have which commits, without what lies before them all. */
  containment(tips: readonly string[], signal?: AbortSignal): Promise<Containment>;
  /** Commits with their messages, of at most 100,001 characters. Rejects when one is not there. */
  messages(shas: readonly string[], signal?: AbortSignal): AsyncIterable<Commit & { readonly message: string }>;
  touched(shas: readonly string[], signal?: AbortSignal): Promise<Map<string, Touched>>;
  /** Patch ids, whitespace included: two opposite changes of indentation differ. */
  patches(shas: readonly string[], signal?: AbortSignal): Promise<PatchIds>;
  /** The commits that names, full or shortened, stand for; those that stand for none are left out. */
  named(names: readonly string[]): Promise<Map<string, string>>;
  /** Those of the commits that at least one of the tips has in its history. */
  within(shas: readonly string[], tips: readonly string[]): Promise<Set<string>>;
  /** Commits in the history of tips that say they revert one of these. */
  reverting(shas: readonly string[], tips: readonly string[]): Promise<string[]>;
  /** Commits that some tips have and others lack, and that change a path or something below it. */
  touching(tips: readonly string[], path: string): Promise<Set<string>>;
}

const timeoutMs = 10 * 60_000;
/** Below this many commits a second process costs more than it saves. */
const worthSplitting = 200;
/** Above this many commits between places the history is long. */
const worthGraph = 1000;
/** Of the points at which branches parted, the oldest tell where all of them have parted. */
const mostForks = 16;
/** A branch that parted years ago would bring all that happened since. */
const mostNeighbours = 30_000;

export function twinsOf(folder: string, runner: Runner): Twins {
  const commitGraph = commitGraphOf(folder, runner);
  const options = (signal?: AbortSignal, input?: string) => ({
    timeoutMs,
    ...(signal ? { signal } : {}),
    ...(input === undefined ? {} : { input }),
  });
  /** Adds the commits that all tips have since the oldest point at which something parted from them. */
  const withNeighbours = async (
    between: readonly Located[],
    bases: readonly string[],
    read: (not: readonly string[], most: number) => Promise<readonly Located[]>,
  ): Promise<readonly Located[]> => {
    const known = new Set([...between.map(({ sha }) => sha), ...bases]);
    const forks = new Set(between.flatMap(({ parents }) => parents.filter((sha) => !known.has(sha))));
    if (forks.size === 0) return between;
    const oldest = (await runner.run({ ...byTime([...forks]), timeoutMs })).slice(-mostForks);
    const most = between.length + mostNeighbours;
    const wide = await read(await basesOf([...bases, ...oldest]), most);
    return wide.length < most ? wide : between;
  };
  const basesOf = (tips: readonly string[]): Promise<string[]> => runner.run({ ...sharedBases(tips), timeoutMs });
  return {
    async containment(tips, signal) {
      const distinct = [...new Set(tips)];
      const bases = await basesOf(distinct);
      const between = await located(runner.stream(graphArguments(distinct, bases), options(signal)), tips);
      // The next walks, of which there are many, take milliseconds with it.
      if (between.length > worthGraph) commitGraph.keep();
      const commits = await withNeighbours(between, bases, async (not, most) =>
        located(runner.stream(graphArguments(distinct, not, most), options(signal)), tips),
      );
      return { commits, bases };
    },
    messages: (shas, signal) => {
      const read = logArguments({ from: 'input', limit: shas.length, messages: true });
      return parseLog(runner.stream(read, options(signal, linesOf(shas))), true);
    },
    async touched(shas, signal) {
      const parts = await inParts(shas, (part) => touchedBy(runner, part, options(signal, linesOf(part))));
      return new Map(parts.flatMap((part) => [...part]));
    },
    async patches(shas, signal) {
      const parts = await inParts(shas, (part) => patchIdsOf(runner, part, options(signal)));
      return {
        ids: new Map(parts.flatMap(({ ids }) => [...ids])),
        unread: parts.flatMap(({ unread }) => unread),
      };
    },
    async named(names) {
      const asked = [...new Set(names)];
      const found = asked.length === 0 ? [] : await runner.run(lookUp(asked.map((name) => `${name}^{commit}`)));
      // A branch or tag can be called like a shortened name.
      return new Map(
        asked.flatMap((name, index) => (found[index]?.sha.startsWith(name) ? [[name, found[index].sha]] : [])),
      );
    },
    async within(shas, tips) {
      if (shas.length === 0) return new Set();
      const outside = new Set(await runner.run({ ...beyond(shas, tips), timeoutMs }));
      return new Set(shas.filter((sha) => !outside.has(sha)));
    },
    reverting: async (shas, tips) =>
      shas.length === 0 || tips.length === 0 ? [] : linesIn(runner.stream(revertsArguments(shas, tips), options())),
    async touching(tips, path) {
      const distinct = [...new Set(tips)];
      const bases = await basesOf(distinct);
      return new Set(await linesIn(runner.stream(touchingArguments(distinct, bases, path), options())));
    },
  };
}

/** Each commit hands its bits to its parents, which all come behind it. */
async function located(stream: Readable, tips: readonly string[]): Promise<Located[]> {
  const masks = new Map<string, bigint>();
  for (const [index, tip] of tips.entries()) masks.set(tip, (masks.get(tip) ?? 0n) | (1n << BigInt(index)));
  const commits: Located[] = [];
  for (const line of await linesIn(stream)) {
    const [sha = '', ...parents] = line.split(' ');
    const mask = masks.get(sha) ?? 0n;
    for (const parent of parents) masks.set(parent, (masks.get(parent) ?? 0n) | mask);
    commits.push({ sha, parents, mask });
  }
  return commits;
}

/** The same work on as many parts as there are processors. */
async function inParts<T>(shas: readonly string[], work: (part: readonly string[]) => Promise<T>): Promise<T[]> {
  if (shas.length === 0) return [];
  const parts = shas.length < worthSplitting ? 1 : Math.min(4, availableParallelism());
  const size = Math.ceil(shas.length / parts);
  return Promise.all(Array.from({ length: parts }, (_, index) => work(shas.slice(index * size, (index + 1) * size))));
}
