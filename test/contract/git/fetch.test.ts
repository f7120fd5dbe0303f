import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { personEnvironment } from '../../../electron/git/person-environment.ts';
import { cloneRepository, createRepository, repositoryIn } from '../../fixtures/repository.ts';
import { codeOf, workspace } from './workspace.ts';

const here = workspace();

/** A repository, and a clone of it that calls it `origin`. */
function cloned() {
  const remote = here.repository('remote');
  const first = remote.commit({ files: { 'a.txt': 'one\n' } });
  const clone = cloneRepository(remote, here.folder('clone'));
  return { remote, clone, first };
}

/** Everything in a repository that anybody could have changed. */
const stateOf = (repository: { git(args: string[]): string }): string[] => [
  repository.git(['for-each-ref']),
  repository.git(['count-objects', '-v']),
  repository.git(['status', '--porcelain']),
];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === 'object' ? address.port : 0;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('fetching', () => {
  it('brings what moved at the remote, and leaves the repository as it is', async () => {
    const { remote, clone, first } = cloned();
    const repository = await here.open(clone);
    expect([...(await repository.fetching.branches('origin'))]).toEqual([]);
    expect(await repository.fetching.remotes()).toEqual(['origin']);
    const before = stateOf(clone);
    const second = remote.commit({ files: { 'a.txt': 'two\n' } });
    remote.branch('topic', first);
    const fetched = await repository.fetching.fetch('origin');
    expect(Object.fromEntries(fetched)).toEqual({ main: second, topic: first });
    expect(await repository.readFile(second, 'a.txt')).toBe('two\n');
    expect(await repository.isAncestor(first, second)).toBe(true);
    expect(stateOf(clone)).toEqual(before);
    expect((await repository.refs()).refs.map(({ name }) => name).sort()).toEqual(['main', 'origin/main']);
    expect(repository.branches().get('main')).toBe(first);

    // A branch takes the place of the folder of another, and main is forced back.
    remote.git(['branch', '-D', 'topic']);
    remote.branch('topic/one', second);
    remote.git(['reset', '--quiet', '--hard', first]);
    expect(Object.fromEntries(await repository.fetching.fetch('origin'))).toEqual({ main: first, 'topic/one': second });
    expect(Object.fromEntries(await repository.fetching.branches('origin'))).toEqual({
      main: first,
      'topic/one': second,
    });
  });

  it('keeps remotes apart whose names would run into each other, and pins none of what they have', async () => {
    const { remote, clone } = cloned();
    remote.branch('b/c');
    clone.git(['remote', 'add', 'up', remote.path]);
    clone.git(['remote', 'add', 'up/b', remote.path]);
    const repository = await here.open(clone);
    const [one, other] = [await repository.fetching.fetch('up'), await repository.fetching.fetch('up/b')];
    expect([...one]).toEqual([...other]);
    expect([...(await repository.fetching.branches('up'))]).toEqual([...one]);
    expect(await codeOf(repository.fetching.fetch('nowhere'))).toBe('usage.no-such-remote');
  });

  it('gets back what the repository lent and has deleted since', async () => {
    const { remote, clone } = cloned();
    remote.git(['checkout', '--quiet', '-b', 'topic']);
    const topic = remote.commit({ files: { 'b.txt': 'b\n' } });
    clone.git(['fetch', '--quiet', 'origin']);
    const repository = await here.open(clone);
    expect((await repository.fetching.fetch('origin')).get('topic')).toBe(topic);
    clone.git(['update-ref', '-d', 'refs/remotes/origin/topic']);
    clone.git(['-c', 'gc.reflogExpire=now', '-c', 'gc.reflogExpireUnreachable=now', 'gc', '--quiet', '--prune=now']);
    await repository.refresh();
    expect(await codeOf(repository.detail(topic))).toBe('usage.no-such-commit');
    expect((await repository.fetching.fetch('origin')).get('topic')).toBe(topic);
    expect(await repository.readFile(topic, 'b.txt')).toBe('b\n');
  });

  it('starts nothing of either repository, and takes no tree that is made to break out', async () => {
    const { remote, clone } = cloned();
    const repository = await here.open(clone);
    for (const [path, name] of [
      [join(remote.path, '.git'), 'post-upload-pack'],
      [join(clone.path, '.git'), 'post-merge'],
      [join(clone.path, '.git'), 'reference-transaction'],
    ] as const) {
      mkdirSync(join(path, 'hooks'), { recursive: true });
      writeFileSync(join(path, 'hooks', name), `#!/bin/sh\ntouch ${join(here.path, 'started')}\n`);
      chmodSync(join(path, 'hooks', name), 0o755);
    }
    clone.git(['config', 'core.sshCommand', `touch ${join(here.path, 'started')}`]);
    clone.git(['config', 'remote.origin.uploadpack', `touch ${join(here.path, 'started')}; git-upload-pack`]);
    remote.git(['config', 'uploadpack.packObjectsHook', `touch ${join(here.path, 'started')}; exec "$@"`]);
    const good = remote.commit({ files: { 'a.txt': 'two\n' } });
    expect((await repository.fetching.fetch('origin')).get('main')).toBe(good);
    expect(existsSync(join(here.path, 'started'))).toBe(false);

    const blob = remote.git(['hash-object', '-w', '--stdin'], 'x');
    const inner = execFileSync('git', ['hash-object', '-t', 'tree', '--literally', '-w', '--stdin'], {
      cwd: remote.path,
      input: Buffer.concat([Buffer.from('100644 .git\0'), Buffer.from(blob, 'hex')]),
    });
    const evil = remote.git(['commit-tree', inner.toString().trim(), '-p', good, '-m', 'Break out']);
    remote.git(['update-ref', 'refs/heads/evil', evil]);
    expect(await codeOf(repository.fetching.fetch('origin'))).toBe('failed.remote');
    expect((await repository.fetching.branches('origin')).has('evil')).toBe(false);
  });

  it('says what is wrong with a remote, without what opens it', async () => {
    const { clone } = cloned();
    const repository = await here.open(clone);
    const codeWith = (address: string): Promise<string | null> => {
      clone.git(['remote', 'set-url', 'origin', address]);
      return codeOf(repository.fetching.fetch('origin'));
    };
    expect(await codeWith(here.folder('nothing'))).toBe('failed.remote-gone');
    expect(await codeWith(`git://127.0.0.1:${String(await freePort())}/x`)).toBe('failed.remote-offline');
    expect(await codeWith('https://nowhere.invalid/x.git')).toBe('failed.remote-offline');
    expect(await codeWith(join(clone.path, '.git'))).toBe('refused.remote');
    expect(await codeWith(`ext::touch ${join(here.path, 'ran')}`)).toBe('failed.remote');
    expect(existsSync(join(here.path, 'ran'))).toBe(false);
    vi.stubEnv('GIT_SSH_COMMAND', 'sh -c "echo Permission denied \\(publickey\\). >&2; exit 255"');
    const asked = (await here.open(clone)).fetching;
    clone.git(['remote', 'set-url', 'origin', 'ssh://somebody:hunter22@example.invalid/x.git']);
    const words = await asked.fetch('origin').then(String, (thrown: unknown) => String(thrown));
    expect(words).toMatch(/does not let you in/);
    expect(words).not.toContain('hunter22');
  });

  it('waits for no remote longer than it is told to, and leaves nothing running that it started', async () => {
    const { clone } = cloned();
    const outlived = join(here.path, 'outlived');
    vi.stubEnv('GIT_SSH_COMMAND', `sh -c "sleep 1; touch ${outlived}"`);
    clone.git(['remote', 'set-url', 'origin', 'ssh://example.invalid/x.git']);
    const { fetching } = await here.open(clone);
    const begun = performance.now();
    expect(await codeOf(fetching.fetch('origin', AbortSignal.timeout(300)))).toBe('failed.cancelled');
    expect(performance.now() - begun).toBeLessThan(900);
    await sleep(1200);
    expect(existsSync(outlived)).toBe(false);
  });

  it('speaks to a git daemon', async () => {
    const base = here.folder('served');
    const remote = createRepository(join(base, 'shop'));
    const first = remote.commit({ files: { 'a.txt': 'one\n' } });
    const port = await freePort();
    const daemon = spawn(
      'git',
      ['daemon', '--export-all', '--reuseaddr', '--listen=127.0.0.1', `--port=${String(port)}`, `--base-path=${base}`],
      { stdio: 'ignore', detached: true },
    );
    onTestFinished(() => {
      if (daemon.pid !== undefined) process.kill(-daemon.pid, 'SIGKILL');
    });
    const local = here.repository('local');
    local.commit();
    local.git(['remote', 'add', 'origin', `git://127.0.0.1:${String(port)}/shop`]);
    const { fetching } = await here.open(repositoryIn(local.path));
    for (let attempt = 0; attempt < 50 && (await codeOf(fetching.fetch('origin'))) !== null; attempt += 1)
      await sleep(50);
    expect((await fetching.branches('origin')).get('main')).toBe(first);
    rmSync(remote.path, { recursive: true, force: true });
    expect(await codeOf(fetching.fetch('origin'))).toBe('failed.remote-refused');
  });

  it('asks nobody for a password', () => {
    const environment = personEnvironment('/mirror', { PATH: '/bin', HOME: '/home/ada', SSH_AUTH_SOCK: '/agent' });
    expect(environment).toMatchObject({
      GIT_TERMINAL_PROMPT: '0',
      SSH_ASKPASS_REQUIRE: 'force',
      HOME: '/home/ada',
      SSH_AUTH_SOCK: '/agent',
    });
  });
});
