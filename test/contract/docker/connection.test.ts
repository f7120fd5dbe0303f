import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { candidateAddresses } from '../../../electron/docker/address.ts';
import { dockerTarget } from '../../../electron/targets/docker.ts';
import type { EngineState } from '../../../shared/domain/project.ts';
import { faultyProxy } from '../../fixtures/engine/index.ts';
import { noFiles, problemOfCall, setting, silent, never } from './setting.ts';

const s = await setting();

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

async function proxied() {
  const proxy = await faultyProxy(
    s.engine.address.startsWith('unix://') ? s.engine.address : s.engine.address.replace('tcp://', ''),
  );
  cleanups.push(() => proxy.stop());
  return {
    proxy,
    target: dockerTarget(proxy.address.startsWith('unix://') ? proxy.address : `tcp://${proxy.address}`),
  };
}

/** An engine that says what it is told to: only for what no engine here can say. */
async function pretending(answers: Record<string, unknown>): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers[(request.url ?? '').replace(/\?.*/, '')] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return `tcp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

describe('the connection to the engine', () => {
  it('says which engine answers', async () => {
    expect(await s.target.state()).toMatchObject({ reachable: true, problem: null });
    expect((await s.target.state()).version).toMatch(/^\d+\./);
  });

  it('says that there is none', async () => {
    for (const address of ['unix:///nowhere/docker.sock', 'tcp://127.0.0.1:1']) {
      const state = await dockerTarget(address).state();
      expect(state).toMatchObject({
        reachable: false,
        version: null,
        problem: { code: 'failed.engine-unreachable', retry: true },
      });
      expect(state.problem?.hint).toMatch(/Start Docker/);
    }
    expect((await problemOfCall(dockerTarget('unix:///nowhere/docker.sock').list({}))).code).toBe(
      'failed.engine-unreachable',
    );
    expect((await dockerTarget('http//nonsense').state()).problem?.code).toBe('usage.bad-engine-address');
  });

  it('gives up on an engine that takes the call and says nothing', async () => {
    const { proxy, target } = await proxied();
    proxy.set('stall');
    expect((await target.state()).problem).toMatchObject({ code: 'failed.engine-timeout', retry: true });
  });

  it('that is reset is a failure to retry, and the next call works', async () => {
    const { proxy, target } = await proxied();
    expect((await target.state()).reachable).toBe(true);
    proxy.set('refuse');
    expect((await target.state()).problem).toMatchObject({ retry: true });
    proxy.set({ cutAfterBytes: 0 });
    expect(await problemOfCall(target.list({}))).toMatchObject({ code: 'failed.engine-connection-lost', retry: true });
    proxy.set('pass');
    expect((await target.state()).reachable).toBe(true);
    await target.list({ 'slipway.project': s.prefix });
  });

  it('does not take podman or an old engine for Docker', async () => {
    const podman = await pretending({
      '/version': { Version: '4.3.1', ApiVersion: '1.41', Components: [{ Name: 'Podman Engine', Version: '4.3.1' }] },
    });
    expect((await dockerTarget(podman).state()).problem).toMatchObject({
      code: 'failed.engine-unsupported',
      retry: false,
    });
    const old = await pretending({ '/version': { Version: '19.03.15', ApiVersion: '1.40' } });
    expect(await problemOfCall(dockerTarget(old).ensureImage('x', silent, never))).toMatchObject({
      code: 'failed.engine-unsupported',
      retry: false,
    });
  });

  it.runIf(process.getuid?.() === 0 && process.platform === 'linux')(
    'says which group may use a socket that is closed to the user',
    async () => {
      const { proxy } = await proxied();
      const path = proxy.address.slice('unix://'.length);
      const folder = join(path, '..');
      await chmod(folder, 0o755);
      await chown(path, 0, 0);
      await chmod(path, 0o660);
      const module = fileURLToPath(new URL('../../../electron/targets/docker.ts', import.meta.url));
      const home = await mkdtemp(join(tmpdir(), 'slipway-home-'));
      cleanups.push(() => rm(home, { recursive: true, force: true }));
      const script = `const { connect } = await import('node:net'); process.setgid(65534); process.setuid(65534);
      const { dockerTarget } = await import(${JSON.stringify(module)});
      console.log(JSON.stringify(await dockerTarget(${JSON.stringify(proxy.address)}).state()));`;
      // Modules are read before the user changes, since that user may have no access to this folder.
      const preloaded = `await import(${JSON.stringify(module)}); ${script}`;
      const child = spawnSync(process.execPath, ['--input-type=module', '-e', preloaded], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: home },
      });
      const state = JSON.parse(child.stdout) as EngineState;
      expect(state).toMatchObject({ reachable: false, problem: { code: 'failed.engine-permission', retry: false } });
      expect(state.problem?.hint).toContain('group “root”');
    },
  );

  it('is looked for in the usual places', () => {
    const around = { platform: 'linux' as const, home: '/home/me', env: { XDG_RUNTIME_DIR: '/run/user/7' } };
    expect(candidateAddresses(null, around).map(({ text }) => text)).toEqual([
      'unix:///var/run/docker.sock',
      'unix:///run/user/7/docker.sock',
      'unix:///home/me/.docker/run/docker.sock',
      'unix:///home/me/.docker/desktop/docker.sock',
    ]);
    expect(candidateAddresses(null, { ...around, env: { DOCKER_HOST: 'tcp://box:2376' } })).toEqual([
      { kind: 'tcp', host: 'box', port: 2376, tls: true, text: 'tcp://box:2376' },
    ]);
    expect(candidateAddresses('unix:///x.sock', { ...around, env: { DOCKER_HOST: 'tcp://box:1' } })[0]?.text).toBe(
      'unix:///x.sock',
    );
    expect(candidateAddresses(null, { ...around, platform: 'win32' })[0]).toMatchObject({
      kind: 'socket',
      path: '//./pipe/docker_engine',
    });
  });
});

describe('watching', () => {
  it('tells of every change of the labelled containers, of a burst once, and of a connection that comes back', async () => {
    const { proxy, target } = await proxied();
    const changed = vi.fn();
    const stop = new AbortController();
    target.watch(s.labels, changed, stop.signal);
    await expect.poll(() => changed.mock.calls.length).toBe(1);
    changed.mockClear();
    const spec = s.spec('watched', { command: ['sh', '-c', 'sleep 1; exit 1'] });
    await s.target.ensureContainer(spec, noFiles);
    await s.target.startContainer(spec.name);
    await expect.poll(() => changed.mock.calls.length).toBeGreaterThan(0);
    await expect.poll(async () => (await s.target.inspect(spec.name))?.state, { timeout: 5000 }).toBe('exited');
    await new Promise((resolve) => setTimeout(resolve, 300));
    changed.mockClear();
    await s.target.ensureContainer(
      { ...s.spec('stranger'), labels: { 'slipway.project': `${s.prefix}-other` } },
      noFiles,
    );
    await s.target.removeContainer(`${s.prefix}-stranger`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(changed).not.toHaveBeenCalled();
    proxy.set('refuse');
    proxy.reset();
    await expect.poll(() => changed.mock.calls.length, { timeout: 3000 }).toBeGreaterThan(0);
    changed.mockClear();
    proxy.set('pass');
    await s.target.removeContainer(spec.name);
    await expect.poll(() => changed.mock.calls.length, { timeout: 5000 }).toBeGreaterThan(0);
    stop.abort();
    await new Promise((resolve) => setTimeout(resolve, 200));
    changed.mockClear();
    await s.target.ensureContainer(spec, noFiles);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(changed).not.toHaveBeenCalled();
  });
});
