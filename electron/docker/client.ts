/**
 * The connection to a Docker engine; the only importer of dockerode. Every call has a time-out, can be cancelled, and
 * fails with a `ProblemError`. A stream is handed out once its headers are in; from then on its reader watches over it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import { fail } from '../../shared/problem.ts';
import { candidateAddresses, type EngineAddress } from './address.ts';
import { cancelledProblem, engineProblem, timeoutProblem, type Asked } from './problems.ts';

export type {
  ContainerCreateOptions,
  ContainerInspectInfo,
  HostConfig,
  ImageBuildOptions,
  ImageInspectInfo,
  NetworkInspectInfo,
} from 'dockerode';
export type { Docker };

/**
 * dockerode's own BuildKit session, which has no types. Used apart from `buildImage`, which opens one by itself and does
 * not end it when a build is cancelled.
 */
type OpenSession = (
  docker: Docker,
  auth: undefined,
  opened: (error: Error | null, id: string, end: () => void) => void,
) => void;
const openSession = createRequire(import.meta.url)('dockerode/lib/session.js') as OpenSession;

/** The oldest API that is spoken: Docker 20.10. */
const oldestApi = [1, 41] as const;
const callTimeoutMs = 30_000;

export interface EngineFacts {
  readonly version: string;
  readonly apiVersion: string;
  /** Whether images are kept by containerd: an image's id is its manifest digest then, and tar builds need the classic builder. */
  readonly containerdImages: boolean;
  readonly os: string;
}

export interface CallOptions {
  /** Finishes “Docker could not …”. */
  readonly what: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Whether the engine has to ask a registry for it. */
  readonly registry?: boolean;
}

export interface Client {
  /**
   * Calls the engine. `act` gets a signal that it passes on as `abortSignal`; after the time-out or an abort the call
   * rejects at once, whatever `act` does. Rejects with `failed.engine-…`, `failed.cancelled` or what the engine said.
   */
  call<T>(options: CallOptions, act: (docker: Docker, signal: AbortSignal) => Promise<T>): Promise<T>;
  /** A response body as it comes, for what dockerode would collect in memory. The signal ends it. */
  stream(path: string, options: CallOptions & { signal: AbortSignal }): Promise<Readable>;
  /** A BuildKit session, without which no registry can be asked for a token. Answers its id and how to end it. */
  session(options: CallOptions): Promise<{ id: string; end: () => void }>;
  /** What the engine is. Rejects with `failed.engine-unsupported` for podman and for engines older than 20.10. */
  facts(timeoutMs?: number): Promise<EngineFacts>;
  /** Whether it answers now. */
  ping(timeoutMs: number): Promise<void>;
  /** For problems that are found outside of a call, such as an error line in a stream. */
  asked(what: string, options?: { registry: boolean }): Asked;
}

/** Connects to `unix://…`, `tcp://…` or `npipe://…`; null is `DOCKER_HOST` or the first of the usual sockets that exists. */
export function connect(address: string | null): Client {
  const around = { platform: process.platform, home: homedir(), env: process.env };
  const engines = new Map<string, { docker: Docker; facts: Promise<EngineFacts> | null }>();

  // Looked for on every call: an engine may be started, or another one, while we run.
  const where = (): EngineAddress => {
    const candidates = candidateAddresses(address, around);
    return candidates.find((one) => one.kind === 'tcp' || existsSync(one.path)) ?? candidates[0];
  };
  const engine = () => {
    const at = where();
    const known = engines.get(at.text) ?? { docker: open(at), facts: null };
    engines.set(at.text, known);
    return { at, known };
  };

  const run = async <T>(options: CallOptions, act: (docker: Docker, signal: AbortSignal) => Promise<T>): Promise<T> => {
    const { at, known } = engine();
    const asked = { what: options.what, address: at, registry: options.registry ?? false };
    const timeoutMs = options.timeoutMs ?? callTimeoutMs;
    const stop = new AbortController();
    briefly(stop.signal);
    const cancel = () => stop.abort(cancelledProblem(asked));
    const timer = setTimeout(() => stop.abort(timeoutProblem(asked, timeoutMs)), timeoutMs);
    options.signal?.addEventListener('abort', cancel, { once: true });
    if (options.signal?.aborted) cancel();
    try {
      // The race matters: docker-modem never settles when a connection breaks in the middle of a body.
      return await Promise.race([rejectOnAbort(stop.signal), act(known.docker, stop.signal)]);
    } catch (thrown) {
      const failure = engineProblem(stop.signal.aborted ? stop.signal.reason : thrown, asked);
      if (failure.problem.code.startsWith('failed.engine-')) known.facts = null; // another engine may come back in its place
      throw failure;
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', cancel);
    }
  };

  const facts = async (timeoutMs = callTimeoutMs): Promise<EngineFacts> => {
    const { known } = engine();
    known.facts ??= run({ what: 'say its version', timeoutMs }, readFacts);
    return known.facts.catch((thrown: unknown) => {
      known.facts = null;
      throw thrown;
    });
  };

  const call: Client['call'] = async (options, act) => {
    await facts();
    return run(options, act);
  };
  return {
    call,
    facts,
    ping: async (timeoutMs) => {
      await run({ what: 'answer', timeoutMs }, (docker, signal) => request(docker, '/_ping', signal));
    },
    asked: (what, { registry } = { registry: false }) => ({ what, address: where(), registry }),
    stream: (path, options) =>
      call(options, (docker, signal) =>
        request<Readable>(docker, path, AbortSignal.any([signal, options.signal]), true),
      ),
    session: (options) =>
      call(
        options,
        (docker) =>
          new Promise((resolve, reject) => {
            openSession(docker, undefined, (error, id, end) => (error ? reject(error) : resolve({ id, end })));
          }),
      ),
  };
}

/**
 * docker-modem describes the options of every request for a log that nobody asked for, down to each open connection of
 * the agent: up to a third of an engine's time, where many are open. A thing that describes itself is taken at its word.
 */
function briefly<T extends object>(thing: T): T {
  return Object.defineProperty(thing, inspect.custom, { value: () => thing.constructor.name, enumerable: false });
}

function open(at: EngineAddress): Docker {
  // All fields are set, also to undefined: dockerode fills what is left out from DOCKER_HOST, which may name another engine.
  // No keep-alive: a kept connection to an engine that was restarted fails on its next use.
  const none = {
    socketPath: undefined,
    host: undefined,
    port: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
  };
  if (at.kind === 'socket') {
    return new Docker({
      ...none,
      socketPath: at.path,
      protocol: 'http',
      agent: briefly(new HttpAgent({ keepAlive: false })),
    } as Docker.DockerOptions);
  }
  const host = { ...none, host: at.host, port: at.port };
  if (!at.tls)
    return new Docker({
      ...host,
      protocol: 'http',
      agent: briefly(new HttpAgent({ keepAlive: false })),
    } as Docker.DockerOptions);
  return new Docker({
    ...host,
    protocol: 'https',
    ...certificates(),
    agent: briefly(new HttpsAgent({ keepAlive: false })),
  } as Docker.DockerOptions);
}

function certificates() {
  const folder = process.env['DOCKER_CERT_PATH'] ?? join(homedir(), '.docker');
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : undefined);
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}

async function readFacts(docker: Docker, signal: AbortSignal): Promise<EngineFacts> {
  const version = await request<Docker.DockerVersion>(docker, '/version', signal);
  if (version.Components?.some((part) => /podman/i.test(part.Name))) {
    throw fail(
      'failed.engine-unsupported',
      'This is podman’s socket, which is not supported: its health checks never run and its digests differ.',
      {
        hint: 'Point DOCKER_HOST to a Docker engine.',
        details: { version: version.Version },
      },
    );
  }
  const [major = 0, minor = 0] = version.ApiVersion.split('.').map(Number);
  if (major < oldestApi[0] || (major === oldestApi[0] && minor < oldestApi[1])) {
    throw fail('failed.engine-unsupported', `Docker ${version.Version} is too old: Slipway needs 20.10 or newer.`, {
      hint: 'Update the Docker engine.',
      details: { version: version.Version, api: version.ApiVersion },
    });
  }
  const info = await request<{ DriverStatus?: [string, string][] | null; OSType?: string }>(docker, '/info', signal);
  return {
    version: version.Version,
    apiVersion: version.ApiVersion,
    containerdImages: (info.DriverStatus ?? []).some(
      ([name, value]) => name === 'driver-type' && value.startsWith('io.containerd.'),
    ),
    os: info.OSType ?? 'linux',
  };
}

function request<T>(docker: Docker, path: string, abortSignal: AbortSignal, isStream = false): Promise<T> {
  const statusCodes = { 200: true, 404: 'not found', 500: 'server error' } as unknown as Record<number, boolean>; // docker-modem takes texts too
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      { path, method: 'GET', isStream, abortSignal, statusCodes },
      (error: Error | null, body?: unknown) => {
        if (error) reject(error);
        else resolve(body as T);
      },
    );
  });
}

/** The option by which dockerode ends a request early; its types know it for some calls only. */
export const abortable = (abortSignal: AbortSignal): object => ({ abortSignal });

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
