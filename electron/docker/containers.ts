/** The life of a container: made with its files in place, started, stopped, removed, looked at. Every step is idempotent. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../shared/problem.ts';
import { abortable, type Client, type ContainerInspectInfo } from './client.ts';
import { createOptions, type ContainerRequest } from './container-config.ts';
import { fileArchives, type FileContents } from './container-files.ts';
import { statusOf } from './problems.ts';
import { checkedReference } from './references.ts';

/** Added to the name of a container until it is complete, so that one left by a crash is never taken for a whole one. */
export const unfinishedSuffix = '.unfinished';
const removalTimeoutMs = 20_000;

/**
 * Makes a container with its files, connected to its networks, not started. The complete one of the same name and labels
 * is kept; one with other labels rejects with `conflict.container-taken`. An image that is gone rejects with
 * `failed.image-missing`.
 */
export async function ensureContainer(
  client: Client,
  request: ContainerRequest,
  contents: FileContents,
): Promise<void> {
  const present = await inspectContainer(client, request.name);
  if (present) {
    assertSame(request, present);
    return;
  }
  const draft = request.name + unfinishedSuffix;
  checkedReference(request.image);
  const create = (name: string): Promise<unknown> =>
    client.call({ what: `create the container ${request.name}`, timeoutMs: 60_000 }, (docker, abortSignal) =>
      docker.createContainer({ ...createOptions(request), name, abortSignal }),
    );
  // Nothing is added to it afterwards: it is whole as soon as it is there.
  if (request.service.files.length === 0 && request.networks.length <= 1) {
    await Promise.all([create(request.name), removeOne(client, draft)]);
    return;
  }
  await removeOne(client, draft);
  await create(draft);
  try {
    await copyFiles(client, request, draft, contents);
    // 20.10 takes one network when a container is made; the others are connected one by one.
    for (const { name, aliases } of request.networks.slice(1)) {
      await client.call({ what: `connect ${request.name} to the network ${name}` }, (docker, signal) =>
        docker
          .getNetwork(name)
          .connect({ Container: draft, EndpointConfig: { Aliases: [...aliases] }, ...abortable(signal) }),
      );
    }
    await client.call({ what: `name the container ${request.name}` }, (docker, signal) =>
      docker.getContainer(draft).rename({ name: request.name, ...abortable(signal) }),
    );
  } catch (thrown) {
    await removeOne(client, draft).catch(() => undefined); // the first failure is the one to tell
    throw thrown;
  }
}

async function copyFiles(
  client: Client,
  request: ContainerRequest,
  draft: string,
  contents: FileContents,
): Promise<void> {
  for (const { folder, stream } of await fileArchives(request.service, contents)) {
    await client.call({ what: `copy files into ${request.name}`, timeoutMs: 120_000 }, (docker, signal) =>
      // The flag: a file never replaces a folder of the image, nor the other way round.
      docker.getContainer(draft).putArchive(stream, { path: folder, noOverwriteDirNonDir: '1', ...abortable(signal) }),
    );
  }
}

function assertSame(request: ContainerRequest, present: ContainerInspectInfo): void {
  const labels = present.Config.Labels;
  const same = Object.entries(request.labels).every(([key, value]) => labels[key] === value);
  if (same) return;
  throw fail('conflict.container-taken', `There is a container ${request.name} already, made for something else.`, {
    hint: `See what it is with “docker inspect ${request.name}”, and remove it if nothing needs it.`,
  });
}

/** Starts a container. Rejects with `failed.port-taken` naming the port. */
export async function startContainer(client: Client, name: string): Promise<void> {
  await unlessStatus(
    [304],
    client.call({ what: `start the container ${name}`, timeoutMs: 60_000 }, (docker, signal) =>
      docker.getContainer(name).start({ abortSignal: signal }),
    ),
  );
}

/** Stops a container, by force after `graceMs`. An absent one is stopped. */
export async function stopContainer(client: Client, name: string, graceMs: number): Promise<void> {
  await unlessStatus(
    [304, 404],
    client.call({ what: `stop the container ${name}`, timeoutMs: graceMs + 30_000 }, (docker, signal) =>
      docker.getContainer(name).stop({ t: Math.ceil(graceMs / 1000), abortSignal: signal }),
    ),
  );
}

/** Removes a container by force, with its anonymous volumes, and what a crash left of making it. */
export async function removeContainer(client: Client, name: string): Promise<void> {
  const names = name.endsWith(unfinishedSuffix) ? [name] : [name, name + unfinishedSuffix];
  await Promise.all(names.map((one) => removeOne(client, one)));
}

async function removeOne(client: Client, name: string): Promise<void> {
  const removed = client.call({ what: `remove the container ${name}`, timeoutMs: 60_000 }, (docker, signal) =>
    docker.getContainer(name).remove({ force: true, v: true, ...abortable(signal) }),
  );
  // 409: somebody removes it already. It is gone when it is gone, not when we are told so.
  if ((await unlessStatus([404, 409], removed)) === 409) await untilGone(client, name);
}

async function untilGone(client: Client, name: string): Promise<void> {
  const deadline = performance.now() + removalTimeoutMs;
  while (await inspectContainer(client, name)) {
    if (performance.now() > deadline)
      throw fail('failed.engine', `The engine does not get rid of the container ${name}.`, { retry: true });
    await sleep(100);
  }
}

/** Everything the engine says of a container; null when there is none. */
export async function inspectContainer(client: Client, name: string): Promise<ContainerInspectInfo | null> {
  try {
    return await client.call({ what: `look at the container ${name}` }, (docker, abortSignal) =>
      docker.getContainer(name).inspect({ abortSignal }),
    );
  } catch (thrown) {
    if (statusOf(thrown) === 404) return null;
    throw thrown;
  }
}

/** The containers with all of these labels, running or not. One that goes in the meantime is left out. */
export async function listContainers(
  client: Client,
  labels: Readonly<Record<string, string>>,
): Promise<ContainerInspectInfo[]> {
  const label = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const found = await client.call({ what: 'list containers' }, (docker, abortSignal) =>
    docker.listContainers({ all: true, filters: { label }, abortSignal }),
  );
  // Only an inspection tells exit code, health and times.
  const inspected = await Promise.all(found.map((container) => inspectContainer(client, container.Id)));
  return inspected.filter((container) => container !== null);
}

/** Answers the status when the engine refused with one of these, undefined when it did not refuse. */
async function unlessStatus(statuses: readonly number[], call: Promise<unknown>): Promise<number | undefined> {
  try {
    await call;
    return undefined;
  } catch (thrown) {
    const status = statusOf(thrown);
    if (status !== null && statuses.includes(status)) return status;
    throw thrown;
  }
}
