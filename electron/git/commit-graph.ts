/**
 * The mirror's commit-graph: an index of the history that git reads instead of the commits themselves. With it the
 * topological order of a large repository begins at once. Written in the background, and into the mirror alone.
 */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runner } from './run.ts';

/** Commits that are newer than the file are read from the objects: it needs no care for every push. */
const freshMs = 24 * 60 * 60 * 1000;

export interface CommitGraph {
  /** Has it written in the background, unless it is there and fresh. Never rejects: without one git is only slower. */
  keep(): void;
}

/** One for each mirror, whoever asks: two at once would take each other's lock away. */
const graphs = new WeakMap<Runner, CommitGraph>();

/** `folder` is the mirror that `runner` works in. */
export function commitGraphOf(folder: string, runner: Runner): CommitGraph {
  const graph = graphs.get(runner) ?? newCommitGraph(folder, runner);
  graphs.set(runner, graph);
  return graph;
}

function newCommitGraph(folder: string, runner: Runner): CommitGraph {
  const file = join(folder, 'objects', 'info', 'commit-graph');
  let tried = false;
  const write = async (): Promise<void> => {
    const at = await stat(file).catch(() => null);
    if (at && Date.now() - at.mtimeMs < freshMs) return;
    // One engine has this mirror: a lock that is there was left behind by one that was killed.
    await rm(`${file}.lock`, { force: true });
    for await (const _nothing of runner.stream(['commit-graph', 'write', '--reachable', '--no-progress']));
  };
  return {
    keep() {
      if (tried) return;
      tried = true;
      write().catch(() => undefined);
    },
  };
}
