/** Looks where the branches of one project are, and keeps what is to be built of them. */
import type { KnownBranch, Sides, WatchTrigger } from '../../../shared/domain/watched.ts';
import { isWorthALook, notice, tipOf, type SeenBranch } from '../../../shared/planning/watch.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { holdersOf } from './holder.ts';

export interface Look {
  /** The remote whose branches these are; null without one. */
  readonly remote: string | null;
  readonly branches: ReadonlyMap<string, string>;
  readonly environmentsOf: (branch: string) => readonly string[] | null;
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

export function branchesOf({ store, publisher, now }: Engine, { project, repository }: OpenProject): Branches {
  const { id } = project;
  const known = store.watching.branches(id);
  const holderOf = holdersOf(repository);

  const see = async (branch: string, sides: Sides, isWatched: boolean): Promise<SeenBranch> => {
    const { local, remote } = sides;
    const differ = isWatched && local !== null && remote !== null && local !== remote;
    return { branch, ...sides, tip: tipOf(sides, differ ? await holderOf(local, remote) : 'neither') };
  };

  return {
    known,
    async look({ remote, branches, environmentsOf, trigger }) {
      const local = repository.branches();
      const before = store.watching.get(id);
      const seen: SeenBranch[] = [];
      for (const branch of new Set([...known.keys(), ...local.keys(), ...branches.keys()])) {
        const sides = { local: local.get(branch) ?? null, remote: branches.get(branch) ?? null };
        const environments = environmentsOf(branch);
        if (isWorthALook(known.get(branch), sides, environments))
          seen.push(await see(branch, sides, environments !== null));
      }
      const first = { local: !before.looked, remote: !before.looked || before.remote !== remote };
      if (seen.length === 0 && !first.remote) return [];
      const { changed, superseded } = notice({ known, first, seen, environmentsOf, trigger, now: now() });
      store.transact(() => {
        if (first.remote) store.watching.set(id, { looked: true, remote });
        for (const [branch, state] of changed)
          if (state) store.watching.putBranch(id, state);
          else store.watching.dropBranch(id, branch);
      });
      for (const [branch, state] of changed)
        if (state) known.set(branch, state);
        else known.delete(branch);
      if (superseded.length > 0 || [...changed.values()].some((state) => state?.waiting))
        publisher.live({ live: 'watch', project: id });
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
