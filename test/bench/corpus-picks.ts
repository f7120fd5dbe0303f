/**
 * `node test/bench/corpus-picks.ts [--limit N] REPOSITORY…` (or SLIPWAY_CORPUS, paths apart by `:`): the forecast of
 * every real cherry-pick with a trailer, against a real `git cherry-pick` of the same commit on the same base, and
 * against what the maintainers committed.
 */
import { basename, dirname, join } from 'node:path';
import { createGit } from '../../electron/git/git.ts';
import type { PickForecast } from '../../shared/domain/hotfix.ts';
import { PickingClone, sameAsReal } from '../fixtures/real-pick.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { copiesIn, corpusArguments, gitIn, spread } from './corpus.ts';
import { percentile } from './measure.ts';

const { repositories, limit } = corpusArguments(1000);
const git = createGit();
console.log(`git ${await git.version()}, at most ${String(limit)} picks a repository, spread over its history`);
const totals = { picks: 0, equal: 0 };
for (const repository of repositories) {
  const result = await compare(repository);
  totals.picks += result.picks;
  totals.equal += result.equal;
}
console.log(
  `\nall: ${String(totals.equal)} of ${String(totals.picks)} equal (${((100 * totals.equal) / totals.picks).toFixed(2)} %)`,
);
process.exit(totals.equal === totals.picks ? 0 : 1);

async function compare(repository: string): Promise<{ picks: number; equal: number }> {
  const folder = temporaryFolder('slipway-corpus-');
  try {
    const opened = await git.open(repository, join(folder.path, 'mirror.git'));
    const clone = new PickingClone(folder.path, join(opened.opened.commonDirectory, 'objects'));
    const chosen = spread(copiesIn(repository), limit);
    const counts: Record<string, number> = {};
    const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
    const times: number[] = [];
    let equal = 0;
    let picks = 0;
    for (const copy of chosen) {
      const merge = parents(repository, copy.source) > 1;
      const start = performance.now();
      const pick = { commit: copy.source, ...(merge ? { mainline: 1 } : {}) };
      let forecast: PickForecast | null = null;
      for await (const told of opened.picks.forecasts(copy.onto, [pick])) forecast = told;
      const took = performance.now() - start;
      if (!forecast || forecast.problem) {
        count(forecast?.problem?.code ?? 'nothing');
        continue;
      }
      const real = clone.pick(copy.onto, copy.source, merge ? 1 : undefined);
      if (real.verdict === 'failed' && /invalid object|unable to read/.test(real.words)) {
        count('objects that git itself lacks');
        continue;
      }
      picks += 1;
      times.push(took);
      count(forecast.forecast);
      if (forecast.forecast === 'clean') count(forecast.tree === copy.tree ? 'as committed' : 'amended');
      if (sameAsReal(forecast, real)) equal += 1;
      else {
        count('DIFFERENT');
        console.log(`  ${copy.copy}: ${forecast.forecast}, git: ${real.verdict} ${real.words.slice(0, 300)}`);
      }
    }
    console.log(
      `${basename(dirname(repository))}: ${String(equal)} of ${String(picks)} equal; ${JSON.stringify(counts)}; median ${percentile(times, 0.5).toFixed(1)} ms, p90 ${percentile(times, 0.9).toFixed(1)} ms`,
    );
    return { picks, equal };
  } finally {
    folder.remove();
  }
}

function parents(repository: string, commit: string): number {
  return gitIn(repository, ['log', '-1', '--format=%P', commit]).trim().split(' ').length;
}
