/** Gathers what the matrix is made from: where commits stand, what they say, and what they name. */
import type { RecordedCorrection } from '../../../shared/domain/change.ts';
import { ancestryOf } from '../../../shared/planning/changes/ancestry.ts';
import type { CommitFacts } from '../../../shared/planning/changes/facts.ts';
import { patchCandidates } from '../../../shared/planning/changes/candidates.ts';
import type { World } from '../../../shared/planning/changes/world.ts';
import type { Twins } from '../../git/changes.ts';
import type { Memory } from './memory.ts';

/** A pick of a revert of a pick … is followed so far. */
const rounds = 4;
/** Commits that messages name outside of the places; a hostile history could name millions. */
const mostNamed = 20_000;
/** Reverts in what all places share are looked for so many commits at once. */
const mostSearched = 100;

/** The world of some tips: bit i of its masks stands for `tips[i]`. */
export async function worldOf(
  twins: Twins,
  memory: Memory,
  tips: readonly string[],
  corrections: readonly RecordedCorrection[],
  signal?: AbortSignal,
): Promise<World> {
  const { commits, bases } = await twins.containment(tips, signal);
  const facts = await memory.facts(
    commits.map(({ sha }) => sha),
    signal,
  );
  const names = new Map<string, string>();
  const shared = new Set<string>();
  let fresh: readonly CommitFacts[] = [...facts.values()];
  let wanted = corrections.flatMap(({ correction }) => Object.values(correction).filter(isName));
  for (let round = 0; round < rounds && (fresh.length > 0 || wanted.length > 0); round += 1) {
    wanted = [...new Set([...wanted, ...fresh.flatMap(namesIn)])].filter(
      (name) => !facts.has(name) && !names.has(name),
    );
    fresh = await follow(wanted.slice(0, mostNamed));
    wanted = [];
  }
  const again = pickedIn(facts, names);
  const repicked = [...shared].filter((sha) => again.has(sha)).slice(0, mostSearched);
  await follow(await memory.reverting(repicked, bases));

  const ancestry = ancestryOf(commits, shared);
  const unpatched = { places: tips.length, ancestry, facts, shared, names };
  const { ids, unread } = await memory.patches(patchCandidates(unpatched), signal);
  return { ...unpatched, patches: ids, unread, corrections };

  /** Adds named commits, those of them that every place has as shared ones. Answers what is new. */
  async function follow(asked: readonly string[]): Promise<CommitFacts[]> {
    const found = await memory.named(asked);
    for (const [name, sha] of found) names.set(name, sha);
    const unknown = [...new Set(found.values())].filter((sha) => !facts.has(sha));
    const gone = memory.remembered(asked.filter((name) => !found.has(name)));
    for (const [sha, commit] of gone) facts.set(sha, commit);
    for (const sha of await memory.shared(unknown, bases)) shared.add(sha);
    const read = await memory.facts(unknown, signal);
    for (const [sha, commit] of read) facts.set(sha, commit);
    return [...read.values(), ...gone.values()];
  }
}

const isName = (value: string): boolean => /^[0-9a-f]{7,64}$/.test(value);
const namesIn = ({ message }: CommitFacts): string[] => [...message.picked, ...message.reverted, ...message.squashed];

/** What messages say that they pick. A pick of what all places share makes sense only after a revert of it. */
const pickedIn = (facts: ReadonlyMap<string, CommitFacts>, names: ReadonlyMap<string, string>): Set<string> =>
  new Set([...facts.values()].flatMap(({ message }) => message.picked.map((name) => names.get(name) ?? name)));
