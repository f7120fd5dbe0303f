/** An engine in this process, asked through its contract, and a repository with one small web service. */
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { Operation } from '../../shared/domain/operation.ts';
import { composeEngine, type Composed } from '../../electron/compose.ts';
import { baseImageName } from '../fixtures/engine/index.ts';
import { createRepository, type FixtureRepository } from '../fixtures/repository.ts';

export interface RunningEngine extends Pick<Composed, 'close'> {
  call<T>(name: string, input: unknown): Promise<T>;
  /** Starts an operation and waits until it ended well; answers it. */
  finish(name: string, input: object): Promise<Operation>;
}

let keys = 0;

export async function runningEngine(dataDirectory: string): Promise<RunningEngine> {
  const { face, close } = await composeEngine({ dataDirectory, environment: process.env });
  const call = async <T>(name: string, input: unknown): Promise<T> =>
    (await face.call(name, input, { by: 'bench', face: 'terminal' })) as T;
  return {
    close,
    call,
    async finish(name, input) {
      let { operation } = await call<{ operation: Operation }>(name, {
        ...input,
        key: `bench-${String(process.pid)}-${String((keys += 1))}`,
      });
      while (operation.status === 'running' || operation.status === 'waiting') {
        await sleep(5);
        ({ operation } = await call<{ operation: Operation }>('operation.get', { operation: operation.id }));
      }
      if (operation.status !== 'done')
        throw new Error(`${operation.title}: ${operation.problem?.message ?? operation.status}`);
      return operation;
    },
  };
}

/** The command of the service: it ends at once when it is asked to. */
export const serverCommand = ['sh', '-c', "trap 'exit 0' TERM; httpd -f -p 8080 -h /www & wait"];
export const healthCommand = ['busybox', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8080/'];

/** A server that carries more than any balancer before it: what is measured then is not its own queue. */
const quickServer = (haproxy: string): Record<string, string> => ({
  Dockerfile: `FROM ${haproxy}\nCOPY . /www\nEXPOSE 8080\nCMD ["haproxy", "-db", "-f", "/www/server.cfg"]\n`,
  'server.cfg': `defaults
  mode http
  timeout connect 5s
  timeout client 1m
  timeout server 1m
frontend in
  bind :8080
  http-request return status 200 content-type text/plain file /www/index.html
`,
});

/** `environments` is YAML below `environments:`. With an image of HAProxy that is the server too, else busybox is. */
export function webRepository(folder: string, environments: string, haproxy?: string): FixtureRepository {
  const repository = createRepository(join(folder, 'repository'));
  repository.commit({
    message: 'One\n',
    files: {
      Dockerfile: `FROM ${baseImageName}\nCOPY index.html /www/index.html\nEXPOSE 8080\nCMD ${JSON.stringify(serverCommand)}\n`,
      'compose.yaml': `services:\n  web:\n    build: .\n    expose: ["8080"]\n    healthcheck: { test: ${JSON.stringify(['CMD', ...healthCommand])}, interval: 10s }\n`,
      'slipway.yaml': `slipway: 1\nname: bench\ncompose: compose.yaml\nenvironments:\n${environments}`,
      'index.html': 'one\n',
      ...(haproxy === undefined ? {} : quickServer(haproxy)),
    },
  });
  return repository;
}
