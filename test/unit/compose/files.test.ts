import { describe, expect, it } from 'vitest';
import { complaints, read, web } from './read.ts';

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
