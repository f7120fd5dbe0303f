/** Becoming a client of the engine of a data directory, which is started if there is none. */
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Client } from '../../shared/api/contract.ts';
import { fail } from '../../shared/problem.ts';
import type { Caller } from '../api/face.ts';
import { type AttachedClient, clientOf } from './client.ts';
import { type Endpoint, readEndpoint } from './endpoint.ts';
import type { StartedEngine } from './spawn.ts';
import { engineFrameSchema, faceHeader, type Hello, jsonOf, protocolVersion, subprotocol } from './wire.ts';

export interface Attached extends Client {
  readonly endpoint: Endpoint;
  close(): void;
  /** Resolves when the connection has ended, from either side. */
  readonly closed: Promise<void>;
}

export interface AttachOptions {
  readonly version: string;
  readonly face: Exclude<Caller['face'], 'browser'>;
}

/** Exit code of an engine that found another one in its place (README.md of this folder). */
const anotherHasTheLock = 4;

/**
 * Attaches to the engine of a data directory.
 *
 * @returns null when none answers: there is no endpoint, or it is a dead engine's
 * @throws ProblemError `conflict.engine-version` when it is of another version, `failed.engine-silent` when it is there
 *   and does not answer
 */
export async function attach(dataDirectory: string, options: AttachOptions): Promise<Attached | null> {
  const endpoint = readEndpoint(dataDirectory);
  if (endpoint === null) return null;
  const opened = await open(endpoint, options.face);
  if (opened === null) return null;
  const { socket, hello, client } = opened;
  if (hello.protocol !== protocolVersion || hello.version !== options.version) {
    socket.terminate();
    throw fail(
      'conflict.engine-version',
      `An engine of Slipway ${hello.version} runs on this data directory (process ${hello.pid}); this is Slipway ${options.version}.`,
      {
        hint: 'Close its windows and wait a minute, or end that process; what it was doing goes on with the next engine.',
        retry: true,
      },
    );
  }
  return { ...client, endpoint, close: () => socket.close() };
}

/**
 * Attaches to the engine, or starts one and waits for it. Of two that start at once, one gets the lock; the other's
 * caller attaches to it.
 *
 * @throws ProblemError `failed.engine-start` with the end of its log when the engine dies, `failed.engine-silent` when
 *   it does not answer within `timeoutMs`
 */
export async function attachOrStart(
  dataDirectory: string,
  options: AttachOptions & { start: () => Pick<StartedEngine, 'exitCode' | 'log'>; timeoutMs?: number },
): Promise<Attached> {
  const running = await attach(dataDirectory, options);
  if (running) return running;
  const deadline = performance.now() + (options.timeoutMs ?? 15_000);
  let engine = options.start();
  while (performance.now() < deadline) {
    await sleep(25);
    const exitCode = engine.exitCode();
    const client = await attach(dataDirectory, options);
    if (client) return client;
    if (exitCode === anotherHasTheLock) {
      // The other may be on its way up, or on its way out: then the lock is free in a moment.
      await sleep(200);
      engine = options.start();
    } else if (exitCode !== null) {
      throw fail('failed.engine-start', `The engine ended with code ${exitCode} before it answered.`, {
        hint: engine.log() || 'Its log is empty.',
      });
    }
  }
  throw fail('failed.engine-silent', 'The engine was started and does not answer.', {
    retry: true,
    hint: engine.log() || 'Its log is empty.',
  });
}

/** Opens the socket and waits for the hello. Null when nobody of ours is there. */
function open(
  endpoint: Endpoint,
  face: string,
): Promise<{ socket: WebSocket; hello: Hello; client: AttachedClient } | null> {
  const socket = new WebSocket(`ws://127.0.0.1:${endpoint.port}/api`, subprotocol, {
    headers: { Authorization: `Bearer ${endpoint.token}`, [faceHeader]: face },
    perMessageDeflate: false,
    handshakeTimeout: 5000,
  });
  return new Promise((resolve, reject) => {
    // A refused port, or another program on it: the endpoint is a dead engine's.
    socket.once('unexpected-response', () => {
      socket.terminate();
      resolve(null);
    });
    socket.once('error', (error) => {
      if (!error.message.includes('handshake has timed out')) resolve(null);
      else
        reject(
          fail('failed.engine-silent', `The engine (process ${endpoint.pid}) does not answer.`, {
            retry: true,
            hint: 'It may be stopped or very busy. Try again, or end that process.',
            cause: error,
          }),
        );
    });
    socket.once('close', () => resolve(null));
    socket.once('message', (data) => {
      const frame = engineFrameSchema.safeParse(jsonOf(data));
      if (!frame.success || !('hello' in frame.data)) {
        socket.terminate();
        resolve(null);
      } else resolve({ socket, hello: frame.data.hello, client: clientOf(socket) });
    });
  });
}
