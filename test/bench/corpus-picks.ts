/**
 * `node test/bench/corpus-picks.ts [--limit N] REPOSITORY…` (or SLIPWAY_CORPUS, paths apart by `:`): the forecast of
 * every real cherry-pick with a trailer, against a real `git cherry-pick` of the same commit on the same base, and
 * against what the maintainers committed.
 */
import { execFileSync } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { createGit } from '../../electron/git/git.ts';
import type { PickForecast } from '../../shared/domain/hotfix.ts';
import { PickingClone, sameAsReal } from '../fixtures/real-pick.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { percentile } from './measure.ts';

interface RealCopy {
  readonly copy: string;
  readonly onto: string;
  readonly tree: string;
  readonly source: string;
}

const args = process.argv.slice(2);
const limitAt = args.indexOf('--limit');
const limit = limitAt < 0 ? 1000 : Number(args.splice(limitAt, 2)[1]);
const repositories = args.length > 0 ? args : (process.env['SLIPWAY_CORPUS'] ?? '').split(':').filter(Boolean);
if (repositories.length === 0) {
  console.error('Name the repositories to look at.');
  process.exit(2);
}

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
    const copies = copiesIn(repository);
    const step = Math.max(1, copies.length / limit);
    const chosen = copies.filter((_copy, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
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

function gitIn(repository: string, more: readonly string[], input = ''): string {
  return execFileSync('git', ['--git-dir', repository, ...more], {
    input,
    maxBuffer: 1 << 30,
    env: { ...process.env, GIT_NO_REPLACE_OBJECTS: '1', GIT_NO_LAZY_FETCH: '1' },
  }).toString();
}

/** Commits that name exactly one commit they were picked from, which is there. */
function copiesIn(repository: string): RealCopy[] {
  const log = gitIn(repository, [
    'log',
    '--all',
    '--no-merges',
    '--fixed-strings',
    '--grep=(cherry picked from commit ',
    '-z',
    '--format=%H %P%x01%T%x01%B',
  ]);
  const copies = log.split('\0').flatMap((record) => {
    const [commits = '', tree = '', body = ''] = record.split('\x01');
    const [copy = '', onto, ...more] = commits.split(' ');
    const sources = [...body.matchAll(/\(cherry picked from commit ([0-9a-f]{40})\)/g)].map((match) => match[1] ?? '');
    const [source] = sources;
    return onto && more.length === 0 && source && sources.length === 1 ? [{ copy, onto, tree, source }] : [];
  });
  const there = gitIn(repository, ['cat-file', '--batch-check'], copies.map(({ source }) => `${source}\n`).join(''));
  const lines = there.split('\n');
  return copies.filter((_copy, index) => lines[index]?.includes(' commit '));
}

function parents(repository: string, commit: string): number {
  return gitIn(repository, ['log', '-1', '--format=%P', commit]).trim().split(' ').length;
}
