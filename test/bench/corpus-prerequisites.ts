/**
 * `node test/bench/corpus-prerequisites.ts [--limit N] REPOSITORY…`: whether prerequisites are found. Two kinds of
 * conflict in real histories: picks that maintainers made cleanly, put before the earlier pick to the same files that
 * they need (what was taken away is known, so it can be tried first); and picks that conflicted for the maintainers too.
 */
import { basename, dirname, join } from 'node:path';
import { createGit } from '../../electron/git/git.ts';
import type { Repository } from '../../electron/git/repository.ts';
import type { PrerequisiteItem } from '../../shared/domain/hotfix.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { copiesIn, corpusArguments, gitIn, spread, type RealCopy } from './corpus.ts';
import { percentile } from './measure.ts';

const { repositories, limit } = corpusArguments(400);
const git = createGit();
const total = { taken: 0, takenFound: 0, real: 0, realFound: 0, empty: 0 };
const first: number[] = [];
for (const repository of repositories) await look(repository);
console.log(
  `\nall: taken away: ${share(total.takenFound, total.taken)} of those that the true prerequisites clear; real conflicts cleared: ${share(total.realFound, total.real)}; first offer median ${percentile(first, 0.5).toFixed(0)} ms, p90 ${percentile(first, 0.9).toFixed(0)} ms; sets with an empty pick: ${String(total.empty)}`,
);
process.exit(0);

function share(part: number, whole: number): string {
  return `${String(part)} of ${String(whole)} (${((100 * part) / Math.max(1, whole)).toFixed(0)} %)`;
}

async function look(repository: string): Promise<void> {
  const folder = temporaryFolder('slipway-corpus-');
  const counts = { taken: 0, takenFound: 0, real: 0, realFound: 0 };
  try {
    const opened = await git.open(repository, join(folder.path, 'mirror.git'));
    const copies = copiesIn(repository);
    const sources = new Map(copies.map(({ copy, source }) => [copy, source]));
    for (const copy of spread(copies, limit)) {
      const made = await verdict(opened, copy.onto, [copy.source]);
      if (made === 'conflict') {
        counts.real += 1;
        if (await found(opened, copy.onto, copy.source)) counts.realFound += 1;
      }
      if (made !== 'clean') continue;
      const before = takenAway(repository, copy, sources);
      if (!before) continue;
      if ((await verdict(opened, before.onto, [copy.source])) !== 'conflict') continue;
      if ((await verdict(opened, before.onto, [...before.truth, copy.source])) !== 'clean') continue;
      counts.taken += 1;
      if (await found(opened, before.onto, copy.source)) counts.takenFound += 1;
      else console.log(`  not found: ${copy.source} on ${before.onto}, needs ${before.truth.join(' ')}`);
    }
    console.log(
      `${basename(dirname(repository))}: taken away ${share(counts.takenFound, counts.taken)}, real ${share(counts.realFound, counts.real)}`,
    );
    for (const key of ['taken', 'takenFound', 'real', 'realFound'] as const) total[key] += counts[key];
  } finally {
    folder.remove();
  }
}

async function verdict(repository: Repository, onto: string, commits: readonly string[]): Promise<string> {
  const plan = await repository.picks.plan(
    { name: onto, commit: onto },
    commits.map((commit) => ({ commit })),
    { prerequisites: false },
  );
  if (plan.picks.some(({ problem }) => problem !== null && problem.code !== 'attention.behind-conflict'))
    return 'unknown';
  return plan.picks.find(({ forecast }) => forecast !== 'clean')?.forecast ?? 'clean';
}

/** Whether a set is offered. */
async function found(repository: Repository, onto: string, commit: string): Promise<boolean> {
  const start = performance.now();
  let offered: Extract<PrerequisiteItem, { item: 'set' }> | null = null;
  for await (const item of repository.picks.prerequisites(onto, { commit })) {
    if (item.item !== 'set') continue;
    if (!offered) first.push(performance.now() - start);
    offered = item;
    if (item.set.picks.some(({ forecast }) => forecast !== 'clean')) total.empty += 1;
  }
  return offered !== null;
}

/** The branch before the last earlier pick to the same files, and what that and the picks after it were picked from. */
function takenAway(
  repository: string,
  { copy, onto }: RealCopy,
  sources: ReadonlyMap<string, string>,
): { onto: string; truth: string[] } | null {
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
  const paths = lines(gitIn(repository, ['diff-tree', '-r', '--no-commit-id', '--name-only', onto, copy])).slice(0, 20);
  if (paths.length === 0) return null;
  const earlier = lines(
    gitIn(repository, ['log', '--first-parent', '--no-merges', '--max-count=1', '--format=%H', onto, '--', ...paths]),
  );
  const truth = earlier.flatMap((commit) => sources.get(commit) ?? []);
  const [oldest] = earlier;
  if (!oldest || truth.length !== earlier.length) return null;
  const [parent] = lines(gitIn(repository, ['log', '-1', '--format=%P', oldest]));
  return parent ? { onto: parent.split(' ')[0] ?? parent, truth } : null;
}
