/** Why a change is, or is not, in a place: every signal that spoke, for a person to open. */
import type { Change, Evidence, Place, Signal } from '../../domain/change.ts';
import { shortSha } from '../../domain/commit.ts';
import { frozen } from '../frozen.ts';
import type { Effect } from './effects.ts';
import type { Link, Part } from './links.ts';
import type { Matrix } from './matrix.ts';
import { saidOf } from './verdict.ts';
import { maskOf } from './world.ts';

/** The evidence of one verdict, what counted first. `place` is one of the matrix's places. */
export function evidenceOf(matrix: Matrix, change: Change, place: Place): Evidence[] {
  const index = matrix.places.findIndex(({ id }) => id === place.id);
  const bit = 1n << BigInt(index);
  const { world, groups } = matrix.model;
  const here = (sha: string): boolean => (maskOf(world, sha) & bit) !== 0n;
  const subject = matrix.subject(change);
  const links = subject.carriers
    .filter(({ sha }) => here(sha))
    .flatMap(({ sha }) => subject.routes.get(sha)?.links ?? []);
  const refused = subject.members.flatMap((sha) =>
    (groups.refused.get(sha) ?? []).filter((link) => here(link.one === sha ? link.other : link.one)),
  );
  const said = saidOf(world, subject, matrix.places, index);
  const evidence: Evidence[] = [
    ...(said
      ? [
          saidBy(
            said,
            subject.corrections.findLast(({ correction }) => correction === said),
          ),
        ]
      : []),
    ...subject.carriers.filter(({ sha }) => here(sha)).map(({ sha }) => standing(sha, place)),
    ...[...new Set(links)].map(linked),
    ...subject.wholes.filter(({ carrier }) => here(carrier)).map(carrying),
    ...subject.effects.filter(({ commit }) => here(commit)).map(undoing),
    ...[...new Set(refused)].map(contradicted),
  ];
  return frozen(evidence);
}

const standing = (sha: string, place: Place): Evidence => ({
  signal: 'commit',
  tier: 'certain',
  commit: sha,
  other: null,
  text: `${shortSha(sha)} is in the history of ${place.title}`,
});

function saidBy(
  said: { readonly kind: 'present' | 'absent'; readonly change: string; readonly at: string },
  recorded: { readonly by: string; readonly why: string } | undefined,
): Evidence {
  const who = recorded ? `${recorded.by} said` : 'Somebody said';
  const what = said.kind === 'present' ? 'has it' : 'has it not';
  const why = recorded ? `: ${recorded.why}` : '';
  return {
    signal: 'person',
    tier: 'certain',
    commit: said.change,
    other: said.at,
    text: `${who} that ${shortSha(said.at)} and what descends from it ${what}${why}`,
  };
}

/** What a link says, by its signal; `a` and `b` are the short names of its commits. */
const sayings: Partial<Record<Signal, (a: string, b: string, detail: string) => string>> = {
  person: (a, b, detail) => `${a} and ${b} carry the same change, said ${detail}`,
  trailer: (a, b, detail) =>
    detail.startsWith('I') ? `${a} and ${b} have the same Change-Id ${detail}` : `${a} names ${b} in its trailer`,
  patch: (a, b) => `${a} and ${b} make the very same change to the same files`,
  request: (a, b, detail) => `${a} and ${b} both carry pull request #${detail}`,
};

function linked({ one, other, signal, tier, detail }: Link): Evidence {
  const [a, b] = [shortSha(one), shortSha(other)];
  const text = sayings[signal]?.(a, b, detail) ?? `${a} and ${b} have the same ${detail}`;
  return { signal, tier, commit: one, other, text };
}

const contradicted = (link: Link): Evidence => ({
  ...linked(link),
  tier: 'probable',
  text: `${linked(link).text}; that did not count, for something stronger says otherwise`,
});

const carrying = ({ carrier, part, signal, tier, detail }: Part): Evidence => ({
  signal,
  tier,
  commit: carrier,
  other: part,
  text: `${shortSha(carrier)} carries ${shortSha(part)} with others: it ${detail}`,
});

const undoing = ({ commit, takesOut, targets, signal, tier }: Effect): Evidence => ({
  signal,
  tier,
  commit,
  other: targets[0] ?? null,
  text: `${shortSha(commit)} ${takesOut ? 'reverts' : 'brings back'} ${targets.slice(0, 3).map(shortSha).join(', ')}${targets.length > 3 ? ' …' : ''}`,
});
