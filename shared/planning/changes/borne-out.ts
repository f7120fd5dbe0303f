/** Whether more than a claim tells that commits carry a change: a trailer names any commit that its author likes. */
import { keptPaths, type CommitFacts } from './facts.ts';
import { likenessOf } from './links.ts';
import type { World } from './world.ts';

/** Of a change that hundreds of commits claim to carry, so many are compared. */
const mostCompared = 64;

/**
 * Whether one of the commits that claim to carry a change, or to take it out, is one that is known to carry it, or has
 * something in common with it: a path, the subject, the patch. The same author alone proves nothing.
 */
export function isBorneOut(world: World, claims: readonly string[], known: readonly string[]): boolean {
  const own = new Set(known);
  if (claims.some((sha) => own.has(sha))) return true;
  const compared = known.slice(0, mostCompared);
  return claims.slice(0, mostCompared).some((claim) => compared.some((sha) => areAlike(world, claim, sha)));
}

function areAlike(world: World, claim: string, known: string): boolean {
  const [one, other] = [world.facts.get(claim), world.facts.get(known)];
  if (!one || !other) return false;
  const like = likenessOf(one, other);
  const patch = world.patches.get(claim);
  return (
    like.sameKey ||
    like.overlap > 0 ||
    isBeyondSample(one, other) ||
    isBeyondSample(other, one) ||
    one.message.squashedSubjects.includes(other.message.key) ||
    (patch !== undefined && patch === world.patches.get(known))
  );
}

/** Of a commit that touches thousands of paths a sample is kept: whether none of the other's could be in it. */
const isBeyondSample = (large: CommitFacts, other: CommitFacts): boolean =>
  large.paths.length >= keptPaths &&
  other.paths.length > 0 &&
  other.paths.every((path) => path > (large.paths.at(-1) ?? 0));
