/** The life of the engine process: from the lock to the last line. Liveness is the lock; `engine.json` says where. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { fail } from '../../shared/problem.ts';
import type { Deliver, Face } from '../api/face.ts';
import { acquireLock } from '../store/lock.ts';
import { clearEndpoint, type Endpoint, publishEndpoint, readEndpoint, removeEndpoint } from './endpoint.ts';
import { serveLoopback } from './websocket.ts';
import { protocolVersion } from './wire.ts';

/** What is served: the engine as `compose.ts` makes it. */
export interface Served {
  readonly face: Face;
  readonly deliver: Deliver;
  /** From now on it acts by itself: somebody has it serve, and it was not started for one command only. */
  serve(): void;
  /** Whether operations run that must not wait for the next engine. */
  busy(): boolean;
  /** Takes no more work and leaves the journal as it is. */
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly dataDirectory: string;
  readonly version: string;
  readonly port: number;
  readonly renderer: string;
  /** Ends after this long without clients and without work; null never. */
  readonly exitWhenIdleMs: number | null;
  readonly compose: () => Promise<Served>;
  readonly now: () => number;
}

export interface RunningEngine {
  readonly endpoint: Endpoint;
  /** Ends it cleanly; asking twice is one stop. */
  stop(): Promise<void>;
  /** Resolves when it has stopped, with the reason for the log. */
  readonly stopped: Promise<string>;
}

const watchIntervalMs = 1000;

/**
 * Becomes the engine of the data directory.
 *
 * @throws ProblemError `conflict.engine-runs` when another process is it already; what composing or listening throws
 */
export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  const { dataDirectory } = options;
  const lock = acquireLock(dataDirectory);
  if (lock === null) {
    const other = readEndpoint(dataDirectory);
    throw fail(
      'conflict.engine-runs',
      `Another engine${other ? ` (process ${other.pid}, ${other.url})` : ''} has the data directory ${dataDirectory}.`,
      { hint: 'Attach to it: every face does so by itself.', retry: true },
    );
  }
  clearEndpoint(dataDirectory);
  const undo: (() => Promise<void> | void)[] = [() => lock.release()];
  try {
    const served = await options.compose();
    undo.unshift(() => served.close());
    const token = randomBytes(32).toString('base64url');
    const hello = { protocol: protocolVersion, version: options.version, pid: process.pid };
    const server = await serveLoopback({
      face: served.face,
      deliver: served.deliver,
      onClient: (face) => {
        if (face !== 'terminal') served.serve();
      },
      port: options.port,
      token,
      renderer: options.renderer,
      user: userName(),
      hello,
    });
    undo.unshift(() => server.close());
    const endpoint: Endpoint = {
      url: server.url,
      port: server.port,
      token,
      pid: process.pid,
      startedAt: options.now(),
      version: options.version,
      protocol: protocolVersion,
    };
    publishEndpoint(dataDirectory, endpoint);
    // Before anything else: no face shall attach to an engine that stops.
    undo.unshift(() => removeEndpoint(dataDirectory, token));
    if (options.exitWhenIdleMs === null) served.serve();
    return live(
      endpoint,
      options,
      () => server.clients() > 0 || served.busy(),
      () => runAll(undo),
    );
  } catch (error) {
    await runAll(undo);
    throw error;
  }
}

function live(
  endpoint: Endpoint,
  options: EngineOptions,
  inUse: () => boolean,
  close: () => Promise<void>,
): RunningEngine {
  const { promise: stopped, resolve } = Promise.withResolvers<string>();
  let stopping: Promise<void> | null = null;
  const stop = (reason: string): Promise<void> => {
    clearInterval(watch);
    stopping ??= close().then(() => resolve(reason));
    return stopping;
  };
  let usedAtMs = performance.now();
  const watch = setInterval(() => {
    if (inUse()) usedAtMs = performance.now();
    if (options.exitWhenIdleMs !== null && performance.now() - usedAtMs >= options.exitWhenIdleMs)
      void stop('it was idle');
    else if (!isOwn(options.dataDirectory, endpoint.token)) void stop('its data directory was taken away');
  }, watchIntervalMs);
  return { endpoint, stop: () => stop('it was told to'), stopped };
}

function isOwn(dataDirectory: string, token: string): boolean {
  try {
    return existsSync(dataDirectory) && readEndpoint(dataDirectory)?.token === token;
  } catch {
    return false;
  }
}

/** Runs every one, in order; a failing one does not keep the lock from being released. */
async function runAll(actions: readonly (() => Promise<void> | void)[]): Promise<void> {
  for (const action of actions) {
    try {
      await action();
    } catch (error) {
      console.error('stopping:', error);
    }
  }
}

/** The account's name; some accounts have a number only. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
