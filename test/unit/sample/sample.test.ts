import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseImageTar, isStaticElf, sampleBaseImage } from '../../../electron/configuration/base-image.ts';
import { makeSample } from '../../../electron/configuration/sample.ts';
import { parseCompose } from '../../../shared/compose/parse.ts';
import { parseConfiguration } from '../../../shared/configuration/parse.ts';

const run = promisify(execFile);
const busybox = await run('busybox', ['--list']).then(
  () => true,
  () => false,
);
let folder: string;
let shop: string;
const git = async (...parameters: string[]) => (await run('git', ['-C', shop, ...parameters])).stdout.trim();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-sample-'));
  shop = join(folder, 'shop');
  await makeSample(shop, { base: sampleBaseImage });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the sample repository', () => {
  it('has a believable history and a clean working tree', async () => {
    expect(await git('status', '--porcelain')).toBe('');
    expect(Number(await git('rev-list', '--count', 'main'))).toBeGreaterThanOrEqual(12);
    expect(await git('tag')).toBe('v1.0.0');
    expect(await git('rev-list', '--count', 'main..feature/discounts')).toBe('2');
    expect(new Set((await git('log', '--format=%an', 'main')).split('\n')).size).toBe(3);
    expect(await git('log', '--format=%B', 'main')).toContain('Close #12');
    for (const subject of (await git('log', '--all', '--format=%s')).split('\n'))
      expect(subject).toMatch(/^(feat|fix|build|test|docs|chore): \S/);
    await git('fsck', '--strict');
  });

  it('is the same everywhere', async () => {
    const again = await makeSample(join(folder, 'again'), { base: sampleBaseImage });
    expect(again.head).toBe(await git('rev-parse', 'main'));
  });

  it('has a bug in v1.0.0 whose fix picks cleanly', async () => {
    const fix = await git('log', '--format=%H', '--grep=^fix:', 'main');
    expect(await git('show', 'v1.0.0:lib/money.sh')).toContain("'%d.%d'");
    const lane = join(folder, 'lane');
    await git('worktree', 'add', '--quiet', '--detach', lane, 'v1.0.0');
    await run('git', ['-C', lane, '-c', 'user.name=A', '-c', 'user.email=a@b.example', 'cherry-pick', fix]);
    expect(await readFile(join(lane, 'lib/money.sh'), 'utf8')).toContain("'%d.%02d'");
    await git('worktree', 'remove', '--force', lane);
  });

  it('has a configuration and a Compose file without a problem', async () => {
    const { configuration, problems } = parseConfiguration(
      await readFile(join(shop, 'slipway.yaml'), 'utf8'),
      'slipway.yaml',
    );
    expect(problems).toEqual([]);
    expect(configuration?.environments['production']?.publish).toEqual({ web: 8080 });
    const dockerfile = await readFile(join(shop, 'Dockerfile'), 'utf8');
    expect(dockerfile).toContain(`ARG BASE=${sampleBaseImage}`);
    const compose = parseCompose({
      text: await readFile(join(shop, 'compose.yaml'), 'utf8'),
      file: 'compose.yaml',
      variables: {},
      profiles: [],
      readFile: (path) => (path === 'Dockerfile' ? dockerfile : null),
    });
    expect(compose.problems).toEqual([]);
    expect(compose.notices).toEqual([]);
  });

  it('is not made over anything', async () => {
    await writeFile(join(folder, 'taken'), '');
    await expect(makeSample(folder, { base: 'public' })).rejects.toMatchObject({
      problem: { code: 'conflict.file-exists' },
    });
  });
});

describe.skipIf(!busybox)('the shop under the busybox of this machine', () => {
  let server: ChildProcess;
  let address: string;

  beforeAll(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    server = spawn('busybox', ['httpd', '-f', '-p', `127.0.0.1:${port}`, '-h', join(shop, 'www')], { stdio: 'ignore' });
    for (let tries = 0; tries < 50 && !(await fetch(address).catch(() => null)); tries += 1) await wait(50);
  });
  afterAll(() => {
    server.kill();
  });

  it('sells things', async () => {
    const text = await (await fetch(address)).text();
    expect(text).toContain('<td>Pocket compass</td><td>12.05</td>');
    expect(await (await fetch(`${address}/?q=rope`)).text()).not.toContain('Pocket compass');
    expect(await (await fetch(`${address}/cgi-bin/total?compass=2&rope=1`)).text()).toBe('33.09\n');
  });

  it('says which version runs, and whether it is healthy', async () => {
    expect(await (await fetch(`${address}/cgi-bin/version`)).json()).toEqual({
      version: '1.0.0',
      commit: 'development',
    });
    expect(await (await fetch(`${address}/cgi-bin/health`)).text()).toBe('ok\n');
    const products = join(shop, 'lib/products.tsv');
    const before = await readFile(products);
    await writeFile(products, '');
    try {
      expect((await fetch(`${address}/cgi-bin/health`)).status).toBe(503);
    } finally {
      await writeFile(products, before);
    }
  });

  it('passes its own tests, which notice the bug', async () => {
    expect((await run('busybox', ['sh', join(shop, 'test/run.sh')])).stdout.match(/^ok /gm)).toHaveLength(3);
    const money = join(shop, 'lib/money.sh');
    const fixed = await readFile(money, 'utf8');
    await writeFile(money, fixed.replace('%02d', '%d'));
    try {
      await expect(run('busybox', ['sh', join(shop, 'test/run.sh')])).rejects.toMatchObject({ code: 1 });
    } finally {
      await writeFile(money, fixed);
    }
  });

  it('names its commit in what git archive writes', async () => {
    const archive = await run('git', ['-C', shop, 'archive', 'HEAD', 'COMMIT'], { encoding: 'buffer' });
    expect(archive.stdout.toString('latin1')).toContain(await git('rev-parse', 'HEAD'));
  });
});

describe('the base image', () => {
  it.skipIf(!busybox)('is a root file system with busybox and its applets', async () => {
    const tar = await baseImageTar();
    expect(await baseImageTar()).toEqual(tar);
    const names = new Map<string, string | null | undefined>();
    const reader = extract();
    reader.end(tar);
    for await (const entry of reader) {
      names.set(entry.header.name, entry.header.linkname);
      entry.resume();
    }
    for (const applet of ['sh', 'httpd', 'wget', 'cat', 'sed', '[']) expect(names.get(`bin/${applet}`)).toBe('busybox');
    expect(names.has('tmp/')).toBe(true);
  });

  it('needs a static busybox', async () => {
    await expect(baseImageTar(folder)).rejects.toMatchObject({
      problem: { code: 'failed.sample-base', hint: expect.stringContaining('busybox-static') as unknown },
    });
    await writeFile(join(folder, 'busybox'), '#!/bin/sh\n', { mode: 0o755 });
    await expect(baseImageTar(folder)).rejects.toMatchObject({ problem: { code: 'failed.sample-base' } });
    expect(isStaticElf(Buffer.from('not a program'))).toBe(false);
    if (process.platform === 'linux') expect(isStaticElf(await readFile('/bin/ls'))).toBe(false);
  });
});

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const bound = probe.address();
      probe.close(() => {
        if (bound && typeof bound === 'object') resolve(bound.port);
        else reject(new Error('no port'));
      });
    });
  });
}
