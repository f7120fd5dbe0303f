import { describe, expect, it } from 'vitest';
import { loadCompose } from '../../../shared/compose/load.ts';
import { complaints, read } from './read.ts';

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
    ['services:\n  web: { imgae: x }\n', '2:10: unknown key "imgae" | "image"'],
    ['servces: {}\n', '1:1: unknown key "servces" | "services"'],
    ['services:\n  web: { image: x1, healthcheck: { tst: x } }\n', '2:36: unknown key "tst" in healthcheck | "test"'],
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
      .problems.map(({ message, details }) => `${message} | ${JSON.stringify(details['nearest'] ?? '')}`)
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
