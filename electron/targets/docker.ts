/** A Docker engine as a place where releases run. */
import type { ContainerState } from '../../shared/domain/health.ts';
import { problemFrom } from '../../shared/problem.ts';
import { buildImage } from '../docker/build.ts';
import { connect, type Client, type ContainerInspectInfo } from '../docker/client.ts';
import { observe } from '../docker/container-state.ts';
import {
  ensureContainer,
  inspectContainer,
  listContainers,
  removeContainer,
  startContainer,
  stopContainer,
} from '../docker/containers.ts';
import { converse, duplexOf } from '../docker/conversation.ts';
import { watchContainers } from '../docker/events.ts';
import { fileWriter, writerCommand, type WriteText } from '../docker/file-writer.ts';
import { healthChecks } from '../docker/health.ts';
import {
  ensureExactImage,
  ensureImage,
  findImage,
  inspectImage,
  presentImages,
  removeImage,
  tagImage,
} from '../docker/images.ts';
import { importImage } from '../docker/import.ts';
import { containerLogs } from '../docker/logs.ts';
import { ensureNetwork, listNetworks, removeNetwork } from '../docker/networks.ts';
import { hangUpLeft, openShell } from '../docker/shell.ts';
import { findSnapshots, removeSnapshot, takeSnapshot } from '../docker/snapshot.ts';
import { pushImage } from '../docker/transfer.ts';
import { ensureVolume, listVolumes, removeVolume } from '../docker/volumes.ts';
import {
  attachOutput,
  awaitExit,
  copyIn,
  copyOut,
  createWorker,
  findWorkers,
  sizeTerminal,
  writtenBytes,
} from '../docker/workers.ts';
import { writeFile } from '../docker/write-file.ts';
import { clientOn, connectCommand, haproxyFront, type Client as FrontClient } from '../haproxy/index.ts';
import { label } from './labels.ts';
import type { ContainerLogLine, Labels, Target } from './target.ts';

/** Labels that say whose a network or volume is; those of operation and step change from one deployment to the next. */
const owner: readonly string[] = [label.project, label.environment];
const stateTimeoutMs = 3_000;

/** The engine at `unix://…`, `tcp://…` or `npipe://…`; null is DOCKER_HOST or the usual socket. Connects when it is used. */
export function dockerTarget(address: string | null): Target {
  const client = connect(address);
  // A conversation is kept for each front: a switch takes a thousandth of a second, beginning to talk a hundred times that.
  const talks = new Map<string, FrontClient>();
  const talkTo = (name: string, port: number): FrontClient => {
    const key = `${name}:${String(port)}`;
    const talk = talks.get(key) ?? clientOn(() => converse(client, name, connectCommand(port)));
    talks.set(key, talk);
    return talk;
  };
  const writers = new Map<string, WriteText>();
  const writeTo = (name: string): WriteText => {
    const writer =
      writers.get(name) ??
      fileWriter(
        // The files are root's, and a load balancer may run as somebody else.
        () => converse(client, name, writerCommand, '0'),
        (path, text) => writeFile(client, name, path, text),
      );
    writers.set(name, writer);
    return writer;
  };
  return {
    workers: {
      create: (spec) => createWorker(client, spec),
      find: (labels) => findWorkers(client, labels),
      copyIn: (name, folder, tar, signal) => copyIn(client, name, folder, tar, signal),
      copyOut: (name, path, signal) => copyOut(client, name, path, signal),
      attach: (name, signal) => attachOutput(client, name, signal),
      size: (name, terminal) => sizeTerminal(client, name, terminal),
      exit: (name, signal) => awaitExit(client, name, signal),
      written: (name, signal) => writtenBytes(client, name, signal),
    },
    shells: {
      open: (container, options) => openShell(client, container, options),
      hangUpLeft: (labels) => hangUpLeft(client, labels),
      snapshot: (container, options) => takeSnapshot(client, container, options),
      snapshots: (labels) => findSnapshots(client, labels),
      removeSnapshot: (image) => removeSnapshot(client, image),
    },
    state: () => state(client),

    buildImage: async (request, say, signal) => {
      const imageId = await buildImage(client, request, say, signal);
      return { imageId, sizeBytes: (await inspectImage(client, imageId))?.Size ?? null };
    },
    findImage: (labels) => findImage(client, labels),
    pushImage: (name, tag, say, signal) => pushImage(client, name, tag, say, signal),
    tagImage: (imageId, name, tag) => tagImage(client, imageId, name, tag),
    ensureArtifact: (artifact, say, signal) => ensureExactImage(client, artifact.reference, say, signal),
    ensureImage: (reference, say, signal) => ensureImage(client, reference, say, signal),
    imageId: async (reference) => (await inspectImage(client, reference))?.Id ?? null,
    hasArtifacts: async (artifacts) => {
      const present = await presentImages(
        client,
        artifacts.map(({ reference }) => reference),
      );
      return new Set(artifacts.filter(({ reference }) => present.has(reference)).map(({ digest }) => digest));
    },
    removeImage: (reference) => removeImage(client, reference),
    importImage: (tar, name, tag) => importImage(client, tar, name, tag),

    ensureNetwork: (name, options) => ensureNetwork(client, name, { ...options, owner: ownerIn(options.labels) }),
    ensureVolume: (name, labels) => ensureVolume(client, name, { labels, owner: ownerIn(labels) }),
    removeNetwork: (name) => removeNetwork(client, name),
    removeVolume: (name) => removeVolume(client, name),
    listOwned: async (labels) => ({
      networks: await listNetworks(client, labels),
      volumes: await listVolumes(client, labels),
    }),

    ensureContainer: (spec, contents) =>
      ensureContainer(
        client,
        {
          ...spec,
          bindings: spec.bindings.filter((binding) => binding.service === spec.service.name),
          labels: { ...foreignLabels(spec.service.labels), ...spec.labels },
        },
        contents,
      ),
    startContainer: (name) => startContainer(client, name),
    stopContainer: (name, graceMs) => stopContainer(client, name, graceMs),
    removeContainer: (name) => removeContainer(client, name),
    inspect: async (name) => {
      const inspected = await inspectContainer(client, name);
      return inspected && containerState(inspected);
    },
    checkHealth: healthChecks(client),
    front: (name, shape) => haproxyFront(shape, talkTo(name, shape.adminPort), writeTo(name)),
    connectThrough: async (front, host, port) => duplexOf(await converse(client, front, connectCommand(port, host))),
    list: async (labels) => (await listContainers(client, labels)).map(containerState),
    logs: (name, options) => logs(client, name, options),
    watch: (labels, changed, signal) => watchContainers(client, labels, changed, signal),
  };
}

async function state(client: Client): ReturnType<Target['state']> {
  try {
    const { version } = await client.facts(stateTimeoutMs);
    await client.ping(stateTimeoutMs);
    return { reachable: true, version, problem: null };
  } catch (thrown) {
    return { reachable: false, version: null, problem: problemFrom(thrown) };
  }
}

async function* logs(
  client: Client,
  name: string,
  options: Parameters<Target['logs']>[1],
): AsyncGenerator<ContainerLogLine> {
  for await (const line of containerLogs(client, name, options)) yield { ...line, container: name };
}

function containerState(inspected: ContainerInspectInfo): ContainerState {
  const labels = inspected.Config.Labels;
  return {
    ...observe(inspected),
    service: labels[label.service] ?? '',
    replica: Number(labels[label.replica] ?? 1) || 1,
    revision: Number(labels[label.revision] ?? 0) || 0,
  };
}

/** The service's own labels; what it says in Slipway's name is not believed. */
function foreignLabels(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith('slipway.')));
}

const ownerIn = (labels: Labels): string[] => owner.filter((key) => key in labels);
