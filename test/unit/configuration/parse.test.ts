import { describe, expect, it } from 'vitest';
import { edgesOf, kindNamed, resolveEnvironment, upstreamsOf } from '../../../shared/configuration/flow.ts';
import { limitationsOf } from '../../../shared/configuration/limitations.ts';
import { parseConfiguration } from '../../../shared/configuration/parse.ts';
import type { Configuration } from '../../../shared/configuration/schema.ts';
import { ProblemError } from '../../../shared/problem.ts';

const everything = `slipway: 1
name: shop
compose: compose.yaml              # services
registry: localhost:5000/shop
front: { image: haproxy:lts }
source:
  main: main
  release: release/*
pipeline:
  test: { run: npm test, in: node:24 }
migrations: { directory: db/migrations, up: make up, down: make down, status: make status }
environments:
  qa:              { kind: qa, follows: main }
  staging:         { kind: staging, after: qa, backups: { ladder: [1m, 2m, 5m, 10m, 60m, 3h, 6h, 1d] } }
  release:         { kind: release, to: staging }
  production:      { kind: production, after: staging, publish: { web: 8080 },
                     rollout: { strategy: canary, steps: [5, 25, 50], hold: 30s },
                     gates: [ { approval: 1 }, { soak: 10m } ], target: local }
  production-copy: { kind: production-copy, of: production }
  test:            { kind: test, many: true }
targets:
  local: { docker: unix:///var/run/docker.sock }
  fleet: { swarm: ssh://deploy@manager }
`;

function valid(text: string): Configuration {
  const { configuration, problems } = parseConfiguration(text, 'slipway.yaml');
  expect(problems).toEqual([]);
  return configuration!;
}

/** The messages for environments that stand below a valid head, which has three lines. */
function wrong(environments: string): { message: string; nearest: unknown }[] {
  const text = `slipway: 1\nname: x\nenvironments:\n${environments}`;
  const { configuration, problems } = parseConfiguration(text, 'slipway.yaml');
  expect(configuration).toBeNull();
  for (const problem of problems) {
    expect(problem.code).toBe('usage.configuration');
    const [, line, column] = /^slipway\.yaml:(\d+):(\d+): /.exec(problem.message) ?? [];
    expect(problem.details).toMatchObject({ file: 'slipway.yaml', line: Number(line), column: Number(column) });
  }
  return problems.map(({ message, details }) => ({ message, nearest: details['nearest'] }));
}

describe('a file that declares everything', () => {
  it('parses, and says what this version does not act on', () => {
    const { configuration, problems, notices } = parseConfiguration(everything, 'slipway.yaml');
    expect(problems).toEqual([]);
    expect(notices.map((notice) => notice.split(':')[1])).toEqual(['11', '14', '23']);
    const blocking = limitationsOf(configuration!).filter(({ blocks }) => blocks);
    expect(blocking.map(({ path }) => path)).toEqual(['migrations', 'targets.fleet.swarm']);
  });

  it('has the flow of the design', () => {
    const configuration = valid(everything);
    expect(edgesOf(configuration).map(({ from, to, kind }) => `${from} ${kind} ${to}`)).toEqual([
      'qa promotion staging',
      'release lane staging',
      'release lane production',
      'staging promotion production',
      'production mirror production-copy',
    ]);
    expect(upstreamsOf(configuration, 'staging')).toEqual(['qa', 'release']);
    expect(upstreamsOf(configuration, 'production')).toEqual(['staging']);
    expect(upstreamsOf(configuration, 'qa')).toEqual([]);
  });

  it('starts at the dev box where there is one', () => {
    const configuration = valid(
      'slipway: 1\nname: x\nenvironments: { dev: { kind: development }, test: { kind: test, many: true }, live: { kind: production } }\n',
    );
    expect(edgesOf(configuration).map(({ from, to }) => `${from} ${to}`)).toEqual(['dev test', 'dev live']);
  });
});

describe('names of environments', () => {
  const configuration = valid(everything);
  const nearest = (name: string) => {
    try {
      return resolveEnvironment(configuration, name).name;
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(ProblemError);
      const { problem } = thrown as ProblemError;
      expect(problem.code).toBe('usage.no-such-environment');
      return problem.details['nearest'];
    }
  };

  it('are those declared, and any instance of a template', () => {
    expect(resolveEnvironment(configuration, 'qa').kind.title).toBe('QA');
    expect(resolveEnvironment(configuration, 'test.login')).toMatchObject({
      name: 'test.login',
      declaration: { kind: 'test' },
    });
    expect(resolveEnvironment(configuration, 'production-copy').declaration.of).toBe('production');
    const kinds = ['production', 'test.login', 'gone', 'constructor'].map((name) => kindNamed(configuration, name));
    expect(kinds).toEqual(['production', 'test', null, null]);
  });

  it('lead to the nearest one otherwise', () => {
    expect(nearest('prodction')).toBe('production');
    expect(nearest('stage')).toBe('staging');
    for (const name of ['qa.login', '__proto__', 'test.Not A Name', '']) expect(nearest(name)).not.toBe(name);
  });
});

describe('mistakes have a line, a column and the nearest valid word', () => {
  it.each([
    ['  qa: { kind: qaa }', '4:15', 'qa'],
    ['  p: { kind: prod }', '4:14', 'production'],
    ['  qa: { kind: qa, flollows: main }', '4:19', 'follows'],
    ['  qa: { kind: qa, gates: [ { soek: 1m } ] }', '4:30', 'soak'],
    ['  qa: { kind: qa, rollout: { strategy: bluegreen } }', '4:40', 'blue-green'],
    ['  qa: { kind: qa, target: loca }', '4:27', 'local'],
    ['  staging: { kind: staging }\n  p: { kind: production, after: stagin }', '5:33', 'staging'],
    ['  qa: { kind: qa }\n  c: { kind: production-copy, of: qaa }', '5:35', 'qa'],
    ['  staging: { kind: staging }\n  r: { kind: release, to: stging }', '5:27', 'staging'],
  ])('%s', (environments, place, nearest) => {
    const [problem] = wrong(environments);
    expect(problem?.message).toContain(`slipway.yaml:${place}: `);
    expect(problem?.nearest).toBe(nearest);
  });

  it.each([
    ['no kind', '  qa: {}', '4:7: "kind" is missing'],
    ['nothing at all', '  qa:', '4:6: "qa" must be a set of keys, not empty'],
    ['a name that is none', '  "A B": { kind: qa }', '4:3: "A B" is not a valid name'],
    [
      'a duration',
      '  qa: { kind: qa, healthTimeout: 4 parsecs }',
      '4:34: "healthTimeout" is "4 parsecs", but must be a duration',
    ],
    ['a soak time', '  qa: { kind: qa, gates: [ { soak: 1 week } ] }', '4:36: "soak" is "1 week"'],
    ['a port', '  qa: { kind: qa, publish: { web: 70000 } }', '4:35: "web" must be at most 65535'],
    ['a port with an address', '  qa: { kind: qa, publish: { web: "127.0.0.1:70000" } }', '4:35: 70000 is not a port'],
    ['a list for a text', '  qa: { kind: qa, target: [a] }', '4:27: "target" must be text, not a list'],
    ['itself', '  qa: { kind: qa, after: qa }', 'cannot come after itself'],
    [
      'a copy of what is not production',
      '  qa: { kind: qa }\n  c: { kind: production-copy, of: qa }',
      '5:35: "qa" is of kind qa; only a production',
    ],
    ['after a template', '  t: { kind: test, many: true }\n  q: { kind: qa, after: t }', '5:25: "t" is a template'],
    ['a template that publishes', '  t: { kind: test, many: true, publish: { web: 1 } }', '4:32: "t" is a template'],
    [
      'both after and follows',
      '  d: { kind: development }\n  q: { kind: qa, after: d, follows: main }',
      '5:28: "q" says both',
    ],
    [
      'a circle',
      '  a: { kind: qa, after: c }\n  b: { kind: staging, after: a }\n  c: { kind: production, after: [b] }',
      'in a circle: a after c after b after a',
    ],
    [
      'one port twice',
      '  a: { kind: qa, publish: { web: 80 } }\n  b: { kind: staging, publish: { web: 80 } }',
      '5:39: port 80 is published by a.web already',
    ],
    [
      'one port on every address and on one',
      '  a: { kind: qa, publish: { web: "127.0.0.1:80" } }\n  b: { kind: staging, publish: { api: 80 } }',
      'port 80 is published by a.web',
    ],
    [
      'a target that is nothing',
      '  a: { kind: qa }\ntargets: { x: {} }',
      '5:12: target "x" must say either docker or swarm',
    ],
    ['no environment', '  {}', 'no environment is declared'],
  ])('%s', (_, environments, message) => {
    expect(
      wrong(environments)
        .map((problem) => problem.message)
        .join('\n'),
    ).toContain(message);
  });

  it('a port may be shared by addresses or targets', () => {
    valid(
      'slipway: 1\nname: x\nenvironments:\n  a: { kind: qa, publish: { web: "127.0.0.1:80" } }\n  b: { kind: staging, publish: { web: "127.0.0.2:80" } }\n' +
        '  c: { kind: staging, publish: { web: 80 }, target: far }\ntargets: { far: { docker: "tcp://far:2376" } }\n',
    );
  });

  it('the Compose file is inside the repository', () => {
    const { problems } = parseConfiguration(
      'slipway: 1\nname: x\ncompose: ../compose.yaml\nenvironments: { qa: { kind: qa } }\n',
      'slipway.yaml',
    );
    expect(problems[0]?.message).toContain('3:10: "compose" must be a path inside the repository');
  });
});

describe('hostile and broken text', () => {
  it.each([
    ['nothing', '', 'the file is empty'],
    ['only a comment', '# later\n', 'the file is empty'],
    ['an open bracket', 'a: [', 'not valid YAML'],
    ['tabs', 'a:\n\tb: 1', 'not valid YAML'],
    ['thousands of brackets', '['.repeat(50_000), 'nested too deeply'],
    ['a key twice', 'slipway: 1\nslipway: 1', '2:1: this key stands here twice'],
    ['a list', '- a', 'the file must be a set of keys, not a list'],
    ['an unknown tag', 'a: !env HOME', '1:4: unresolved tag'],
    ['too much', `# ${'x'.repeat(1_000_001)}`, 'larger than 1 MB'],
    [
      'an alias bomb',
      [
        'a: &a [x,x,x,x,x,x,x,x,x]',
        ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]!},`.repeat(9)}]`),
      ].join('\n'),
      'the aliases cannot be resolved',
    ],
    ['a prototype', '__proto__: { slipway: 1 }', 'unknown key "__proto__"'],
  ])('%s', (_, text, message) => {
    const { configuration, problems } = parseConfiguration(text, 'slipway.yaml');
    expect(configuration).toBeNull();
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message);
  });
});
