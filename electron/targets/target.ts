/**
 * Where releases run. The engine's steps speak to this, never to Docker. Every `ensure…` is idempotent: called again
 * after a crash it ends in the same state. Failures are `ProblemError`s; `retry: true` marks the transient ones
 * (the engine restarts, a connection is reset), which the operation engine tries again.
 */
import type { Duplex, Readable } from 'node:stream';
import type { Front, FrontShape } from '../../shared/domain/front.ts';
import type { ContainerState } from '../../shared/domain/health.ts';
import type { Artifact } from '../../shared/domain/release.ts';
import type { Binding } from '../../shared/domain/plan.ts';
import type { EngineState } from '../../shared/domain/project.ts';
import type { Build, Healthcheck, Service } from '../../shared/domain/service.ts';

/** Labels are the truth about who owns what: probes look for them after a crash. Keys are in `labels.ts`. */
export type Labels = Readonly<Record<string, string>>;

/** Says one line into the operation's log. */
export type Say = (text: string, stream?: 'out' | 'err' | 'note') => void;

export interface ContainerSpec {
  readonly name: string;
  readonly service: Service;
  /** What runs: an image id, or a reference by digest. */
  readonly image: string;
  /** Engine names of networks (not Compose keys), the first is the default one. */
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  /** Engine names of volumes by Compose key. */
  readonly volumes: Readonly<Record<string, string>>;
  /** Ports to bind on the host; empty for a rehearsal. */
  readonly bindings: readonly Binding[];
  readonly labels: Labels;
}

/** Content for the files that a container gets before it starts. */
export interface FileContents {
  /** A tar stream of `path` at the release's commit; entries are relative to `path`, a blob is one entry named by its base name. */
  repository(path: string): Promise<NodeJS.ReadableStream>;
  secret(name: string): Promise<string>;
}

export interface BuildRequest {
  readonly build: Build;
  /** The whole repository at the commit as a tar stream (`git archive`); the adapter cuts the context out of it. */
  readonly source: NodeJS.ReadableStream;
  readonly tags: readonly string[];
  readonly labels: Labels;
}

export interface BuiltImage {
  readonly imageId: string;
  readonly sizeBytes: number | null;
}
export interface ContainerLogLine {
  readonly at: number;
  readonly stream: 'out' | 'err';
  readonly text: string;
  readonly container: string;
}

/** A container that does one piece of work, such as a stage of a pipeline, or stands beside one. */
export interface WorkerSpec {
  readonly name: string;
  readonly image: string;
  /** Null is what the image says. */
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  readonly variables: Readonly<Record<string, string>>;
  readonly workingDirectory: string | null;
  readonly user: string | null;
  /** A network of ours with the names that it has there, the engine's own (`open`), or none. */
  readonly network: { readonly name: string; readonly aliases: readonly string[] } | 'open' | 'none';
  readonly volumes: readonly { readonly name: string; readonly target: string }[];
  readonly limits: { readonly cpus: number; readonly memoryBytes: number; readonly processes: number };
  readonly labels: Labels;
  /** With a terminal only who attaches hears what it prints: the engine keeps nothing of it. */
  readonly terminal: boolean;
  /** The container whose volumes it gets too, at their places. */
  readonly volumesOf?: string;
  /** Its input stays open without anybody: a shell waits there, and does nothing. */
  readonly idle?: boolean;
}

/** A container that works, or has worked. */
export interface FoundWorker {
  readonly name: string;
  readonly labels: Labels;
  readonly running: boolean;
  /** Epoch milliseconds; null for one that never ran, or still does. */
  readonly endedAt: number | null;
}

/** Containers that work: made, filled, heard, measured, and emptied. Started, stopped and removed like any other. */
export interface Workers {
  /** Makes it, not started. */
  create(spec: WorkerSpec): Promise<void>;
  /** Those with all of these labels, running or not. */
  find(labels: Labels): Promise<FoundWorker[]>;
  /** Unpacks a tar stream into a folder of it. */
  copyIn(name: string, folder: string, tar: NodeJS.ReadableStream, signal: AbortSignal): Promise<void>;
  /** A path of it as a tar stream whose entries begin with its base name; null when it is not there. */
  copyOut(name: string, path: string, signal: AbortSignal): Promise<Readable | null>;
  /** What it prints, from before its start until its end. Read slowly, it makes the container wait. */
  attach(name: string, signal: AbortSignal): Promise<AsyncIterable<Buffer>>;
  /** How large its terminal is. */
  size(name: string, terminal: TerminalSize): Promise<void>;
  /** Its exit code, once it has ended. */
  exit(name: string, signal: AbortSignal): Promise<number>;
  /** Bytes that it has written beside its image and its volumes. */
  written(name: string, signal: AbortSignal): Promise<number>;
}

/** A shell that somebody types into. */
export interface ContainerShell {
  /** What it prints; read slowly, it makes what runs in it wait. Ends when the shell does. */
  readonly output: AsyncIterable<Buffer>;
  /** Settles when the engine has it: no sooner than it can be taken. */
  write(text: string): Promise<void>;
  resize(size: TerminalSize): Promise<void>;
  /** Its exit code once its output has ended; null where the engine cannot tell. */
  exitCode(): Promise<number | null>;
  /** Takes its terminal away: the shell and what runs in it are told so, as when a person hangs up. Idempotent. */
  hangUp(): Promise<void>;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Shells in containers that run; nothing of a container is changed by opening one. */
export interface ContainerShells {
  /** Rejects with `refused.no-shell` when the image has none. `id` has letters and digits only. */
  open(container: string, options: { id: string; size: TerminalSize }): Promise<ContainerShell>;
  /** Hangs up those that an engine which was killed left open in containers with these labels. */
  hangUpLeft(labels: Labels): Promise<void>;
  /**
   * Makes an image of a container as it is; answers its id. It has none of the container's `slipway.` labels but these,
   * and the variables that are named are empty in it.
   */
  snapshot(container: string, options: { labels: Labels; empty: readonly string[] }): Promise<string>;
  /** Ids of the images with all of these labels. */
  snapshots(labels: Labels): Promise<string[]>;
  /** Idempotent. What it was made of stays. */
  removeSnapshot(image: string): Promise<void>;
}

export interface Target {
  readonly workers: Workers;
  readonly shells: ContainerShells;
  /** Whether the engine answers; never rejects. A time-out of a few seconds is an answer too. */
  state(): Promise<EngineState>;

  /** Builds one image. A failure inside the stream rejects; abort rejects with `failed.cancelled` and leaves no container behind. */
  buildImage(request: BuildRequest, say: Say, signal: AbortSignal): Promise<BuiltImage>;
  /** The image that carries all of these labels, newest first; how a finished build is recognised after a crash. */
  findImage(labels: Labels): Promise<BuiltImage | null>;
  /** Pushes `name:tag` and answers with the manifest digest `sha256:…`. */
  pushImage(name: string, tag: string, say: Say, signal: AbortSignal): Promise<string>;
  tagImage(imageId: string, name: string, tag: string): Promise<void>;
  /** Makes an artifact present by its digest, pulling when there is a registry. Rejects with `failed.image-missing` when it cannot be had. */
  ensureArtifact(artifact: Artifact, say: Say, signal: AbortSignal): Promise<void>;
  /** Makes a dependency's image present, pulling when it is absent; answers with its id. */
  ensureImage(reference: string, say: Say, signal: AbortSignal): Promise<string>;
  /** The id of an image that is on the engine now, without pulling; null when it is not there. */
  imageId(reference: string): Promise<string | null>;
  /** Which of these artifacts are on the engine now, without pulling. */
  hasArtifacts(artifacts: readonly Artifact[]): Promise<ReadonlySet<string>>;
  removeImage(reference: string): Promise<void>;
  /** Makes the image `name:tag` out of a root file system, an uncompressed tar. */
  importImage(tar: Buffer, name: string, tag: string): Promise<void>;

  ensureNetwork(name: string, options: { internal: boolean; labels: Labels }): Promise<void>;
  ensureVolume(name: string, labels: Labels): Promise<void>;
  removeNetwork(name: string): Promise<void>;
  removeVolume(name: string): Promise<void>;
  /** Names of the networks and volumes that carry all of these labels. */
  listOwned(labels: Labels): Promise<{ networks: string[]; volumes: string[] }>;

  /** Creates the container with its files in place, not started. One of the same name and labels is kept as it is; of other labels is a conflict. */
  ensureContainer(spec: ContainerSpec, contents: FileContents): Promise<void>;
  /** Idempotent. A taken port rejects with `failed.port-taken` naming the port. */
  startContainer(name: string): Promise<void>;
  /** Idempotent; an absent container is stopped. */
  stopContainer(name: string, graceMs: number): Promise<void>;
  /** Idempotent, with its anonymous volumes. */
  removeContainer(name: string): Promise<void>;
  inspect(name: string): Promise<ContainerState | null>;
  /**
   * Runs the service's own health check inside the container now, by exec: Docker's first check comes a whole interval
   * after the start. It did not pass when it failed, timed out, or the container does not run; `output` says which.
   * Rejects at once when the signal aborts.
   */
  checkHealth(
    name: string,
    healthcheck: Healthcheck,
    signal?: AbortSignal,
  ): Promise<{ passed: boolean; output: string }>;
  /**
   * The load balancer that runs in the container of that name, to be driven while it runs. Nothing is asked of it before
   * it is used; a call rejects with `failed.front-…` when it does not answer.
   */
  front(name: string, shape: FrontShape): Front;
  /**
   * A connection from inside the load balancer's container to another one behind it, by its name on the network: that
   * works wherever the engine is, and whoever publishes the port. Rejects when the container does not run.
   */
  connectThrough(front: string, host: string, port: number): Promise<Duplex>;
  /** Containers that carry all of these labels, running or not. */
  list(labels: Labels): Promise<ContainerState[]>;
  /** The last `tail` lines, or with `sinceMs` (epoch) those from then on; with `follow` those to come, until it stops. */
  logs(
    name: string,
    options: { tail: number; sinceMs?: number; follow: boolean; signal: AbortSignal },
  ): AsyncIterable<ContainerLogLine>;
  /** Calls back whenever a container with these labels changes, until the signal aborts; reconnects by itself. */
  watch(labels: Labels, changed: () => void, signal: AbortSignal): void;
}
