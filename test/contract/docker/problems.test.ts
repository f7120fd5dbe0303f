import { describe, expect, it } from 'vitest';
import { saidProblem } from '../../../electron/docker/problems.ts';
import { parseReference, registryOf } from '../../../electron/docker/references.ts';

const asked = (registry: boolean) => ({
  what: 'do it',
  address: { kind: 'socket', path: '/s', text: 'unix:///s' } as const,
  registry,
});

describe('what an engine says', () => {
  // As the engines 20.10 and 26.1 word it.
  it.each([
    ['failed.disk-full', false, false, 'write /x: no space left on device'],
    [
      'failed.no-address-pool',
      false,
      false,
      'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
    ],
    ['failed.no-address-pool', false, false, 'all predefined address pools have been fully subnetted'],
    [
      'failed.port-taken',
      false,
      false,
      'driver failed programming external connectivity on endpoint x (0f): Bind for 0.0.0.0:8080 failed: port is already allocated',
    ],
    [
      'failed.port-taken',
      false,
      false,
      'driver failed programming external connectivity on endpoint x (0f): Error starting userland proxy: listen tcp4 127.0.0.1:8080: bind: address already in use',
    ],
    [
      'failed.port-taken',
      false,
      false,
      'failed to bind host port for 127.0.0.1:8080:172.18.0.2:80/tcp: address already in use',
    ],
    ['failed.container-start', false, false, 'OCI runtime create failed: exec: "/app": permission denied: unknown'],
    ['failed.image-missing', false, false, 'No such image: sha256:00'],
    [
      'failed.registry-unreachable',
      true,
      true,
      'Get "http://127.0.0.1:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused',
    ],
    ['failed.registry-unreachable', true, true, 'received unexpected HTTP status: 503 Service Unavailable'],
    ['failed.registry-denied', true, false, 'unauthorized: authentication required'],
    ['failed.image-missing', true, false, 'manifest for x@sha256:0 not found: manifest unknown: manifest unknown'],
    ['failed.engine', false, false, 'unexpected EOF of a kind that is not about a registry'],
  ] as const)('is %s', (code, registry, retry, text) => {
    const { problem } = saidProblem(text, asked(registry));
    expect(problem).toMatchObject({ code, retry });
    if (code === 'failed.port-taken') expect(problem.details['port']).toBe(8080);
    if (code !== 'failed.engine') expect(problem.hint).not.toBeNull();
  });
});

describe('the name of an image', () => {
  it('is taken apart', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(parseReference('postgres')).toEqual({ name: 'postgres', tag: null, digest: null });
    expect(parseReference(`localhost:5000/shop/web:1.2@${digest}`)).toEqual({
      name: 'localhost:5000/shop/web',
      tag: '1.2',
      digest,
    });
    expect(['redis', 'me/app', 'localhost/x', 'a.b/c', 'box:5000/c'].map(registryOf)).toEqual([
      'https://index.docker.io/v1/',
      'https://index.docker.io/v1/',
      'localhost',
      'a.b',
      'box:5000',
    ]);
  });
});
