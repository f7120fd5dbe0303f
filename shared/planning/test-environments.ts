/**
 * Test environments: what one of a branch is called, which branches get one by rule, and when one ends. Branch names,
 * titles and states come from anybody who may push or open a merge request.
 */
import { matchesPattern } from '../configuration/flow.ts';
import type { EnvironmentDeclaration } from '../configuration/schema.ts';
import type { Review } from '../domain/test-environment.ts';

/** SHA-256 of a text as hexadecimal digits. */
export type Digest = (text: string) => string;

/** What may stand behind the dot of `test.NAME`. */
export const instanceName = /^[a-z0-9][a-z0-9-]{0,39}$/;

const longest = 40;
const hashDigits = 10;
const plainBranch = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
/** How a name ends that was made with a hash: no branch is given such a name as it is. */
const hashed = new RegExp(`-[0-9a-f]{${String(hashDigits)}}$`);

/**
 * The name of a branch’s environment behind the dot. `feature/login` is `feature--login`, which can be read back; what
 * has capitals, other characters or too many of them is shortened and carries ten digits of its hash. So two branches
 * share a name only where their hashes do, and those that differ in case or by a character never.
 */
export function nameOfBranch(branch: string, digest: Digest): string {
  const plain = branch.replaceAll('/', '--');
  if (plainBranch.test(branch) && plain.length <= longest && !hashed.test(plain)) return plain;
  const readable = branch
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longest - hashDigits - 1)
    .replace(/-+$/, '');
  return `${readable || 'branch'}-${digest(branch).slice(0, hashDigits)}`;
}

/** Titles that say that something is not ready: `WIP: …`, `Draft: …`, `[WIP] …`, `(draft) …`, and what git makes to be squashed. */
export const isDraftTitle = (title: string): boolean =>
  /^\s*(?:(?:wip|draft)\s*:|[[(]\s*(?:wip|draft)\s*[\])]|wip\s*$|draft\s*$|(?:fixup|squash|amend)! )/i.test(title);

/** Which branches get an environment of a template. */
export type Rule = 'hand' | 'merge-requests' | 'branches';

/** The rule of a template; by hand where it says nothing. */
export const ruleOf = (declaration: EnvironmentDeclaration): Rule =>
  ('from' in declaration ? (declaration.from as Rule | undefined) : undefined) ?? 'hand';

export interface BranchFacts {
  readonly branch: string;
  readonly commit: string;
  /** Whether main has everything of it. */
  readonly merged: boolean;
  readonly review: Review | null;
}

export interface RuleFacts {
  /** As the template says. */
  readonly from: Rule;
  /** Patterns of branches that may have one; all of them by default. */
  readonly patterns: readonly string[] | undefined;
  /** Branches that have their own places: main, release branches as a pattern, what other environments follow. */
  readonly main: string;
  readonly release: string;
  readonly followed: readonly string[];
  /** Whether a forge was asked and answered; null where none is configured. */
  readonly forge: boolean | null;
  readonly branches: readonly BranchFacts[];
  /** Branches that have one already. */
  readonly existing: ReadonlySet<string>;
  /** The commit at which a branch’s environment was last removed: the same is not made again. */
  readonly removedAt: ReadonlyMap<string, string>;
  /** How many more there may be. */
  readonly room: number;
}

/** The branches that should get an environment now, in the order given, at most `room` of them. */
export function branchesByRule(facts: RuleFacts): BranchFacts[] {
  const { from, branches, existing, removedAt } = facts;
  if (from === 'hand') return [];
  return branches
    .filter(
      (one) =>
        mayHaveOne(facts, one.branch) &&
        !one.merged &&
        !existing.has(one.branch) &&
        removedAt.get(one.branch) !== one.commit &&
        isReady(facts, one.review),
    )
    .slice(0, Math.max(0, facts.room));
}

/** Whether a branch may have one at all, also when a person asks. */
export const mayHaveOne = (
  { patterns, main, release, followed }: Pick<RuleFacts, 'patterns' | 'main' | 'release' | 'followed'>,
  branch: string,
): boolean =>
  branch !== main &&
  !matchesPattern(release, branch) &&
  !followed.includes(branch) &&
  (patterns === undefined || patterns.some((pattern) => matchesPattern(pattern, branch)));

/** Without a forge a branch that is not merged counts as its own merge request; of one that does not answer nothing is ready. */
function isReady({ from, forge }: RuleFacts, review: Review | null): boolean {
  if (!followsTo(forge, review)) return false;
  if (from === 'branches') return review?.state !== 'closed' && review?.state !== 'merged';
  return forge === null || (review?.from === 'forge' && review.state === 'open');
}

export interface EndFacts {
  /** Null for one that was made from a working tree, or by hand from some release. */
  readonly branch: string | null;
  readonly byRule: boolean;
  readonly endsAt: number | null;
  /** Whether the branch is there; null where there is none to look for. */
  readonly exists: boolean | null;
  readonly merged: boolean;
  readonly review: Review | null;
}

/** Why an environment ends now; null while it stays. */
export function endOf({ branch, byRule, endsAt, exists, merged, review }: EndFacts, now: number): string | null {
  if (branch !== null && exists === false) return `${branch} was deleted`;
  if (branch !== null && merged) return `${branch} is merged`;
  // A branch can live on behind a merge request that was squashed, or given up.
  if (review?.from === 'forge' && review.state === 'merged') return `${branch ?? 'it'} is merged`;
  if (byRule && review?.from === 'forge' && review.state === 'closed') return 'its merge request was closed';
  if (endsAt !== null && now >= endsAt) return 'its time is over';
  return null;
}

const dayMs = 86_400_000;
const defaultDays = 14;

/** When an environment ends that was last brought something now: each new commit gives it its whole time again. */
export const endsAfter = (now: number, days: number | null | undefined): number =>
  now + Math.round((days ?? defaultDays) * dayMs);

/**
 * Whether a new commit of the branch is brought to its environment: not while it is said to be no more than a draft, nor
 * while the forge that would say so has not answered (`forge` false; null without one).
 */
export const followsTo = (forge: boolean | null, review: Review | null): boolean =>
  forge !== false && !(review?.draft ?? false);
