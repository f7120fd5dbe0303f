/** Groups of commits that carry one change: links are followed from the strongest on, and contradictions refused. */
import type { Link } from './links.ts';
import { inLine, maskOf, meantBy, undoneIn, type World } from './world.ts';

export interface Groups {
  /** The name of the group that a commit is in: any of its commits. */
  rootOf(sha: string): string;
  /** Its commits, those that are only named included. */
  members(sha: string): readonly string[];
  /** The links that were followed, by each of their two commits. */
  readonly followed: ReadonlyMap<string, readonly Link[]>;
  /** Links that contradicted stronger ones, by each of their two commits. */
  readonly refused: ReadonlyMap<string, readonly Link[]>;
}

/** The same links in any order give the same groups. */
export function groupsOf(world: World, links: readonly Link[]): Groups {
  const parent = new Map<string, string>();
  const members = new Map<string, string[]>();
  const rootOf = (sha: string): string => {
    let root = sha;
    for (let next = parent.get(root); next !== undefined; next = parent.get(root)) root = next;
    for (let at = sha; at !== root;) {
      const next = parent.get(at) ?? root;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  const of = (sha: string): readonly string[] => members.get(rootOf(sha)) ?? [sha];
  const followed = new Map<string, Link[]>();
  const refused = new Map<string, Link[]>();
  const apart = separated(world);
  const undone = undoneIn(world);

  for (const link of [...links].sort(byStrength)) {
    const [one, other] = [rootOf(link.one), rootOf(link.other)];
    if (one === other) continue;
    if (link.repeats && ![...of(one), ...of(other)].some((sha) => wasUndone(world, sha, undone))) continue;
    if (contradicts(world, link, of(one), of(other), apart, undone)) {
      note(refused, link);
      continue;
    }
    note(followed, link);
    const joined = [...of(one), ...of(other)];
    parent.set(other, one);
    members.set(one, joined);
    members.delete(other);
  }
  return { rootOf, members: of, followed, refused };
}

const wasUndone = (world: World, sha: string, undone: ReadonlySet<string>): boolean =>
  undone.has(sha) || undone.has(world.facts.get(sha)?.message.key ?? sha);

function byStrength(a: Link, b: Link): number {
  if (a.strength !== b.strength) return b.strength - a.strength;
  return order(a.one, b.one) || order(a.other, b.other);
}
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function note(by: Map<string, Link[]>, link: Link): void {
  for (const sha of [link.one, link.other]) {
    const links = by.get(sha);
    if (links) links.push(link);
    else by.set(sha, [link]);
  }
}

/** Pairs that a person keeps apart; the last word about a pair counts. */
function separated(world: World): (readonly [string, string])[] {
  const last = new Map<string, readonly [string, string] | null>();
  for (const { correction } of world.corrections) {
    if (correction.kind !== 'same' && correction.kind !== 'different') continue;
    const pair = [correction.one, correction.other].sort();
    last.set(pair.join(' '), correction.kind === 'different' ? [correction.one, correction.other] : null);
  }
  return [...last.values()].filter((pair) => pair !== null);
}

function contradicts(
  world: World,
  link: Link,
  ones: readonly string[],
  others: readonly string[],
  apart: readonly (readonly [string, string])[],
  undone: ReadonlySet<string>,
): boolean {
  const across = (a: string, b: string): boolean =>
    (ones.includes(a) && others.includes(b)) || (ones.includes(b) && others.includes(a));
  if (apart.some(([a, b]) => across(a, b))) return true;
  if (link.signal === 'person' || link.signal === 'trailer') return false;
  const again = [...ones, ...others].some((sha) => wasUndone(world, sha, undone));
  if (!again && (namesAnother(world, link.one, link.other) || namesAnother(world, link.other, link.one))) return true;
  return link.tier === 'probable' && crowded(world, ones, others);
}

/**
 * A trailer that names another commit beats whatever looks alike: a commit says which one it copies, that one is known,
 * and what looks like the copy stands beside it in one line.
 */
function namesAnother(world: World, copy: string, other: string): boolean {
  const pickedBy = (sha: string): readonly string[] => world.facts.get(sha)?.message.picked ?? [];
  if (pickedBy(other).length > 0) return false;
  const origins = pickedBy(copy).flatMap((name) => meantBy(world, name) ?? []);
  if (origins.includes(other)) return false;
  return origins.some((origin) => world.facts.has(origin) && twiceInOneLine(world, origin, other));
}

/** Whether joining them would put a change twice where nothing says that it was applied twice. */
const crowded = (world: World, ones: readonly string[], others: readonly string[]): boolean =>
  ones.some((one) => others.some((other) => twiceInOneLine(world, one, other)));

/**
 * A pick that was merged back meets the original in one place, from two sides. What one line holds twice, or what
 * stands in the very same places, is two changes.
 */
function twiceInOneLine(world: World, one: string, other: string): boolean {
  const [a, b] = [maskOf(world, one), maskOf(world, other)];
  return (a & b) !== 0n && (a === b || inLine(world, one, other));
}
