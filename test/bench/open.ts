/** Opening a repository of 100,000 commits, against the `git log` that lists them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../../shared/domain/project.ts';
import { createRepository, temporaryFolder } from '../fixtures/repository.ts';
import { median, timed } from './measure.ts';
import { runningEngine } from './running-engine.ts';
import { ratioRow, timeRow, type Row } from './table.ts';

const commits = 100_000;
const rounds = 7;
const goal = 1.2;

export async function openRows(): Promise<Row[]> {
  const folder = temporaryFolder('slipway-bench-open-');
  try {
    const path = join(folder.path, 'repository');
    makeLong(path);
    const data = join(folder.path, 'data');
    const times = { log: [] as number[], newest: [] as number[], cold: [] as number[], warm: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.log.push((await timed(() => listed(path, []))).ms);
      times.newest.push((await timed(() => listed(path, ['--max-count=200']))).ms);
      rmSync(data, { recursive: true, force: true });
      times.cold.push(await opened(data, path));
      times.warm.push(await opened(data, path));
    }
    const against = `git log of ${String(commits)} commits`;
    return [
      ratioRow(
        'open, status and the newest 200 commits, new mirror',
        median(times.cold),
        median(times.log),
        against,
        goal,
      ),
      ratioRow(
        'open, status and the newest 200 commits, known mirror',
        median(times.warm),
        median(times.log),
        against,
        goal,
      ),
      timeRow('git log of the newest 200 commits', median(times.newest), null),
    ];
  } finally {
    folder.remove();
  }
}

/** From asking a ready engine to open the repository until everything that the first screen shows has answered. */
async function opened(data: string, path: string): Promise<number> {
  const engine = await runningEngine(data);
  const { ms } = await timed(async () => {
    const { project } = await engine.call<{ project: Project }>('project.open', { path });
    await Promise.all([
      engine.call('project.status', { project: project.id }),
      engine.call('repository.log', { project: project.id, limit: 200 }),
    ]);
  });
  await engine.close();
  return ms;
}

function listed(path: string, more: readonly string[]): void {
  spawnSync('git', ['log', '--format=%H%x00%P%x00%an%x00%ae%x00%at%x00%ct%x00%s', ...more], {
    cwd: path,
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
}

function makeLong(path: string): void {
  createRepository(path);
  const lines = [
    'blob',
    'mark :1',
    'data <<E',
    'slipway: 1\nname: long\ncompose: compose.yaml\nenvironments:\n  qa: { kind: qa, follows: main }\n  staging: { kind: staging, after: qa }',
    'E',
    '',
  ];
  for (let index = 0; index < commits; index += 1) {
    lines.push(
      'commit refs/heads/main',
      `committer Ada Lovelace <ada@example.com> ${String(1_600_000_000 + index)} +0000`,
      'data <<E',
      `Change ${String(index)} (#${String(index)})`,
      'E',
      index === 0 ? 'M 100644 :1 slipway.yaml' : `M 100644 inline files/${String(index % 500)}`,
      ...(index === 0 ? [] : ['data <<E', String(index), 'E']),
      '',
    );
  }
  execFileSync('git', ['fast-import', '--quiet'], {
    cwd: path,
    input: lines.join('\n'),
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  execFileSync('git', ['reset', '--quiet', '--hard'], { cwd: path });
}
