/**
 * The change × environment matrix: how often it is right against what histories say by a signal that is hidden from
 * it, and how long it takes beside git's own patch-id pipeline over the same commits. SLIPWAY_BENCH_CHANGES names a JSON
 * file: a list of `{path, truth: "change-id"|"trailer"|"request", squashed, main, others: [ref]}` of bare repositories
 * with real histories. Without it one is made: then only the times tell something.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { memoryOn } from '../../electron/engine/changes/memory.ts';
import { worldOf } from '../../electron/engine/changes/world.ts';
import { createGit } from '../../electron/git/git.ts';
import { patchCandidates } from '../../shared/planning/changes/candidates.ts';
import { openStore } from '../../electron/store/store.ts';
import { temporaryFolder } from '../fixtures/repository.ts';
import { changeIds, requests, scoreOf, trailers, type Score } from './change-truth.ts';
import { timed } from './measure.ts';
import { runningEngine } from './running-engine.ts';
import { ratioRow, timeRow, type Row } from './table.ts';
import { makeTwinRepository } from './twin-repository.ts';

interface Corpus {
  readonly path: string;
  readonly truth: keyof typeof truths | null;
  /** Whether backports are squashed by robots, which keep neither author nor date. */
  readonly squashed: boolean;
  readonly main: string;
  readonly others: readonly string[];
}

const truths = { 'change-id': changeIds, trailer: trailers, request: requests };
const newCommits = 100;

export async function changeRows(): Promise<Row[]> {
  const folder = temporaryFolder('slipway-bench-changes-');
  try {
    const list = process.env['SLIPWAY_BENCH_CHANGES'];
    const corpora: Corpus[] =
      list === undefined
        ? [{ ...(await makeTwinRepository(join(folder.path, 'made'))), truth: null, squashed: false }]
        : (JSON.parse(readFileSync(list, 'utf8')) as Corpus[]);
    const rows: Row[] = [];
    for (const [index, corpus] of corpora.entries()) {
      const work = join(folder.path, String(index));
      rows.push(...(await speedRows(corpus, work)));
      if (corpus.truth !== null) rows.push(...(await truthRows(corpus, join(work, 'truth'), corpus.truth)));
    }
    return rows;
  } finally {
    folder.remove();
  }
}

const nameOf = ({ path }: Corpus): string =>
  /^(?:repo|\.git|made)$/.test(basename(path)) ? basename(dirname(path)) : basename(path);

async function truthRows(corpus: Corpus, work: string, signal: keyof typeof truths): Promise<Row[]> {
  const repository = await createGit().open(corpus.path, join(work, 'mirror.git'));
  const store = openStore(join(work, 'data'));
  try {
    const tips = await Promise.all([corpus.main, ...corpus.others].map((ref) => repository.resolve(ref)));
    const truth = truths[signal];
    const memory = memoryOn(repository.twins, store);
    const world = await worldOf(repository.twins, memory, tips, []);
    // Which patches are read depends on what messages tell.
    const hidden = new Map([...world.facts].map(([sha, commit]) => [sha, truth.hide(commit)]));
    const { ids } = await memory.patches(patchCandidates({ ...world, facts: hidden }));
    const score = scoreOf({ ...world, patches: ids }, truth);
    for (const line of score.wrong) console.log(`  wrong: ${line}`);
    return rowsOf(`${nameOf(corpus)}, ${truth.title} hidden`, corpus.squashed, score);
  } finally {
    store.close();
  }
}

function rowsOf(what: string, squashed: boolean, score: Score): Row[] {
  return [
    shareRow(`${what}: recall`, score.found, score.pairs, squashed ? 0.95 : 0.99),
    shareRow(`${what}: precision of certain`, score.certain.right, score.certain.all, 0.999),
    shareRow(`${what}: precision of both`, score.both.right, score.both.all, 0.98),
  ];
}

function shareRow(what: string, part: number, all: number, goal: number): Row {
  const share = all === 0 ? null : part / all;
  return {
    what,
    measured: share === null ? 'none' : `${(100 * share).toFixed(2)} %`,
    against: `${String(part)} of ${String(all)}`,
    ratio: '',
    goal: `≥ ${String(100 * goal)} %`,
    met: share === null ? null : share >= goal,
  };
}

interface Listed {
  readonly total: number;
}

async function speedRows(corpus: Corpus, work: string): Promise<Row[]> {
  const clone = join(work, 'clone.git');
  execFileSync('git', ['clone', '--quiet', '--bare', '--shared', corpus.path, clone]);
  const engine = await runningEngine(join(work, 'engine'));
  try {
    const { project } = await engine.call<{ project: { id: string } }>('project.open', { path: clone });
    const places = [corpus.main, ...corpus.others].slice(0, 6);
    const list = (filter: object = {}) =>
      engine.call<Listed>('changes.list', { project: project.id, places, ...filter });
    const pipeline = await timed(() => patchIdPipeline(clone, places));
    const cold = await timed(() => list());
    const warm = await timed(() => list({ text: 'fix', skip: 200 }));
    addCommits(clone, corpus.main);
    await engine.call('project.open', { path: clone });
    const after = await timed(() => list());
    const what = `${nameOf(corpus)}, ${String(cold.value.total)} changes × ${String(places.length)} places`;
    return [
      ratioRow(`${what}: cold`, cold.ms, pipeline.ms, `git's patch ids of ${String(pipeline.value)} commits`, 1),
      timeRow(`${what}: then`, warm.ms, 200),
      timeRow(`${what}: after ${String(newCommits)} new commits`, after.ms, 1000),
    ];
  } finally {
    await engine.close();
  }
}

/** What git itself would do: the patch ids of every commit that not all places share. Answers how many commits. */
function patchIdPipeline(path: string, refs: readonly string[]): number {
  const git = (args: readonly string[]): string =>
    execFileSync('git', args, { cwd: path, encoding: 'utf8', maxBuffer: 1 << 28 });
  const tips = refs.map((ref) => git(['rev-parse', `${ref}^{commit}`]).trim());
  const base = spawnSync('git', ['merge-base', '--octopus', '--all', ...tips], { cwd: path, encoding: 'utf8' });
  const range = [
    ...tips,
    ...base.stdout
      .split('\n')
      .filter(Boolean)
      .map((sha) => `^${sha}`),
  ];
  const command = `git rev-list ${range.join(' ')} | git diff-tree --stdin -p -r --root | git patch-id --verbatim > /dev/null`;
  execFileSync('sh', ['-c', command], { cwd: path });
  return Number(git(['rev-list', '--count', ...range]));
}

function addCommits(path: string, branch: string): void {
  const at = execFileSync('git', ['rev-parse', `refs/heads/${branch}`], { cwd: path, encoding: 'utf8' }).trim();
  const commits = Array.from({ length: newCommits }, (_, index) => {
    const message = `Fix number ${String(index)}\n`;
    const content = `${String(index)}\n`;
    return `commit refs/heads/${branch}\ncommitter Ada <ada@example.com> ${String(1_900_000_000 + index)} +0000\ndata ${String(message.length)}\n${message}${index === 0 ? `from ${at}\n` : ''}M 100644 inline added-${String(index)}\ndata ${String(content.length)}\n${content}\n`;
  });
  execFileSync('git', ['fast-import', '--quiet'], { cwd: path, input: commits.join('') });
}
