/** The change × environment matrix: every change between places, and in which of them it is. */
import type { Change, Place, RecordedCorrection, Verdict } from '../../domain/change.ts';
import type { CommitFacts } from './facts.ts';
import { modelOf, type Model } from './model.ts';
import { routesFrom } from './route.ts';
import { verdictOf, type Subject } from './verdict.ts';
import { maskOf, type World } from './world.ts';

export interface Matrix {
  readonly places: readonly Place[];
  /** Newest first. */
  readonly changes: readonly Change[];
  readonly model: Model;
  /** The change that a commit carries, whichever of its commits it is; null when there is none. */
  find(sha: string): Change | null;
  /** Whether a person said that what a commit carries is meant for one release alone. */
  isReleaseOnly(sha: string): boolean;
  /** The same with what its verdicts rest on. */
  subject(change: Change): Subject;
}

/** Finds every change of a world. `places[i]` is bit i of its masks. Deterministic, and frozen. */
export function matrixOf(world: World, places: readonly Place[]): Matrix {
  const model = modelOf(world);
  const corrections = correctionsBy(model);
  const changes: Change[] = [];
  const byGroup = new Map<string, Change>();
  for (const [root, carriers] of model.changes) {
    const subject = subjectOf(model, root, carriers, corrections.get(root) ?? []);
    if (subject === null) continue;
    const change = changeOf(model, subject, places);
    changes.push(change);
    byGroup.set(root, change);
  }
  changes.sort((a, b) => b.committedAt - a.committedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return Object.freeze({
    places: Object.freeze([...places]),
    changes: Object.freeze(changes),
    model,
    find: (sha: string) => byGroup.get(model.groups.rootOf(sha)) ?? null,
    isReleaseOnly: (sha: string) => releaseOnly(corrections.get(model.groups.rootOf(sha)) ?? []),
    subject(change: Change) {
      const root = model.groups.rootOf(change.id);
      const subject = subjectOf(model, root, model.changes.get(root) ?? [], corrections.get(root) ?? []);
      if (subject === null) throw new Error(`${change.id} is no change of this matrix.`);
      return subject;
    },
  });
}

/** Null for what stands in no place, or in all of them from before they parted and untouched since. */
function subjectOf(
  model: Model,
  root: string,
  carriers: readonly CommitFacts[],
  corrections: readonly RecordedCorrection[],
): Subject | null {
  const { world } = model;
  const members = model.groups.members(root);
  const placed = carriers.filter(({ sha }) => maskOf(world, sha) !== 0n);
  const wholes = model.wholes.get(root) ?? [];
  const effects = (model.effects.get(root) ?? []).filter(({ commit }) => maskOf(world, commit) !== 0n);
  const known = placed.length > 0 ? placed : wholes.length > 0 ? carriers : [];
  const [oldest] = known;
  if (!oldest) return null;
  const moving = [...placed.map(({ sha }) => sha), ...effects.map(({ commit }) => commit)];
  const everywhere = (1n << BigInt(world.places)) - 1n;
  const still = [...moving, ...wholes.map(({ carrier }) => carrier)].every((sha) => maskOf(world, sha) === everywhere);
  if (still && corrections.length === 0) return null;
  return {
    root,
    id: oldest.sha,
    members,
    carriers: known,
    masks: known.map(({ sha }) => maskOf(world, sha)),
    wholes,
    effects,
    routes: routesFrom(model.groups, oldest.sha),
    corrections,
  };
}

function changeOf(model: Model, subject: Subject, places: readonly Place[]): Change {
  const [first] = subject.carriers as [CommitFacts];
  const commits = [...subject.carriers.map(({ sha }) => sha), ...subject.wholes.map(({ carrier }) => carrier)];
  const verdicts: Record<string, Verdict> = {};
  for (const [index, place] of places.entries())
    verdicts[place.id] = Object.freeze(verdictOf(model, subject, places, index));
  return Object.freeze({
    id: subject.id,
    subject: first.subject,
    author: first.author,
    authoredAt: first.authoredAt,
    committedAt: first.committedAt,
    commits: Object.freeze(commits) as string[],
    reverts: Object.freeze(subject.effects.map(({ commit }) => commit)) as string[],
    workItems: Object.freeze([...new Set(subject.carriers.flatMap(({ workItems }) => workItems))]) as string[],
    verdicts: Object.freeze(verdicts),
    releaseOnly: releaseOnly(subject.corrections),
    corrected: subject.corrections.length > 0,
  });
}

function releaseOnly(corrections: readonly RecordedCorrection[]): boolean {
  const last = corrections.findLast(({ correction }) => /release-only$/.test(correction.kind));
  return last?.correction.kind === 'release-only';
}

/** Corrections by the groups that they are about, oldest first. */
function correctionsBy(model: Model): Map<string, RecordedCorrection[]> {
  const by = new Map<string, RecordedCorrection[]>();
  for (const recorded of model.world.corrections) {
    const { correction } = recorded;
    const about = 'change' in correction ? [correction.change] : [correction.one, correction.other];
    for (const root of new Set(about.map((sha) => model.groups.rootOf(sha))))
      by.set(root, [...(by.get(root) ?? []), recorded]);
  }
  return by;
}
