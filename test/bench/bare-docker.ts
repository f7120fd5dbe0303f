/**
 * The same deployment by hand, in the two ways in which people script it: the docker command, and plain HTTP on the
 * engine's socket. Both do exactly what Slipway does to the containers, and ask as often: rehearse beside the old one
 * (two passes), create, stop the old, start, one pass, then three more in a row, remove the old; 50 ms between two passes.
 */
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker } from './commands.ts';
import { healthCommand } from './running-engine.ts';

export interface BareDocker {
  create(name: string, image: string, hostPort: number | null): Promise<void>;
  start(name: string): Promise<void>;
  stop(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Whether the health command passes inside the container now. */
  healthy(name: string): Promise<boolean>;
}

const pollMs = 50;

async function untilHealthy(docker: BareDocker, name: string, passes: number): Promise<void> {
  let passed = 0;
  for (;;) {
    passed = (await docker.healthy(name)) ? passed + 1 : 0;
    if (passed >= passes) return;
    await sleep(pollMs);
  }
}

/** Replaces `previous` by `next`. */
export async function deployByHand(
  docker: BareDocker,
  image: string,
  next: string,
  previous: string,
  hostPort: number,
  rehearse: boolean,
): Promise<void> {
  if (rehearse) {
    const rehearsal = `${next}-rehearsal`;
    await docker.create(rehearsal, image, null);
    await docker.start(rehearsal);
    await untilHealthy(docker, rehearsal, 2);
    await docker.stop(rehearsal);
    await docker.remove(rehearsal);
  }
  await docker.create(next, image, hostPort);
  await docker.stop(previous);
  await docker.start(next);
  await untilHealthy(docker, next, 1);
  await untilHealthy(docker, next, 3);
  await docker.remove(previous);
}

export function dockerCommand(network: string): BareDocker {
  const done = async (...args: readonly string[]): Promise<void> => {
    await docker(...args);
  };
  return {
    create: (name, image, port) =>
      done(
        'create',
        '--name',
        name,
        '--network',
        network,
        ...(port === null ? [] : ['-p', `${String(port)}:8080`]),
        image,
      ),
    start: (name) => done('start', name),
    stop: (name) => done('stop', '-t', '10', name),
    remove: (name) => done('rm', '-f', '-v', name),
    healthy: (name) =>
      docker('exec', name, ...healthCommand).then(
        () => true,
        () => false,
      ),
  };
}

export function engineSocket(network: string, socketPath: string): BareDocker {
  const ask = (method: string, path: string, body?: object): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? '' : JSON.stringify(body);
      const asked = request(
        {
          socketPath,
          method,
          path,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response
            .on('data', (chunk: Buffer) => chunks.push(chunk))
            .on('end', () => {
              const text = Buffer.concat(chunks).toString();
              if ((response.statusCode ?? 500) >= 400) reject(new Error(`${method} ${path}: ${text}`));
              else resolve(text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {});
            });
        },
      );
      asked.on('error', reject).end(payload);
    });
  return {
    async create(name, Image, port) {
      await ask('POST', `/containers/create?name=${name}`, {
        Image,
        HostConfig: {
          NetworkMode: network,
          ...(port === null ? {} : { PortBindings: { '8080/tcp': [{ HostPort: String(port) }] } }),
        },
      });
    },
    async start(name) {
      await ask('POST', `/containers/${name}/start`);
    },
    async stop(name) {
      await ask('POST', `/containers/${name}/stop?t=10`);
    },
    async remove(name) {
      await ask('DELETE', `/containers/${name}?force=1&v=1`);
    },
    async healthy(name) {
      const { Id } = await ask('POST', `/containers/${name}/exec`, {
        Cmd: healthCommand,
        AttachStdout: true,
        AttachStderr: true,
      });
      await ask('POST', `/exec/${String(Id)}/start`, { Detach: false, Tty: false });
      return (await ask('GET', `/exec/${String(Id)}/json`))['ExitCode'] === 0;
    },
  };
}
