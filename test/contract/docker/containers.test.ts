import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort, tarOf } from '../../fixtures/engine/index.ts';
import { inside, noFiles, problemOfCall, setting, until, type Setting } from './setting.ts';

const s = await setting();

const check = (line: string) => ({
  test: ['CMD-SHELL', line],
  intervalMs: 200,
  timeoutMs: 2000,
  retries: 2,
  startPeriodMs: 0,
});

async function start(spec: ReturnType<Setting['spec']>): Promise<string> {
  await s.target.ensureContainer(spec, noFiles);
  await s.target.startContainer(spec.name);
  return spec.name;
}

describe('a container', () => {
  it('is made once, started once, stopped once and removed once, however often it is asked for', async () => {
    const trapping = 'trap "exit 3" TERM; touch /ready; while true; do sleep 0.1; done';
    const spec = s.spec('again', { command: ['sh', '-c', trapping] });
    await s.target.ensureContainer(spec, noFiles);
    const made = await s.target.inspect(spec.name);
    await s.target.ensureContainer(spec, noFiles);
    expect(made).toMatchObject({
      state: 'created',
      service: 'again',
      replica: 1,
      revision: 1,
      startedAt: null,
      exitCode: null,
    });
    expect((await s.target.inspect(spec.name))?.id).toBe(made?.id);
    await s.target.startContainer(spec.name);
    await s.target.startContainer(spec.name);
    const running = await until(s.target, spec.name, ({ state }) => state === 'running');
    expect(Math.abs(Date.now() - (running.startedAt ?? 0))).toBeLessThan(60_000);
    // A signal that comes before the trap is there is ignored.
    await inside(s, spec.name, 'until test -e /ready; do sleep 0.05; done');
    await s.target.stopContainer(spec.name, 5000);
    await s.target.stopContainer(spec.name, 5000);
    expect(await s.target.inspect(spec.name)).toMatchObject({ state: 'exited', exitCode: 3 });
    expect((await s.target.list(s.labels)).map(({ name }) => name)).toContain(spec.name);
    await s.target.removeContainer(spec.name);
    await s.target.removeContainer(spec.name);
    await s.target.stopContainer(spec.name, 1000);
    expect(await s.target.inspect(spec.name)).toBeNull();
  });

  it('of the same name and another purpose is a conflict, and stays', async () => {
    const spec = s.spec('taken');
    await s.target.ensureContainer(spec, noFiles);
    const other = { ...spec, labels: { ...spec.labels, 'slipway.revision': '2' } };
    expect((await problemOfCall(s.target.ensureContainer(other, noFiles))).code).toBe('conflict.container-taken');
    expect((await s.target.inspect(spec.name))?.revision).toBe(1);
  });

  it('that was half made is made again', async () => {
    const spec = s.spec('half', {
      files: [{ target: '/etc/app.conf', mode: 0o644, uid: 0, gid: 0, source: { type: 'secret', name: 'x' } }],
    });
    const failing = {
      ...noFiles,
      secret: async () => {
        throw new Error('the process ends here');
      },
    };
    await problemOfCall(s.target.ensureContainer(spec, failing));
    // What a killed process leaves: the container is there, its files are not.
    await s.engine.docker.createContainer({
      name: `${spec.name}.unfinished`,
      Image: s.base,
      Labels: { ...spec.labels },
    });
    expect(await s.target.inspect(spec.name)).toBeNull();
    await s.target.ensureContainer(spec, { ...noFiles, secret: async () => 'whole' });
    await s.target.startContainer(spec.name);
    expect(await inside(s, spec.name, 'cat /etc/app.conf')).toBe('whole');
    expect((await s.target.list(s.labels)).filter(({ name }) => name.endsWith('.unfinished'))).toEqual([]);
  });

  it('that exits at once tells its code and its last words', async () => {
    const name = await start(s.spec('exits', { command: ['sh', '-c', 'echo out of here >&2; exit 42'] }));
    expect(await until(s.target, name, ({ state }) => state === 'exited')).toMatchObject({
      exitCode: 42,
      oomKilled: false,
    });
    const lines = [];
    for await (const line of s.target.logs(name, { tail: 10, follow: false, signal: new AbortController().signal }))
      lines.push(line);
    expect(lines).toMatchObject([{ text: 'out of here', stream: 'err', container: name }]);
  });

  it('becomes healthy, and unhealthy', async () => {
    const name = await start(
      s.spec('health', { command: ['sh', '-c', 'touch /ok; sleep 600'], healthcheck: check('test -f /ok') }),
    );
    await until(s.target, name, ({ health }) => health === 'healthy');
    await inside(s, name, 'rm /ok');
    await until(s.target, name, ({ health }) => health === 'unhealthy');
  });

  it('can be checked before the engine does', async () => {
    const slow = { ...check('test -f /ok'), intervalMs: 60_000 };
    const name = await start(s.spec('probe', { command: ['sh', '-c', 'sleep 600'], healthcheck: slow }));
    expect(await s.target.checkHealth(name, slow)).toMatchObject({ passed: false });
    await inside(s, name, 'touch /ok');
    expect(await s.target.checkHealth(name, slow)).toMatchObject({ passed: true });
    expect(await s.target.checkHealth(name, { ...slow, test: ['CMD', 'no-such-program'] })).toMatchObject({
      passed: false,
    });
    const long = { ...slow, test: ['CMD', 'sleep', '30'], timeoutMs: 200 };
    expect(await s.target.checkHealth(name, long)).toEqual({ passed: false, output: 'it did not end in time' });
    const began = performance.now();
    const aborted = AbortSignal.timeout(200);
    await expect(s.target.checkHealth(name, { ...long, timeoutMs: 30_000 }, aborted)).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(10_000);
    await s.target.stopContainer(name, 0);
    expect(await s.target.checkHealth(name, slow)).toMatchObject({ passed: false });
    expect(await s.target.checkHealth(`${name}-absent`, slow)).toMatchObject({ passed: false });
  });

  it('publishes its ports, and says which one is taken', async () => {
    const host = await freePort();
    const bindings = [{ service: 'web', container: 80, protocol: 'tcp' as const, hostAddress: '127.0.0.1', host }];
    const web = { name: 'web', command: ['httpd', '-f', '-p', '80', '-h', '/etc'] };
    const networks = [{ name: `${s.prefix}-ports`, aliases: [] }];
    await s.target.ensureNetwork(`${s.prefix}-ports`, { internal: false, labels: s.labels });
    const first = await start(s.spec('port', web, { bindings, networks }));
    expect((await s.target.inspect(first))?.ports).toEqual([
      { container: 80, protocol: 'tcp', hostAddress: '127.0.0.1', host },
    ]);
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${host}/passwd`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 10_000 },
      )
      .toBe(200);
    const second = s.spec('port-again', web, { bindings, networks });
    expect(await problemOfCall(start(second))).toMatchObject({ code: 'failed.port-taken', details: { port: host } });
    await s.target.removeContainer(first);
    const server = createServer().listen(host, '127.0.0.1');
    expect(await problemOfCall(s.target.startContainer(second.name))).toMatchObject({
      code: 'failed.port-taken',
      details: { port: host },
    });
    await new Promise((resolve) => server.close(resolve));
    await s.target.startContainer(second.name);
  });

  it('gets what its service says, and no privilege', async () => {
    const spec = s.spec('all', {
      environment: { A: 'b=c' },
      entrypoint: ['sh', '-c'],
      command: ['sleep 600'],
      user: 'nobody',
      workingDirectory: '/tmp',
      hostname: 'box',
      stopSignal: 'SIGINT',
      capDrop: ['ALL'],
      restart: { policy: 'always', maxRetries: 0 },
      tty: true,
      expose: [81],
      labels: { 'com.example': 'kept', 'slipway.project': 'stolen' },
      readOnly: true,
      mounts: [{ type: 'tmpfs', target: '/tmp', sizeBytes: 1_048_576 }],
      resources: { cpus: 0.5, memoryBytes: 67_108_864, memoryReservationBytes: 33_554_432, pids: 50 },
    });
    const name = await start(spec);
    expect(
      await inside(s, name, 'echo $A $(hostname) $(pwd) $(id -u); touch /x 2>&1; touch /tmp/y && echo wrote'),
    ).toMatch(/^b=c box \/tmp 65534\n.*Read-only file system\nwrote$/s);
    const { Config, HostConfig } = await s.engine.docker.getContainer(name).inspect();
    expect(HostConfig).toMatchObject({
      Privileged: false,
      Init: true,
      SecurityOpt: ['no-new-privileges'],
      RestartPolicy: { Name: 'unless-stopped' },
      NanoCpus: 5e8,
      Memory: 67_108_864,
      MemoryReservation: 33_554_432,
      PidsLimit: 50,
      CapDrop: ['ALL'],
      NetworkMode: 'none',
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m' } },
    });
    expect(Config).toMatchObject({
      StopSignal: 'SIGINT',
      StopTimeout: 2,
      Labels: { 'com.example': 'kept', 'slipway.project': s.prefix },
    });
  });
});

describe('files', () => {
  const tree = tarOf;
  const at = (target: string, source: Parameters<typeof contents>[0], mode = 0o440) => ({
    target,
    mode,
    uid: 65534,
    gid: 65534,
    source: contents(source),
  });
  const contents = (source: { repository: string } | { inline: string } | { secret: string }) =>
    'repository' in source
      ? { type: 'repository' as const, path: source.repository }
      : 'inline' in source
        ? { type: 'inline' as const, content: source.inline }
        : { type: 'secret' as const, name: source.secret };
  const given = {
    repository: async (path: string) =>
      tree(
        path === 'conf/one.conf'
          ? { 'one.conf': 'blob' }
          : { a: '1', 'sub/b.sh': { content: '2', mode: 0o755 }, l: { link: 'a' } },
      ),
    secret: async (name: string) => `value of ${name}`,
  };
  const files = [
    at('/etc/deep/er/inline', { inline: 'text' }),
    at('/run/secrets/token', { secret: 'token' }, 0o400),
    at('/srv/one', { repository: 'conf/one.conf' }, 0o640),
    at('/srv/tree', { repository: 'conf' }),
  ];
  const expected = [
    'text',
    'value of token',
    'blob',
    '1',
    '2',
    '1',
    '/etc/deep/er/inline 440 65534',
    '/run/secrets/token 400 65534',
    '/srv/one 640 65534',
    '/srv/tree/sub/b.sh 755 65534',
  ].join('\n');
  const look =
    'cd /srv; for f in /etc/deep/er/inline /run/secrets/token one tree/a tree/sub/b.sh tree/l; do cat $f; echo; done; ' +
    'stat -c "%n %a %u" /etc/deep/er/inline /run/secrets/token /srv/one /srv/tree/sub/b.sh';

  it.each([
    ['a plain container', {}],
    ['a read-only one', { readOnly: true }],
    ['one with a tmpfs over them', { mounts: [{ type: 'tmpfs' as const, target: '/run', sizeBytes: null }] }],
  ])('are in place before the start of %s', async (title, more) => {
    const spec = s.spec(`files-${title.length}`, { files, ...more });
    await s.target.ensureContainer(spec, given);
    await s.target.startContainer(spec.name);
    expect(await inside(s, spec.name, look)).toBe(expected);
    await s.target.removeContainer(spec.name);
    expect(
      (
        await s.engine.docker.listVolumes({
          filters: JSON.stringify({ dangling: ['true'], label: [`slipway.project=${s.prefix}`] }),
        })
      ).Volumes,
    ).toEqual([]);
  });

  it('that have no place are refused', async () => {
    for (const target of ['relative', '/']) {
      expect(
        (await problemOfCall(s.target.ensureContainer(s.spec('bad', { files: [at(target, { inline: '' })] }), given)))
          .code,
      ).toBe('usage.bad-file-target');
    }
    const readOnlyRoot = s.spec('bad', { readOnly: true, files: [at('/file', { inline: '' })] });
    expect((await problemOfCall(s.target.ensureContainer(readOnlyRoot, given))).code).toBe(
      'usage.file-cannot-be-placed',
    );
    expect(await s.target.inspect(readOnlyRoot.name)).toBeNull();
  });
});

describe('networks and volumes', () => {
  it('belong to one environment: a service is reached by its alias there, and nowhere else', async () => {
    for (const environment of ['qa', 'staging']) {
      const labels = { ...s.labels, 'slipway.environment': environment };
      for (let time = 0; time < 2; time += 1) {
        await s.target.ensureNetwork(`${s.prefix}-${environment}`, {
          internal: false,
          labels: { ...labels, 'slipway.operation': String(time) },
        });
        await s.target.ensureVolume(`${s.prefix}-${environment}-data`, labels);
      }
      const spec = s.spec(
        `db-${environment}`,
        {
          mounts: [{ type: 'volume', name: 'data', target: '/data', readOnly: false }],
          command: ['sh', '-c', `echo ${environment} > /data/who; httpd -f -p 80 -h /data`],
        },
        {
          networks: [{ name: `${s.prefix}-${environment}`, aliases: ['db'] }],
          volumes: { data: `${s.prefix}-${environment}-data` },
        },
      );
      await start(spec);
    }
    for (const environment of ['qa', 'staging']) {
      const name = await start(
        s.spec(`app-${environment}`, {}, { networks: [{ name: `${s.prefix}-${environment}`, aliases: [] }] }),
      );
      await expect.poll(() => inside(s, name, 'wget -q -O- http://db/who'), { timeout: 10_000 }).toBe(environment);
      const other = environment === 'qa' ? 'staging' : 'qa';
      expect(await inside(s, name, `wget -q -O- http://${s.prefix}-db-${other}/who || echo unreachable`)).toMatch(
        /unreachable$/,
      );
    }
    expect((await problemOfCall(s.target.removeNetwork(`${s.prefix}-qa`))).code).toBe('conflict.network-in-use');
    expect((await problemOfCall(s.target.removeVolume(`${s.prefix}-qa-data`))).code).toBe('conflict.volume-in-use');
  });

  it('of another owner are a conflict', async () => {
    await s.target.ensureNetwork(`${s.prefix}-own`, { internal: true, labels: s.labels });
    await s.target.ensureVolume(`${s.prefix}-own`, s.labels);
    const thief = { 'slipway.project': 'another' };
    expect(
      (await problemOfCall(s.target.ensureNetwork(`${s.prefix}-own`, { internal: true, labels: thief }))).code,
    ).toBe('conflict.network-taken');
    expect((await problemOfCall(s.target.ensureVolume(`${s.prefix}-own`, thief))).code).toBe('conflict.volume-taken');
    for (let time = 0; time < 2; time += 1) {
      await s.target.removeNetwork(`${s.prefix}-own`);
      await s.target.removeVolume(`${s.prefix}-own`);
    }
  });

  it('several at once each have the container’s aliases', async () => {
    const networks = ['one', 'two'].map((name) => ({ name: `${s.prefix}-${name}`, aliases: [`in-${name}`] }));
    for (const { name } of networks) await s.target.ensureNetwork(name, { internal: true, labels: s.labels });
    const name = await start(s.spec('both', { command: ['httpd', '-f', '-p', '80', '-h', '/etc'] }, { networks }));
    const { NetworkSettings } = await s.engine.docker.getContainer(name).inspect();
    expect(Object.keys(NetworkSettings.Networks).toSorted()).toEqual(
      networks.map((network) => network.name).toSorted(),
    );
    const client = await start(s.spec('client', {}, { networks: [{ name: `${s.prefix}-two`, aliases: [] }] }));
    expect(await inside(s, client, 'wget -q -O- http://in-two/group')).toContain('nogroup');
  });
});
