/**
 * What a forecast costs, beside what a desktop client does (a worktree and `git cherry-pick`, with its files and
 * without). In a repository that is made for it, or in SLIPWAY_BENCH_REPOSITORY, a bare one with a long history.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGit } from '../../electron/git/git.ts';
import type { Repository } from '../../electron/git/repository.ts';
import type { PickForecast } from '../../shared/domain/hotfix.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { median, percentile, timed } from './measure.ts';
import { makePickRepository } from './pick-repository.ts';
import { ms, timeRow, type Row } from './table.ts';

const goals = { oneMs: 12, planMs: 600, rowsMs: 15_000, clickMs: 100, noCheckout: 5, fullWorktree: 200 };
const rows = 1000;

export async function pickRows(): Promise<Row[]> {
  const folder = temporaryFolder('slipway-bench-picks-');
  try {
    const given = process.env['SLIPWAY_BENCH_REPOSITORY'];
    return await measured(
      given === undefined ? await makePickRepository(join(folder.path, 'made')) : borrowed(given, folder.path),
      folder.path,
    );
  } finally {
    folder.remove();
  }
}

/** A clone that borrows the objects: worktrees are added to this one. */
function borrowed(repository: string, folder: string): string {
  const path = join(folder, 'borrowed.git');
  execFileSync('git', ['clone', '--quiet', '--bare', '--shared', repository, path]);
  return path;
}

async function measured(path: string, folder: string): Promise<Row[]> {
  const git = (...args: string[]): string =>
    execFileSync('git', ['--git-dir', path, ...args], { maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'ignore'] })
      .toString()
      .trim();
  const commits = git('rev-list', '--no-merges', `--max-count=${String(rows + 200)}`, 'HEAD').split('\n');
  const onto = git('rev-list', '--first-parent', '--max-count=1', `--skip=${String(rows)}`, 'HEAD');
  let opened = 0;
  const open = (): Promise<Repository> => createGit().open(path, join(folder, `mirror-${String((opened += 1))}.git`));
  console.error(
    `picks: ${git('rev-list', '--count', 'HEAD')} commits, ${String(git('ls-tree', '-r', '--name-only', onto).split('\n').length)} files`,
  );

  const one = await eachAlone(await open(), onto, commits.slice(0, 60));
  const bare = worktrees(path, folder, onto, ['--no-checkout']);
  const noCheckout = commits.slice(0, 6).map((commit) => bare(commit));
  const full = worktrees(path, folder, onto, []);
  const withFiles = commits.slice(0, 2).map((commit) => full(commit));
  const plans: number[] = [];
  for (const skip of [0, 50, 100]) plans.push(await planOf50(await open(), onto, commits.slice(skip).toReversed()));
  const scrolled = await scroll(await open(), onto, commits.slice(0, rows), commits.slice(rows));
  return [
    timeRow('one forecast, median of 60', median(one), goals.oneMs),
    ratio('… as a worktree without its files', median(one), median(noCheckout), goals.noCheckout),
    ratio('… as a full worktree', median(one), median(withFiles), goals.fullWorktree),
    timeRow('a plan of 50 picks, median of 3', median(plans), goals.planMs),
    timeRow(`${String(rows)} rows get their forecast`, scrolled.allMs, goals.rowsMs),
    timeRow('… a forecast that is asked for meanwhile, p95', percentile(scrolled.clicks, 0.95), goals.clickMs),
  ];
}

const ratio = (what: string, own: number, other: number, goal: number): Row => ({
  what,
  measured: ms(own),
  against: ms(other),
  ratio: `${(other / own).toFixed(0)}× faster`,
  goal: `≥ ${String(goal)}×`,
  met: other / own >= goal,
});

async function forecast(repository: Repository, onto: string, commit: string): Promise<PickForecast | undefined> {
  for await (const told of repository.picks.forecasts(onto, [{ commit }])) return told;
  return undefined;
}

async function eachAlone(repository: Repository, onto: string, commits: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const commit of commits) times.push((await timed(() => forecast(repository, onto, commit))).ms);
  return times;
}

/** The first fifty that apply in order. */
async function planOf50(repository: Repository, onto: string, candidates: readonly string[]): Promise<number> {
  const clean: string[] = [];
  for await (const told of repository.picks.forecasts(
    onto,
    candidates.slice(0, 300).map((commit) => ({ commit })),
  ))
    if (told.forecast === 'clean') clean.push(told.commit);
  let chosen: string[] = [];
  const target = { name: 'target', commit: onto };
  for (const commit of clean) {
    const plan = await repository.picks.plan(
      target,
      [...chosen, commit].map((pick) => ({ commit: pick })),
      {
        prerequisites: false,
      },
    );
    if (plan.tree !== null) chosen = [...chosen, commit];
    if (chosen.length === 50) break;
  }
  // What was learned while choosing is forgotten: in the other order each step is new.
  const { ms: took, value } = await timed(() =>
    repository.picks.plan(
      target,
      chosen.toReversed().map((commit) => ({ commit })),
      { prerequisites: false },
    ),
  );
  if (value.picks.length !== 50) console.error(`picks: a plan of ${String(value.picks.length)} only`);
  return took;
}

/** A list in the background, and a single question every quarter of a second. */
async function scroll(
  repository: Repository,
  onto: string,
  commits: readonly string[],
  others: readonly string[],
): Promise<{ allMs: number; clicks: number[] }> {
  const clicks: number[] = [];
  let over = false;
  const clicking = (async () => {
    for (const commit of others) {
      await sleep(250);
      if (over) return;
      clicks.push((await timed(() => forecast(repository, onto, commit))).ms);
    }
  })();
  const { ms: allMs } = await timed(async () => {
    // As a window asks: some rows at a time.
    for (let at = 0; at < commits.length; at += 50)
      for await (const told of repository.picks.forecasts(
        onto,
        commits.slice(at, at + 50).map((commit) => ({ commit })),
      ))
        if (told.problem) console.error(told.problem.message);
  });
  over = true;
  await clicking;
  return { allMs, clicks };
}

/** Milliseconds of a pick in a worktree of its own, from adding it to removing it. */
function worktrees(path: string, folder: string, onto: string, options: readonly string[]): (commit: string) => number {
  let made = 0;
  return (commit) => {
    const tree = join(folder, `tree-${String(options.length)}-${String((made += 1))}`);
    const environment = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.com',
      GIT_LFS_SKIP_SMUDGE: '1',
    };
    const git = (where: readonly string[], ...args: string[]): void => {
      try {
        execFileSync('git', [...where, ...args], { env: environment, stdio: 'ignore' });
      } catch {
        // A conflict is an answer too.
      }
    };
    const start = performance.now();
    git(['--git-dir', path], 'worktree', 'add', '--quiet', '--detach', ...options, tree, onto);
    if (options.length > 0) git(['-C', tree], 'read-tree', 'HEAD');
    git(['-C', tree], 'cherry-pick', commit);
    const took = performance.now() - start;
    git(['--git-dir', path], 'worktree', 'remove', '--force', tree);
    return took;
  };
}
