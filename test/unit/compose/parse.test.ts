import { describe, expect, it } from 'vitest';
import { loadCompose } from '../../../shared/compose/load.ts';
import { parseCompose, type ComposeInput } from '../../../shared/compose/parse.ts';
import { applicationSchema, type Service } from '../../../shared/domain/service.ts';

type Given = Partial<Omit<ComposeInput, 'readFile' | 'text'>> & { files?: Record<string, string> };

function read(text: string, { files = {}, ...given }: Given = {}) {
  const all: Record<string, string> = { Dockerfile: 'FROM scratch', ...files };
  return parseCompose({
    file: 'compose.yaml',
    variables: {},
    profiles: [],
    ...given,
    text,
    readFile: (path) => all[path] ?? null,
  });
}

/** The service `web` of a file that declares only it, from its keys in YAML's flow style. */
function web(keys: string, rest = '', given: Given = {}): Service {
  const { application, problems } = read(`services:\n  web: { image: x1, ${keys} }\n${rest}`, given);
  expect(problems).toEqual([]);
  return applicationSchema.parse(application).services[0]!;
}

/** Messages with their place, for a `web` whose keys start at column 21 of line 2. */
const complaints = (keys: string, rest = '', given: Given = {}) =>
  read(`services:\n  web: { image: x1, ${keys} }\n${rest}`, given)
    .problems.map(({ code, message }) => `${code} ${message}`)
    .join('\n');

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

describe('files, secrets and volumes', () => {
  it('come from where they are declared', () => {
    const service = web(
      'volumes: [ "data:/data:ro", { type: volume, source: data, target: /more, read_only: false } ], ' +
        'secrets: [ plain, { source: aged, target: /etc/aged, mode: 0400, uid: "10", gid: 20 }, kept ], configs: [ file, { source: text, target: /etc/text } ]',
      'volumes: { data: }\nsecrets: { plain: { environment: PLAIN }, aged: { file: ./aged.txt }, kept: { external: true } }\nconfigs: { file: { file: conf.ini }, text: { content: "level=${LEVEL}" } }\n',
      { variables: { LEVEL: 'info' }, files: { 'aged.txt': 's', 'conf.ini': 'c' } },
    );
    expect(service.mounts).toEqual([
      { type: 'volume', name: 'data', target: '/data', readOnly: true },
      { type: 'volume', name: 'data', target: '/more', readOnly: false },
    ]);
    expect(service.files).toEqual([
      { target: '/run/secrets/plain', mode: 0o444, uid: 0, gid: 0, source: { type: 'secret', name: 'PLAIN' } },
      { target: '/etc/aged', mode: 0o400, uid: 10, gid: 20, source: { type: 'repository', path: 'aged.txt' } },
      { target: '/run/secrets/kept', mode: 0o444, uid: 0, gid: 0, source: { type: 'secret', name: 'kept' } },
      { target: '/file', mode: 0o444, uid: 0, gid: 0, source: { type: 'repository', path: 'conf.ini' } },
      { target: '/etc/text', mode: 0o444, uid: 0, gid: 0, source: { type: 'inline', content: 'level=info' } },
    ]);
  });

  it.each([
    [
      'volumes: [ "/var/run/docker.sock:/var/run/docker.sock" ]',
      "usage.compose-unsupported compose.yaml:2:32: the engine's socket",
    ],
    [
      'volumes: [ { type: bind, source: /run/podman/podman.sock, target: /s, read_only: true } ]',
      "the engine's socket",
    ],
    ['volumes: [ "/etc:/etc:ro" ]', 'the host path /etc is refused'],
    ['volumes: [ "~/x:/x:ro" ]', 'the host path ~/x is refused'],
    ['volumes: [ "../x:/x:ro" ]', 'the host path ../x is refused'],
    ['volumes: [ "C:\\\\x:/x" ]', 'is refused'],
    ['volumes: [ "./src:/src" ]', './src would be written to'],
    ['volumes: [ "dta:/x" ]', 'the volume "dta" is not declared'],
    ['volumes: [ "data:x" ]', 'must be absolute'],
    ['volumes: [ "a:/b:ro:c" ]', 'is not a volume'],
    ['volumes: [ "data:/x:shared" ]', 'the volume option "shared"'],
    ['secrets: [ nope ]', '"nope" is not declared under "secrets"'],
    ['configs: [ { source: nope, mode: 9 } ]', '"mode" is "9", but must be an octal mode'],
  ])('%s', (keys, message) => {
    expect(complaints(keys, 'volumes: { data: }\n')).toContain(message);
  });

  it('are refused where Slipway could not keep its word', () => {
    expect(
      complaints(
        'tty: true',
        'volumes: { v: { external: true }, w: { driver: nfs }, x: { driver: local, driver_opts: { type: none } } }\n',
      ),
    ).toMatch(/3:17: "external"[\s\S]*"driver" is not supported[\s\S]*"driver_opts" is not supported/);
    expect(complaints('tty: true', 'networks: { n: { external: true }, m: { ipam: { config: [] } } }\n')).toMatch(
      /"external"[\s\S]*"ipam"/,
    );
    expect(complaints('tty: true', 'secrets: { s: { file: gone.txt } }\n')).toContain(
      '3:23: the file gone.txt is not in the repository',
    );
    expect(complaints('tty: true', 'secrets: { s: { file: a, environment: B } }\n')).toContain(
      'must say exactly one of',
    );
    expect(complaints('labels: { slipway.project: x }')).toContain("is Slipway's own");
  });
});

describe('the environment', () => {
  it('is made of files, keys over them, and variables for what has no value', () => {
    const files = { 'base.env': 'A=1\nB=${LEVEL}\n', 'deploy/more.env': 'A=2\nC\n', '.env': 'LEVEL=low\nZ=dot\n' };
    const given = { files, variables: { LEVEL: 'high', GIVEN: 'g', C: 'c' } };
    expect(web('env_file: base.env', '', given).environment).toEqual({ A: '1', B: 'high' });
    expect(
      web(
        'env_file: [ base.env, { path: deploy/more.env }, { path: gone.env, required: false } ], environment: { B: own, GIVEN: , Z: }',
        '',
        given,
      ).environment,
    ).toEqual({ A: '2', B: 'own', C: 'c', GIVEN: 'g', Z: 'dot' });
    expect(web('environment: [ GIVEN, ABSENT ]', '', given).environment).toEqual({ GIVEN: 'g' });
    expect(complaints('env_file: [ base.env, gone.env ]', '', given)).toContain(
      '2:43: the environment file gone.env is not in the repository',
    );
  });

  it('fills variables from slipway.yaml before .env, and says what is empty', () => {
    const { application, notices } = read('services:\n  web:\n    image: shop:${TAG:-1}${NONE}\n', {
      variables: { TAG: '2' },
      files: { '.env': 'TAG=3' },
    });
    expect(application?.services[0]?.image).toBe('shop:2');
    expect(notices[0]).toBe('compose.yaml:3:12: the variable NONE has no value here: it counts as empty');
  });
});

describe('profiles and dependencies', () => {
  const text = `services:
  web: { image: x1, depends_on: { db: { condition: service_healthy }, mail: { condition: service_started, required: false } } }
  db: { image: x1 }
  mail: { image: x1, profiles: [mail] }
  debug: { image: x1, privileged: true, profiles: [debug], depends_on: [mail] }
`;
  it('switch services on', () => {
    const names = (profiles: string[]) => read(text, { profiles }).application?.services.map(({ name }) => name);
    expect(names([])).toEqual(['web', 'db']);
    expect(names(['mail'])).toEqual(['web', 'db', 'mail']);
    expect(read(text).application?.services[0]?.dependsOn).toEqual({
      db: { condition: 'service_healthy', required: true },
    });
    expect(read(text, { profiles: ['mail'] }).application?.services[0]?.dependsOn).toHaveProperty('mail');
  });

  it('check what is on', () => {
    const messages = (profiles: string[]) =>
      read(text, { profiles })
        .problems.map(({ message }) => message)
        .join('\n');
    expect(messages(['debug'])).toMatch(
      /5:23: "privileged" is not supported[\s\S]*debug depends on mail, which is off here/,
    );
    expect(messages(['*'])).not.toContain('off here');
  });

  it('must lead somewhere, and not in a circle', () => {
    const circle = read(
      'services:\n  a: { image: x1, depends_on: [b] }\n  b: { image: x1, depends_on: [c] }\n  c: { image: x1, depends_on: [a] }\n',
    );
    expect(circle.problems.map(({ message }) => message)).toEqual([
      'compose.yaml:2:31: services wait for one another in a circle: a → b → c → a',
    ]);
    expect(complaints('depends_on: [wb]')).toContain('web depends on wb, which there is not');
    expect(complaints('depends_on: { web: { condition: service_ready } }')).toContain(
      '"condition" cannot be "service_ready"',
    );
  });
});

describe('what Slipway does not do is named with its line', () => {
  it.each([
    'privileged: true',
    'network_mode: host',
    'pid: host',
    'ipc: host',
    'devices: [ /dev/kvm ]',
    'cap_add: [ NET_ADMIN ]',
    'security_opt: [ "seccomp:unconfined" ]',
    'volumes_from: [ a ]',
    'links: [ a ]',
    'extra_hosts: [ "a:1.2.3.4" ]',
    'sysctls: { a: 1 }',
    'userns_mode: host',
    'cgroup_parent: x',
    'post_start: [ { command: x } ]',
    'gpus: all',
    'deploy: { mode: global }',
    'deploy: { resources: { reservations: { devices: [ { driver: nvidia } ] } } }',
    'networks: { default: { ipv4_address: 10.0.0.2 } }',
    'ports: [ "80-90:80-90" ]',
    'ports: [ "80/sctp" ]',
    'volumes: [ { type: bind, source: ., target: /x, bind: { propagation: shared } } ]',
  ])('%s', (keys) => {
    const { application, problems } = read(`services:\n  web: { image: x1, ${keys} }\n`);
    expect(application).toBeNull();
    expect(problems[0]?.message).toMatch(/^compose\.yaml:2:\d+: /);
    expect(problems[0]?.details).toMatchObject({ file: 'compose.yaml', line: 2 });
    if (!keys.includes('sctp')) expect(problems[0]?.code).toBe('usage.compose-unsupported');
  });

  it('is only noted where nothing depends on it', () => {
    const { problems, notices } = read(
      'version: "3"\nname: x\nservices:\n  web: { image: x1, container_name: y, logging: { driver: none }, platform: linux/amd64, deploy: { update_config: { order: start-first } } }\n',
    );
    expect(problems).toEqual([]);
    expect(notices).toEqual([
      expect.stringContaining('1:1: "version" is ignored'),
      expect.stringContaining('2:1: "name" is ignored'),
      expect.stringContaining('4:21: "container_name" is ignored'),
      expect.stringContaining('"logging" is ignored'),
      expect.stringContaining('"platform" is ignored'),
      expect.stringContaining('"update_config" is ignored'),
      'compose.yaml:4:3: nothing says when web is healthy: staying up counts',
    ]);
  });

  it.each([
    ['services:\n  web: { imgae: x }\n', '2:10: unknown key "imgae" | image'],
    ['servces: {}\n', '1:1: unknown key "servces" | services'],
    ['services:\n  web: { image: x1, healthcheck: { tst: x } }\n', '2:36: unknown key "tst" in healthcheck | test'],
    ['services:\n  web: { image: x1, restart: sometimes }\n', '2:30: "restart" is "sometimes"'],
    ['services:\n  web: {}\n', '2:3: the service "web" needs an image or a build'],
    ['services:\n  web:\n', 'must be a set of keys'],
    ['services: {}\n', 'needs "services"'],
    ['[]', 'a Compose file is a set of keys'],
    ['services:\n  web: { image: x1, environment: { A: [1] } }\n', '2:39: "A" must be text'],
    ['services:\n  web: { image: x1, scale: many }\n', '2:28: "scale" is "many", but must be a whole number'],
    ['services:\n  "a b": { image: x1 }\n', '"a b" is not a valid name'],
    ['services:\n  web: { image: "x y" }\n', 'but must be the name of an image'],
    ['include: [ a.yaml ]\nservices: { a: { image: x1 } }\n', '"include" is not supported'],
    ['services:\n  web: { image: x1, command: !reset [] }\n', 'such tags are not supported'],
    ['services:\n  web: { image: "${T:?no tag}" }\n', '2:17: the variable T is required: no tag'],
  ])('%j', (text, expected) => {
    const messages = read(text)
      .problems.map(({ message, details }) => `${message} | ${String(details['nearest'] ?? '')}`)
      .join('\n');
    expect(messages).toContain(expected);
  });
});

describe('extends', () => {
  it('merges another service of the file: maps merge, lists append, the rest is replaced', () => {
    const { application, problems } = read(
      `services:
  base: { image: x1, environment: [ A=1, B=1 ], ports: [ "80" ], command: a, healthcheck: { test: x, interval: 5s }, profiles: [off] }
  web: { extends: { service: base }, image: x2, environment: { B: 2 }, ports: [ "81" ], command: [b], healthcheck: { interval: 9s }, profiles: [on] }
`,
      { profiles: ['on'] },
    );
    expect(problems).toEqual([]);
    expect(application?.services).toHaveLength(1);
    expect(application?.services[0]).toMatchObject({
      image: 'x2',
      environment: { A: '1', B: '2' },
      ports: [{ container: 80 }, { container: 81 }],
      command: ['b'],
      healthcheck: { test: ['CMD-SHELL', 'x'], intervalMs: 9000 },
    });
  });

  it('reaches into another file, whose paths start at its own folder', () => {
    const files = {
      'common/base.yaml': 'services: { base: { build: ./app, env_file: base.env, volumes: [ "./conf:/conf:ro" ] } }',
      'common/app/Dockerfile': 'FROM x',
      'common/base.env': 'A=1',
    };
    const { application, problems } = read(
      'services: { web: { extends: { file: ../common/base.yaml, service: base } } }',
      { files, file: 'deploy/compose.yaml' },
    );
    expect(problems).toEqual([]);
    expect(application?.services[0]).toMatchObject({
      build: { context: 'common/app' },
      environment: { A: '1' },
      files: [{ source: { path: 'common/conf' } }],
    });
  });

  it('says what is not there, and circles', () => {
    expect(complaints('extends: bse', '  base: { image: x1 }\n')).toContain('there is no service "bse"');
    expect(complaints('extends: { file: no.yaml, service: a }')).toContain('the file no.yaml is not in the repository');
    expect(read('services:\n  a: { extends: b }\n  b: { extends: a }\n').problems[0]?.message).toContain(
      'extend one another in a circle',
    );
    const files = { 'o.yaml': 'services:\n  a: { image: x1, privileged: true }\n' };
    expect(complaints('extends: { file: o.yaml, service: a }', '', { files })).toContain(
      'o.yaml:2:19: "privileged" is not supported',
    );
  });
});

describe('reading the files of a commit', () => {
  it('asks for each file once', async () => {
    const files: Record<string, string> = { Dockerfile: 'FROM x', 'a.env': 'A=1' };
    const asked: string[] = [];
    const { application, problems } = await loadCompose(
      { text: 'services: { web: { build: ., env_file: a.env } }', file: 'compose.yaml', variables: {}, profiles: [] },
      async (path) => {
        asked.push(path);
        return files[path] ?? null;
      },
    );
    expect(problems).toEqual([]);
    expect(application?.services[0]?.environment).toEqual({ A: '1' });
    expect(asked.toSorted()).toEqual(['.env', 'Dockerfile', 'a.env']);
  });
});
