/** What was read of commits: in memory, behind it in the store, behind that in git. */
import { workItemsIn } from '../../../shared/domain/work-items.ts';
import type { CommitFacts } from '../../../shared/planning/changes/facts.ts';
import { readMessage } from '../../../shared/planning/changes/message.ts';
import type { Twins } from '../../git/changes.ts';
import type { PatchIds } from '../../git/patch-ids.ts';
import type { Store } from '../../store/store.ts';

/** Where facts are kept. A store that is read-only or full costs time, and no verdict. */
export type FactStore = Pick<Store, 'changes' | 'transact'> & Partial<Pick<Store, 'readOnlyBecause'>>;

export interface Memory {
  /** What is known of commits. Rejects when one of them is not there and never was. */
  facts(shas: readonly string[], signal?: AbortSignal): Promise<Map<string, CommitFacts>>;
  /** The patches of those commits that have one; what this clone lacks is asked for again next time. */
  patches(shas: readonly string[], signal?: AbortSignal): Promise<PatchIds>;
  /** What is known without asking git: of commits that a forced push has taken away, too. */
  remembered(shas: readonly string[]): Map<string, CommitFacts>;
  /** The commits that names in messages stand for. Asked again when `moved` was called since. */
  named(names: readonly string[]): Promise<Map<string, string>>;
  /** Those of the commits that `bases` reach: what all places share. */
  shared(shas: readonly string[], bases: readonly string[]): Promise<ReadonlySet<string>>;
  /** Commits in the history of `tips` that say they revert one of these. */
  reverting(shas: readonly string[], tips: readonly string[]): Promise<readonly string[]>;
  /** New commits came: what a name did not stand for before it may stand for now. */
  moved(): void;
}

/** Commits whose facts stay in memory; beyond it all are dropped and come back from the store. */
const most = 400_000;
const batch = 5_000;
const keptWorkItems = 20;
const fullName = 40;

export function memoryOn(twins: Twins, store: FactStore): Memory {
  const facts = new Map<string, CommitFacts>();
  const patches = new Map<string, string>();
  const names = new Map<string, string | null>();
  /** What the last bases reach, and what not: they rarely move. */
  let reached: { readonly key: string; readonly known: Map<string, boolean> } = { key: '', known: new Map() };
  /** The last search of all that places share, which is slow and mostly asked for again. */
  let searched: { readonly key: string; readonly found: readonly string[] } | null = null;

  const recall = (shas: readonly string[]): string[] => {
    if (facts.size > most) facts.clear();
    const unknown = shas.filter((sha) => !facts.has(sha));
    for (const part of batches(unknown)) for (const commit of store.changes.facts(part)) facts.set(commit.sha, commit);
    return unknown.filter((sha) => !facts.has(sha));
  };
  const picked = (shas: readonly string[]): Map<string, CommitFacts> =>
    new Map(shas.flatMap((sha) => (facts.has(sha) ? [[sha, facts.get(sha) as CommitFacts]] : [])));

  return {
    async facts(shas, signal) {
      const unknown = recall(shas);
      if (unknown.length > 0) {
        const read = await readFacts(twins, unknown, signal);
        for (const commit of read) facts.set(commit.sha, commit);
        keep(store, () => {
          store.changes.keepFacts(read);
        });
      }
      return picked(shas);
    },
    remembered(shas) {
      recall(shas);
      return picked(shas);
    },
    async patches(shas, signal) {
      if (patches.size > most) patches.clear();
      const unknown = shas.filter((sha) => !patches.has(sha));
      for (const part of batches(unknown))
        for (const [sha, patch] of store.changes.patches(part)) patches.set(sha, patch);
      const unread = unknown.filter((sha) => !patches.has(sha));
      if (unread.length > 0) {
        const { ids, unread: lacking } = await twins.patches(unread, signal);
        const read = new Map(unread.map((sha) => [sha, ids.get(sha) ?? '']));
        for (const sha of lacking) read.delete(sha);
        for (const [sha, patch] of read) patches.set(sha, patch);
        keep(store, () => {
          store.changes.keepPatches(read);
        });
      }
      return {
        ids: new Map(shas.flatMap((sha) => (patches.get(sha) ? [[sha, patches.get(sha) as string]] : []))),
        unread: shas.filter((sha) => !patches.has(sha)),
      };
    },
    async named(asked) {
      const unknown = asked.filter((name) => !names.has(name));
      const found = await twins.named(unknown);
      for (const name of unknown) names.set(name, found.get(name) ?? null);
      return new Map(asked.flatMap((name) => (names.get(name) ? [[name, names.get(name) as string]] : [])));
    },
    async shared(shas, bases) {
      if (bases.length === 0) return new Set();
      const key = bases.join(' ');
      if (reached.key !== key) reached = { key, known: new Map() };
      const { known } = reached;
      const unknown = shas.filter((sha) => !known.has(sha));
      const inside = await twins.within(unknown, bases);
      for (const sha of unknown) known.set(sha, inside.has(sha));
      return new Set(shas.filter((sha) => known.get(sha)));
    },
    async reverting(shas, tips) {
      const key = [...shas, '', ...tips].join(' ');
      if (searched?.key !== key) searched = { key, found: await twins.reverting(shas, tips) };
      return searched.found;
    },
    moved() {
      // Looking for what is not there is slow; a full name that comes with a place needs no looking up.
      for (const [name, sha] of names) if (sha === null && name.length < fullName) names.delete(name);
    },
  };
}

function* batches(shas: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < shas.length; at += batch) yield shas.slice(at, at + batch);
}

async function readFacts(twins: Twins, shas: readonly string[], signal?: AbortSignal): Promise<CommitFacts[]> {
  const [touched, commits] = await Promise.all([twins.touched(shas, signal), readMessages(twins, shas, signal)]);
  return commits.map((commit) => ({ ...commit, ...(touched.get(commit.sha) ?? { paths: [], pathSet: null }) }));
}

async function readMessages(
  twins: Twins,
  shas: readonly string[],
  signal?: AbortSignal,
): Promise<Omit<CommitFacts, 'paths' | 'pathSet'>[]> {
  const commits: Omit<CommitFacts, 'paths' | 'pathSet'>[] = [];
  for await (const { message, ...commit } of twins.messages(shas, signal)) {
    const workItems = workItemsIn([message]).slice(0, keptWorkItems);
    commits.push({ ...commit, workItems, message: readMessage(message) });
  }
  return commits;
}

/** What cannot be kept now is read again another time. */
function keep(store: FactStore, work: () => void): void {
  if (store.readOnlyBecause) return;
  try {
    store.transact(work);
  } catch {
    // A full disk must not keep anybody from an answer.
  }
}
