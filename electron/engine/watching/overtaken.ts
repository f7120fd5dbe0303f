/** Tells runs whose branch was deleted or rewritten meanwhile: they go on for their commit. */
import { shortSha } from '../../../shared/domain/commit.ts';
import { overtakenBy, type SeenBranch } from '../../../shared/planning/watch.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { openRuns } from './line.ts';

const sentences = {
  deleted: (branch: string, commit: string) => `${branch} was deleted meanwhile. This run goes on for ${commit}.`,
  rewritten: (branch: string, commit: string) =>
    `${branch} was rewritten meanwhile and has ${commit} no more. This run goes on for it.`,
};

export function overtakenIn(engine: Engine, { project, repository }: OpenProject) {
  const told = new Set<string>();
  /** `seen`: the branches that moved or went. Each run is told once of each. */
  return async (seen: readonly SeenBranch[]): Promise<void> => {
    const moved = new Map(seen.map((one) => [one.branch, one.tip]));
    for (const { id, branch, commit } of openRuns(engine, project.id)) {
      const tip = moved.get(branch);
      if (tip === undefined || tip === commit) continue;
      const contained = tip !== null && (await repository.isAncestor(commit, tip).catch(() => false));
      const what = overtakenBy(tip, contained);
      if (what === null || told.has(`${id} ${what}`)) continue;
      told.add(`${id} ${what}`);
      const text = sentences[what](branch, shortSha(commit));
      engine.logs.append(id, { at: engine.now(), source: 'operation', stream: 'note', text });
      engine.publisher.live({ live: 'run', project: project.id, run: id });
    }
  };
}
