import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { environmentFor } from '../../../electron/git/environment.ts';
import { gitProcess, type GitProcess } from '../../../electron/git/process.ts';
import { runText, type RunText, type TextRun } from '../../../electron/git/text.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { workspace } from './workspace.ts';

const space = workspace();
const entry = fileURLToPath(new URL('../../../electron/git-process.ts', import.meta.url));
const started: ChildProcess[] = [];

const start = (file = entry): ChildProcess => {
  const child = fork(file, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: {} });
  started.push(child);
  return child;
};

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const here: RunText = () => Promise.reject(new Error('It ran here.'));

/** One that has started: nothing runs here any more. */
async function ready(graceMs?: number): Promise<{ git: GitProcess; child: ChildProcess }> {
  const git = gitProcess(start, { here, ...(graceMs === undefined ? {} : { graceMs }) });
  for (;;) {
    const answered = await git.run(of(['version'])).catch(() => null);
    const child = started[0];
    if (answered && child) return { git, child };
    await sleep(20);
  }
}

const of = (args: readonly string[], more: Partial<TextRun> = {}): TextRun => ({
  cwd: space.path,
  environment: environmentFor({ cwd: space.path, gitDirectory: null }, process.env),
  args,
  maxBytes: 1_000_000,
  timeoutMs: 10_000,
  ...more,
});

const problemOfRun = (run: Promise<unknown>): Promise<Problem | null> =>
  run.then(
    () => null,
    (thrown: unknown) => problemFrom(thrown),
  );

/** A git that does not end, or what else `script` has it do. */
function endless(script = 'exec sleep 60'): TextRun {
  const folder = space.folder('programs');
  mkdirSync(folder);
  writeFileSync(join(folder, 'git'), `#!/bin/sh\nPATH='${process.env['PATH'] ?? ''}'\n${script}\n`, { mode: 0o755 });
  return of(['version'], { environment: { PATH: `${folder}:${process.env['PATH'] ?? ''}` }, timeoutMs: 60_000 });
}

describe('a process that starts git', () => {
  it('answers as git does when it is started here', async () => {
    const repository = space.repository();
    repository.commit({ message: 'One' });
    const { git } = await ready();
    const bytes = Buffer.from([0, 255, 10, 13, 0]);
    const asked: TextRun[] = [
      of(['rev-parse', 'HEAD'], { cwd: repository.path }),
      of(['hash-object', '--stdin'], { input: bytes }),
      of(['hash-object', '--stdin'], { input: '' }),
      of(['rev-parse', '--verify', 'refs/heads/none'], { cwd: repository.path, accepts: [128] }),
      of(['rev-parse', '--verify', 'refs/heads/none'], { cwd: repository.path }),
      of(['rev-list', 'none'], { cwd: '/nowhere/at/all' }),
      of(['help', '-a'], { maxBytes: 10 }),
      of(['version'], { environment: { PATH: '/nowhere' } }),
    ];
    const outcome = (run: Promise<unknown>): Promise<unknown> => run.catch((thrown: unknown) => problemFrom(thrown));
    const there = await Promise.all(asked.map((one) => outcome(git.run(one))));
    expect(there).toEqual(await Promise.all(asked.map((one) => outcome(runText(one)))));
    expect(started).toHaveLength(1);
  });

  it('ends a git that takes too long, or that nobody waits for any more', async () => {
    const { git } = await ready();
    expect(await problemOfRun(git.run({ ...endless(), timeoutMs: 300 }))).toMatchObject({
      code: 'failed.timeout',
    });
    const stop = new AbortController();
    const waited = problemOfRun(git.run(endless(), stop.signal));
    await sleep(100);
    stop.abort();
    expect(await waited).toMatchObject({ code: 'failed.cancelled' });
    expect(await problemOfRun(git.run(of(['version']), AbortSignal.abort()))).toMatchObject({
      code: 'failed.cancelled',
    });
  });

  it('that is killed fails what it did, and git runs here until there is another', async () => {
    const { git, child } = await ready();
    const waited = problemOfRun(git.run(endless()));
    await sleep(100);
    child.kill('SIGKILL');
    expect(await waited).toMatchObject({ code: 'failed.git-process', retry: true });
    await expect(git.run(of(['version']))).rejects.toThrow('It ran here.');
  });

  it('lets others go on when a git leaves something behind that holds its output', async () => {
    const { git } = await ready(100);
    const left = endless('sleep 5 & exit 0');
    const late = problemOfRun(git.run({ ...left, timeoutMs: 200 }));
    await sleep(50);
    const other = git.run(endless('sleep 1; exec git version'));
    expect(await late).toMatchObject({ code: 'failed.timeout' });
    expect((await other).exitCode).toBe(0);
    expect(started).toHaveLength(1);
  });

  it('that stands still is ended', async () => {
    const { git, child } = await ready(100);
    const ended = once(child, 'exit');
    child.kill('SIGSTOP');
    expect(await problemOfRun(git.run(of(['version'], { timeoutMs: 200 })))).toMatchObject({ code: 'failed.timeout' });
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  it('is not waited for: until it is there, and where it cannot be, git runs here', async () => {
    const git = gitProcess(() => start('/nowhere/at/all.ts'));
    expect((await git.run(of(['version']))).output).toMatch(/^git version/);
    if (started[0]) await once(started[0], 'exit');
    expect((await git.run(of(['version']))).output).toMatch(/^git version/);
    expect(started).toHaveLength(1);
  });

  it('that this system cannot start is not missed', async () => {
    const git = gitProcess(() => {
      throw new Error('There is no memory left.');
    });
    expect((await git.run(of(['version']))).output).toMatch(/^git version/);
    expect((await git.run(of(['version']))).output).toMatch(/^git version/);
  });

  it('ends when who asked is killed', async () => {
    const parent = spawn(process.execPath, ['-e', killed, entry], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    expect(isThere(Number(pid))).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isThere(Number(pid)), { timeout: 5000 }).toBe(false);
  });
});

/** A program that starts one, tells its process when it is ready, and stays. */
const killed = `const child = require('node:child_process').fork(process.argv[1], { serialization: 'advanced' });
child.once('message', () => console.log(child.pid));`;

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
