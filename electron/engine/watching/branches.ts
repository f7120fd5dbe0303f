/** Looks where the branches of one project are, and keeps what is to be built of them. */
import type { KnownBranch, Sides, WatchTrigger } from '../../../shared/domain/watched.ts';
import { hasMoved, isWorthALook, notice, tipOf, type SeenBranch } from '../../../shared/planning/watch.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { holdersOf } from './holder.ts';

export interface Look {
  /** The remote whose branches these are; null without one. */
  readonly remote: string | null;
  readonly branches: ReadonlyMap<string, string>;
  readonly environmentsOf: (branch: string) => readonly string[] | null;
  /** What `environmentsOf` says, in a text: the same text is the same answers. */
  readonly selection: string;
  readonly trigger: WatchTrigger;
}

export interface Branches {
  /** What is known of each; kept in the history too. */
  readonly known: ReadonlyMap<string, KnownBranch>;
  /** Looks once; answers the branches that moved or went. */
  look(look: Look): Promise<SeenBranch[]>;
  /** What became of a commit that waited. */
  settle(branch: string, built: NonNullable<KnownBranch['built']>): void;
}

export function branchesOf(engine: Engine, { project, repository }: OpenProject): Branches {
  const { store, publisher } = engine;
  const { id } = project;
  const known = store.watching.branches(id);
  const holderOf = holdersOf(repository);
  // There may be thousands, and this is asked several times a second: what is as it was is not gone through again.
  let last: (Pick<Look, 'branches' | 'selection' | 'remote'> & { local: ReadonlyMap<string, string> }) | null = null;

  const see = async (branch: string, sides: Sides, isWatched: boolean): Promise<SeenBranch> => {
    const { local, remote } = sides;
    const differ = isWatched && local !== null && remote !== null && local !== remote;
    return { branch, ...sides, tip: tipOf(sides, differ ? await holderOf(local, remote) : 'neither') };
  };

  return {
    known,
    async look({ remote, branches, environmentsOf, selection, trigger }) {
      const local = repository.branches();
      const now = { local, branches, selection, remote };
      if (last?.local === local && last.branches === branches && last.selection === selection && last.remote === remote)
        return [];
      const chosenAnew = last?.selection !== selection;
      const watch = store.watching.get(id);
      const seen: SeenBranch[] = [];
      for (const branch of new Set([...known.keys(), ...local.keys(), ...branches.keys()])) {
        const sides = { local: local.get(branch) ?? null, remote: branches.get(branch) ?? null };
        const before = known.get(branch);
        if (!chosenAnew && !hasMoved(before, sides)) continue;
        const environments = environmentsOf(branch);
        if (isWorthALook(before, sides, environments)) seen.push(await see(branch, sides, environments !== null));
      }
      const first = { local: !watch.looked, remote: !watch.looked || watch.remote !== remote };
      // One that never answered is met for the first time when it does: all that it has then is no push.
      const isMet = remote === null || branches.size > 0;
      const { changed, superseded } = notice({ known, first, seen, environmentsOf, trigger, now: engine.now() });
      store.transact(() => {
        if (first.local || (first.remote && isMet))
          store.watching.set(id, { looked: true, remote: isMet ? remote : watch.remote });
        for (const [branch, state] of changed)
          if (state) store.watching.putBranch(id, state);
          else store.watching.dropBranch(id, branch);
      });
      for (const [branch, state] of changed)
        if (state) known.set(branch, state);
        else known.delete(branch);
      if (superseded.length > 0 || [...changed.values()].some((state) => state?.waiting))
        publisher.live({ live: 'watch', project: id });
      last = now;
      return seen;
    },
    settle(branch, built) {
      const state = known.get(branch);
      if (!state) return;
      const settled = { ...state, waiting: null, built };
      store.transact(() => {
        store.watching.putBranch(id, settled);
      });
      known.set(branch, settled);
    },
  };
}
