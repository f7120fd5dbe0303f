/** Where a Docker engine listens: the forms of an address, and the places to look when none is given. */
import { posix } from 'node:path';
import { fail } from '../../shared/problem.ts';

/** One parsed address. `text` is how it is shown to a person. */
export type EngineAddress =
  | { readonly kind: 'socket'; readonly path: string; readonly text: string }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly tls: boolean;
      readonly text: string;
    };

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The addresses to try, in order. A given one, or else `DOCKER_HOST`, stands alone; without either the usual sockets
 * are tried: the system's, the rootless engine's, Docker Desktop's. Rejects an address of another form with
 * `usage.bad-engine-address`.
 */
export function candidateAddresses(address: string | null, around: Surroundings): [EngineAddress, ...EngineAddress[]] {
  const given = address ?? (around.env['DOCKER_HOST'] || null);
  if (given !== null) return [parseAddress(given, around)];
  if (around.platform === 'win32') return [parseAddress('npipe:////./pipe/docker_engine', around)];
  const runtime = around.env['XDG_RUNTIME_DIR'];
  return [
    socket('/var/run/docker.sock'),
    ...(runtime ? [socket(posix.join(runtime, 'docker.sock'))] : []),
    socket(posix.join(around.home, '.docker/run/docker.sock')),
    socket(posix.join(around.home, '.docker/desktop/docker.sock')),
  ];
}

const socket = (path: string): EngineAddress => ({ kind: 'socket', path, text: `unix://${path}` });

function parseAddress(text: string, around: Surroundings): EngineAddress {
  if (text.startsWith('unix://') && text.length > 7) return { kind: 'socket', path: text.slice(7), text };
  if (text.startsWith('npipe://') && text.length > 8) return { kind: 'socket', path: text.slice(8), text };
  const tcp = URL.canParse(text) ? new URL(text) : null;
  if (tcp && (tcp.protocol === 'tcp:' || tcp.protocol === 'http:' || tcp.protocol === 'https:') && tcp.hostname) {
    const tls = tcp.protocol === 'https:' || around.env['DOCKER_TLS_VERIFY'] === '1' || tcp.port === '2376';
    const port = Number(tcp.port) || (tls ? 2376 : 2375);
    return { kind: 'tcp', host: tcp.hostname, port, tls, text: `tcp://${tcp.hostname}:${port}` };
  }
  throw fail('usage.bad-engine-address', `“${text}” is not the address of a Docker engine.`, {
    hint: 'Use unix:///path/to/docker.sock, tcp://host:port or npipe:////./pipe/docker_engine.',
  });
}
