/** Containers that do one piece of work with a terminal of their own, and are looked at while they do. */
import type { Duplex, Readable } from 'node:stream';
import { abortable, type Client, type ContainerCreateOptions } from './client.ts';
import { observe } from './container-state.ts';
import { listContainers } from './containers.ts';
import { engineProblem, statusOf } from './problems.ts';
import { checkedReference } from './references.ts';

export interface WorkerRequest {
  readonly name: string;
  readonly image: string;
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  readonly variables: Readonly<Record<string, string>>;
  readonly workingDirectory: string | null;
  readonly user: string | null;
  /** A network by name with the names that it has there, the engine's own (`open`), or none. */
  readonly network: { readonly name: string; readonly aliases: readonly string[] } | 'open' | 'none';
  readonly volumes: readonly { readonly name: string; readonly target: string }[];
  readonly limits: {
    readonly cpus: number;
    readonly memoryBytes: number;
    readonly processes: number;
  };
  readonly labels: Readonly<Record<string, string>>;
  /** With a terminal, what it prints is heard by who attaches, and the engine keeps nothing of it. */
  readonly terminal: boolean;
  /** The container whose volumes it gets too, at their places. */
  readonly volumesOf?: string;
  /** Its input stays open without anybody: a shell waits there, and does nothing. */
  readonly idle?: boolean;
}

/** What no build or test needs; the rest is what package managers do as root of their own container. */
const dropped = ['NET_RAW', 'MKNOD', 'AUDIT_WRITE', 'SETFCAP'];
const copyTimeoutMs = 30 * 60_000;
/** What a timer takes, 24 days: whoever waits says when it has been too long. */
const longestWaitMs = 2 ** 31 - 1;

/** Makes the container, not started. Rejects when there is one of that name, or the image is gone. */
export async function createWorker(client: Client, request: WorkerRequest): Promise<void> {
  checkedReference(request.image);
  await client.call({ what: `create the container ${request.name}`, timeoutMs: 60_000 }, (docker, abortSignal) =>
    docker.createContainer({ ...workerOptions(request), name: request.name, abortSignal }),
  );
}

function workerOptions(request: WorkerRequest): ContainerCreateOptions {
  const { network, limits, terminal } = request;
  const joined = typeof network === 'object' ? network : null;
  return {
    Image: request.image,
    Env: Object.entries(request.variables).map(([name, value]) => `${name}=${value}`),
    Labels: { ...request.labels },
    Tty: terminal,
    OpenStdin: request.idle ?? false,
    AttachStdout: terminal,
    AttachStderr: terminal,
    ...(request.entrypoint === null ? {} : { Entrypoint: [...request.entrypoint] }),
    ...(request.command === null ? {} : { Cmd: [...request.command] }),
    ...(request.workingDirectory === null ? {} : { WorkingDir: request.workingDirectory }),
    ...(request.user === null ? {} : { User: request.user }),
    HostConfig: {
      NetworkMode: joined?.name ?? (network === 'open' ? 'bridge' : 'none'),
      Init: true,
      Privileged: false,
      CapDrop: dropped,
      SecurityOpt: ['no-new-privileges'],
      RestartPolicy: { Name: 'no' },
      LogConfig: terminal
        ? { Type: 'none', Config: {} }
        : { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
      NanoCpus: Math.round(limits.cpus * 1e9),
      Memory: limits.memoryBytes,
      MemorySwap: limits.memoryBytes,
      PidsLimit: limits.processes,
      ...(request.volumesOf === undefined ? {} : { VolumesFrom: [request.volumesOf] }),
      Mounts: request.volumes.map(({ name, target }) => ({ Type: 'volume' as const, Source: name, Target: target })),
    },
    ...(joined ? { NetworkingConfig: { EndpointsConfig: { [joined.name]: { Aliases: [...joined.aliases] } } } } : {}),
  };
}

/** The containers with all of these labels: whose they are, and whether they run. */
export async function findWorkers(
  client: Client,
  labels: Readonly<Record<string, string>>,
): Promise<{ name: string; labels: Record<string, string>; running: boolean; endedAt: number | null }[]> {
  return (await listContainers(client, labels)).map((inspected) => {
    const { name, state, finishedAt } = observe(inspected);
    const running = state === 'running';
    return { name, labels: inspected.Config.Labels, running, endedAt: running ? null : finishedAt };
  });
}

/**
 * What a container prints, from now on: attached before it starts, nothing of it is missing. Read slowly, it makes the
 * container wait. Ends when the container does.
 */
export async function attachOutput(client: Client, name: string, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
  const what = `read what ${name} prints`;
  const stream = await client.call({ what, signal }, async (docker, abortSignal) => {
    const options = { stream: true, stdout: true, stderr: true, hijack: true, ...abortable(abortSignal) };
    return docker.getContainer(name).attach(options) as Promise<Duplex>;
  });
  return pieces(client, what, stream, signal);
}

async function* pieces(client: Client, what: string, stream: Duplex, signal: AbortSignal): AsyncGenerator<Buffer> {
  const stop = (): void => {
    stream.destroy();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) yield piece;
  } catch (thrown) {
    if (!signal.aborted) throw engineProblem(thrown, client.asked(what));
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

/** Tells the terminal of a running container how large it is. One that has ended by then needs to know no more. */
export async function sizeTerminal(
  client: Client,
  name: string,
  size: { columns: number; rows: number },
): Promise<void> {
  await client
    .call({ what: `size the terminal of ${name}` }, (docker, signal) =>
      docker.getContainer(name).resize({ w: size.columns, h: size.rows, ...abortable(signal) }),
    )
    .catch(() => undefined);
}

/** Waits until a container has ended; answers its exit code. Rejects when it is gone. */
export async function awaitExit(client: Client, name: string, signal: AbortSignal): Promise<number> {
  const ended = await client.call(
    { what: `wait for ${name}`, timeoutMs: longestWaitMs, signal },
    (docker, abortSignal) =>
      docker.getContainer(name).wait({ abortSignal } as object) as Promise<{ StatusCode: number }>,
  );
  return ended.StatusCode;
}

/** Unpacks a tar stream into a folder of a container, running or not. */
export async function copyIn(
  client: Client,
  name: string,
  folder: string,
  tar: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<void> {
  const what = `copy files into ${name}`;
  // A source that fails must not leave the request open.
  const broken = new AbortController();
  const onError = (error: unknown): void => {
    broken.abort(error);
  };
  tar.once('error', onError);
  try {
    await client.call(
      { what, timeoutMs: copyTimeoutMs, signal: AbortSignal.any([signal, broken.signal]) },
      (docker, abortSignal) =>
        docker
          .getContainer(name)
          .putArchive(tar, { path: folder, noOverwriteDirNonDir: '1', ...abortable(abortSignal) }),
    );
  } catch (thrown) {
    throw broken.signal.aborted ? broken.signal.reason : thrown;
  } finally {
    tar.off('error', onError);
  }
}

/** A path of a container as a tar stream, whose entries begin with its base name; null when it is not there. */
export async function copyOut(
  client: Client,
  name: string,
  path: string,
  signal: AbortSignal,
): Promise<Readable | null> {
  try {
    const query = new URLSearchParams({ path });
    return await client.stream(`/containers/${encodeURIComponent(name)}/archive?${query.toString()}&`, {
      what: `copy ${path} out of ${name}`,
      signal,
    });
  } catch (thrown) {
    if (statusOf(thrown) === 404) return null;
    throw thrown;
  }
}

/** Bytes that a container has written beside its image and its volumes. It is counted anew, which takes time. */
export async function writtenBytes(client: Client, name: string, signal: AbortSignal): Promise<number> {
  const inspected = await client.call({ what: `measure ${name}`, timeoutMs: 120_000, signal }, (docker, abortSignal) =>
    docker.getContainer(name).inspect({ size: true, abortSignal } as object),
  );
  return (inspected as { SizeRw?: number }).SizeRw ?? 0;
}
