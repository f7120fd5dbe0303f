import { describe, expect, it } from 'vitest';
import type { Service } from '../../../shared/domain/service.ts';
import { read, web, type Given } from './read.ts';

describe('keys of a service', () => {
  it.each<[string, Partial<Service>]>([
    ['command: echo "a b" c', { command: ['echo', 'a b', 'c'] }],
    ["command: 'sh -c ''exit 1; true'''", { command: ['sh', '-c', 'exit 1; true'] }],
    ['command: [a, 1, "b c"]', { command: ['a', '1', 'b c'] }],
    ['command: []', { command: [] }],
    ['entrypoint: /bin/x -y', { entrypoint: ['/bin/x', '-y'] }],
    ['environment: { A: 1.10, B: true, C: "", D: 0444 }', { environment: { A: '1.10', B: 'true', C: '', D: '0444' } }],
    ['environment: [ A=1=2, B= ]', { environment: { A: '1=2', B: '' } }],
    ['ports: [ "80" ]', { ports: [{ container: 80, protocol: 'tcp', hostAddress: null, host: null }] }],
    ['ports: [ 80 ]', { ports: [{ container: 80, protocol: 'tcp', hostAddress: null, host: null }] }],
    ['ports: [ "8080:80/udp" ]', { ports: [{ container: 80, protocol: 'udp', hostAddress: null, host: 8080 }] }],
    [
      'ports: [ "127.0.0.1::80", "[::1]:81:82" ]',
      {
        ports: [
          { container: 80, protocol: 'tcp', hostAddress: '127.0.0.1', host: null },
          { container: 82, protocol: 'tcp', hostAddress: '::1', host: 81 },
        ],
      },
    ],
    [
      'ports: [ { target: 80, published: "8080", host_ip: 127.0.0.1, protocol: udp } ]',
      { ports: [{ container: 80, protocol: 'udp', hostAddress: '127.0.0.1', host: 8080 }] },
    ],
    ['expose: [ "80", 81/tcp ]', { expose: [80, 81] }],
    [
      'tmpfs: [ /run, "/tmp:size=64m" ]',
      {
        mounts: [
          { type: 'tmpfs', target: '/run', sizeBytes: null },
          { type: 'tmpfs', target: '/tmp', sizeBytes: 67_108_864 },
        ],
      },
    ],
    ['tmpfs: /run', { mounts: [{ type: 'tmpfs', target: '/run', sizeBytes: null }] }],
    [
      'volumes: [ "/var/lib/x" ]',
      { mounts: [{ type: 'volume', name: 'web-var-lib-x', target: '/var/lib/x', readOnly: false }] },
    ],
    [
      'volumes: [ { type: tmpfs, target: /t, tmpfs: { size: 1k } } ]',
      { mounts: [{ type: 'tmpfs', target: '/t', sizeBytes: 1024 }] },
    ],
    [
      'volumes: [ "./conf:/etc/conf:ro" ]',
      { files: [{ target: '/etc/conf', mode: 0o644, uid: 0, gid: 0, source: { type: 'repository', path: 'conf' } }] },
    ],
    [
      'volumes: [ { type: bind, source: ., target: /src, read_only: true } ]',
      { files: [{ target: '/src', mode: 0o644, uid: 0, gid: 0, source: { type: 'repository', path: '.' } }] },
    ],
    [
      'healthcheck: { test: curl -f localhost, interval: 1m30s, timeout: 2s, retries: 5, start_period: 10s }',
      {
        healthcheck: {
          test: ['CMD-SHELL', 'curl -f localhost'],
          intervalMs: 90_000,
          timeoutMs: 2000,
          retries: 5,
          startPeriodMs: 10_000,
        },
      },
    ],
    [
      'healthcheck: { test: [CMD, x, y] }',
      { healthcheck: { test: ['CMD', 'x', 'y'], intervalMs: 30_000, timeoutMs: 30_000, retries: 3, startPeriodMs: 0 } },
    ],
    [
      'healthcheck: { disable: true }',
      { healthcheck: { test: ['NONE'], intervalMs: 30_000, timeoutMs: 30_000, retries: 3, startPeriodMs: 0 } },
    ],
    ['labels: { a: 1, b: }', { labels: { a: '1', b: '' } }],
    ['labels: [ a=1, b ]', { labels: { a: '1', b: '' } }],
    ['restart: no', { restart: { policy: 'no', maxRetries: 0 } }],
    ['restart: on-failure:3', { restart: { policy: 'on-failure', maxRetries: 3 } }],
    ['deploy: { restart_policy: { condition: any } }', { restart: { policy: 'always', maxRetries: 0 } }],
    ['user: 1000:1000', { user: '1000:1000' }],
    [
      'working_dir: /app, hostname: h, stop_grace_period: 1m, stop_signal: SIGQUIT',
      { workingDirectory: '/app', hostname: 'h', stopGracePeriodMs: 60_000, stopSignal: 'SIGQUIT' },
    ],
    [
      'init: true, read_only: true, tty: true, cap_drop: [ALL]',
      { init: true, readOnly: true, tty: true, capDrop: ['ALL'] },
    ],
    ['scale: 3', { replicas: 3 }],
    ['deploy: { mode: replicated, replicas: 0 }', { replicas: 0 }],
    [
      'mem_limit: 512m, mem_reservation: 256m, cpus: 0.5, pids_limit: 100',
      { resources: { cpus: 0.5, memoryBytes: 536_870_912, memoryReservationBytes: 268_435_456, pids: 100 } },
    ],
    [
      "deploy: { resources: { limits: { cpus: '1.5', memory: 1g, pids: 5 }, reservations: { memory: 64m } } }",
      { resources: { cpus: 1.5, memoryBytes: 1_073_741_824, memoryReservationBytes: 67_108_864, pids: 5 } },
    ],
    ['privileged: false, cap_add: [], x-anything: { a: 1 }', {}],
  ])('%s', (keys, expected) => {
    expect(web(keys)).toMatchObject(expected);
  });

  it('have the defaults of the specification', () => {
    expect(web('tty: false')).toMatchObject({
      command: null,
      entrypoint: null,
      environment: {},
      restart: { policy: 'no' },
      replicas: 1,
      stopGracePeriodMs: 10_000,
      healthcheck: null,
      networks: [{ name: 'default', aliases: ['web'] }],
      init: null,
      build: null,
    });
  });

  it('name networks with their aliases', () => {
    const nets = 'networks: { back: { internal: true, labels: [a=b] }, front: }\n';
    expect(web('networks: [back, front]', nets).networks).toEqual([
      { name: 'back', aliases: ['web'] },
      { name: 'front', aliases: ['web'] },
    ]);
    expect(web('networks: { front: , back: { aliases: [api, web] } }', nets).networks).toEqual([
      { name: 'front', aliases: ['web'] },
      { name: 'back', aliases: ['web', 'api'] },
    ]);
    expect(read(`services: { web: { image: x1, networks: [back] } }\n${nets}`).application?.networks).toEqual([
      { name: 'back', internal: true, labels: { a: 'b' } },
    ]);
  });
});

describe('build', () => {
  const build = (text: string, given: Given = {}) => {
    const { application, problems } = read(`services:\n  web:\n    build: ${text}\n`, given);
    return application?.services[0]?.build ?? problems.map(({ message }) => message).join('\n');
  };

  it('takes a context, a Dockerfile, arguments and a target', () => {
    expect(build('.')).toEqual({
      context: '.',
      dockerfile: 'Dockerfile',
      dockerfileInline: null,
      args: {},
      target: null,
    });
    expect(
      build('{ context: ./app, dockerfile: docker/Prod.Dockerfile, args: [A=1, B], target: run }', {
        variables: { B: 'two' },
        files: { 'app/docker/Prod.Dockerfile': 'FROM x' },
      }),
    ).toEqual({
      context: 'app',
      dockerfile: 'docker/Prod.Dockerfile',
      dockerfileInline: null,
      args: { A: '1', B: 'two' },
      target: 'run',
    });
    expect(build('{ dockerfile_inline: "FROM x" }')).toMatchObject({ context: '.', dockerfileInline: 'FROM x' });
  });

  it('counts from the folder of the Compose file', () => {
    expect(build('..', { file: 'deploy/compose.yaml' })).toMatchObject({ context: '.' });
    expect(build('{ context: ../app, dockerfile: ../Dockerfile }', { file: 'deploy/compose.yaml' })).toMatchObject({
      context: 'app',
      dockerfile: 'Dockerfile',
      dockerfileInline: 'FROM scratch',
    });
  });

  it.each([
    ['https://example.com/x.git', '3:5: a context from elsewhere'],
    ['../..', 'lies outside the repository'],
    ['/src', 'lies outside the repository'],
    ['./other', 'the Dockerfile other/Dockerfile is not in the repository'],
    ['{ dockerfile: nope }', '3:26: the Dockerfile nope is not in the repository'],
    ['{ contxt: . }', '3:14: unknown key "contxt"'],
    ['{ context: ., ssh: [default] }', '"ssh" is not supported'],
    ['{ context: ., network: host }', '"network" is not supported'],
  ])('refuses %s', (text, message) => {
    expect(build(text)).toContain(message);
  });
});
