/** A front in its container, services behind it, and clients in front of it. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll } from 'vitest';
import { frontService } from '../../../electron/haproxy/index.ts';
import {
  frontServiceName,
  hostOf,
  type Backends,
  type Colour,
  type Front,
  type FrontShape,
} from '../../../shared/domain/front.ts';
import { freePort, haproxyImage } from '../../fixtures/engine/index.ts';
import { noFiles, setting, type Setting } from '../docker/setting.ts';

export const shape = (given: Partial<FrontShape> = {}): FrontShape => ({
  entrances: [{ port: 10001, mode: 'http', tls: false, routes: [{ hosts: [], service: 'web', container: 8080 }] }],
  services: [{ service: 'web', container: 8080, mode: 'http', checkPath: null, sticky: false }],
  adminPort: 60999,
  slots: 4,
  testers: null,
  ...given,
});

export const behind = (colour: Colour, ...revisions: number[]): Backends => ({
  [colour]: [{ service: 'web', container: 8080, hosts: revisions.map((revision) => hostOf('web', revision, 1)) }],
});

export interface FrontSetting extends Setting {
  readonly network: string;
  /** Makes and starts a front, and waits until it answers; answers how to drive it, its container, and where it listens on the host. */
  start(
    name: string,
    given?: { shape?: FrontShape; backends?: Backends; talker?: 'nc' | 'bash'; certificate?: string },
  ): Promise<{ front: Front; container: string; port: number }>;
  /** Starts a web server of a revision that answers with its number; `script` runs instead of it. */
  web(revision: number, script?: string): Promise<string>;
}

export async function frontSetting(): Promise<FrontSetting> {
  const base = await setting();
  const network = `${base.prefix}-net`;
  beforeAll(() => base.target.ensureNetwork(network, { internal: false, labels: base.labels }));
  return {
    ...base,
    network,
    async start(name, given = {}) {
      const wanted = given.shape ?? shape();
      const port = await freePort();
      const spec = base.spec(name, {}, { networks: [{ name: network, aliases: [] }] });
      const traffic = { stable: 'blue' as const, canary: null, share: 0 };
      const { certificate } = given;
      const service = frontService(
        wanted,
        given.backends ?? {},
        traffic,
        certificate === undefined ? null : 'certificate',
      );
      const binding = {
        service: frontServiceName,
        container: 10001,
        protocol: 'tcp',
        hostAddress: '127.0.0.1',
        host: port,
      };
      const image = await haproxyImage(base.engine, given.talker);
      await base.target.ensureContainer(
        { ...spec, service, image, bindings: [{ ...binding, protocol: 'tcp' }] },
        { ...noFiles, secret: async () => certificate ?? '' },
      );
      await base.target.startContainer(spec.name);
      const front = base.target.front(spec.name, wanted);
      // A container that was started is not one that listens yet; deployments wait for its first answer, too.
      await untilTrue(() => front.state().then(() => true));
      return { front, container: spec.name, port };
    },
    async web(revision, script) {
      const page = `mkdir -p /www && echo ${String(revision)} > /www/index.html && exec httpd -f -p 8080 -h /www`;
      const spec = base.spec(
        `web-${String(revision)}`,
        { command: ['sh', '-c', script ?? page] },
        { networks: [{ name: network, aliases: [hostOf('web', revision, 1)] }] },
      );
      await base.target.ensureContainer(spec, noFiles);
      await base.target.startContainer(spec.name);
      return spec.name;
    },
  };
}

/** Waits until every container behind the front is up; fails with what it says after 10 s. */
export async function untilUp(front: Front): Promise<void> {
  await untilTrue(async () => {
    const slots = (await front.state()).backends.flatMap((backend) => backend.slots);
    return slots.length > 0 && slots.every((slot) => slot.up);
  });
}

export async function untilTrue(holds: () => Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`It did not become so within ${String(timeoutMs / 1000)} s.`);
    await sleep(50);
  }
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly cookie: string | null;
}

/** Asks once; rejects when there is no answer. */
export function ask(
  port: number,
  options: { headers?: Record<string, string>; agent?: Agent; path?: string; method?: string; body?: Buffer } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path: options.path ?? '/',
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
        agent: options.agent ?? false,
        timeout: 15_000,
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece)).on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(pieces).toString().trim(),
            cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? null,
          }),
        );
      },
    );
    asked.on('error', reject).on('timeout', () => asked.destroy(new Error('no answer within 15 s')));
    asked.end(options.body);
  });
}

export interface Load {
  /** Ends it; answers how many answers of each text there were, and every failure. */
  stop(): Promise<{ answers: ReadonlyMap<string, number>; failures: string[] }>;
}

/** Clients that ask one request after the other, half of them over connections that they keep. */
export function load(port: number, clients = 8): Load {
  const answers = new Map<string, number>();
  const failures: string[] = [];
  let going = true;
  const client = async (index: number): Promise<void> => {
    const agent = index % 2 === 0 ? new Agent({ keepAlive: true, maxSockets: 1 }) : undefined;
    while (going) {
      try {
        const { status, text } = await ask(port, agent ? { agent } : {});
        if (status === 200) answers.set(text, (answers.get(text) ?? 0) + 1);
        else failures.push(`status ${String(status)}: ${text.slice(0, 80)}`);
      } catch (error) {
        failures.push(String(error));
      }
      await sleep(2);
    }
    agent?.destroy();
  };
  const ended = Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return {
    stop: async () => {
      going = false;
      await ended;
      return { answers, failures };
    },
  };
}
