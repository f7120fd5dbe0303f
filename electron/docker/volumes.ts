/** Volumes of an environment, recognised by their name and whose they are. */
import { fail } from '../../shared/problem.ts';
import { abortable, type Client } from './client.ts';
import { assertOwner, type Owned } from './ownership.ts';
import { statusOf } from './problems.ts';

/** Makes a volume, or keeps the one of this name. Rejects with `conflict.volume-taken` when it is another's. */
export async function ensureVolume(client: Client, name: string, options: Owned): Promise<void> {
  const volume = await client.call({ what: `create the volume ${name}` }, async (docker, abortSignal) => {
    await docker.createVolume({ Name: name, Labels: { ...options.labels }, abortSignal });
    // The engine keeps the volume that is there already, whatever labels are asked for.
    return docker.getVolume(name).inspect(abortable(abortSignal));
  });
  assertOwner('volume', name, volume.Labels, options);
}

/** Removes a volume with its data. Idempotent. Rejects with `conflict.volume-in-use` while a container has it. */
export async function removeVolume(client: Client, name: string): Promise<void> {
  try {
    await client.call({ what: `remove the volume ${name}` }, (docker, signal) =>
      docker.getVolume(name).remove(abortable(signal)),
    );
  } catch (thrown) {
    if (statusOf(thrown) === 404) return;
    if (statusOf(thrown) !== 409) throw thrown;
    throw fail('conflict.volume-in-use', `The volume ${name} is used by a container.`, {
      hint: 'Remove the container first.',
      cause: thrown,
    });
  }
}

/** Names of the volumes with all of these labels. */
export async function listVolumes(client: Client, labels: Readonly<Record<string, string>>): Promise<string[]> {
  const label = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const { Volumes } = await client.call({ what: 'list volumes' }, (docker, abortSignal) =>
    // The library passes the filters on as they are; the engine reads them as JSON.
    docker.listVolumes({ filters: JSON.stringify({ label }), abortSignal }),
  );
  return ((Volumes as { Name: string }[] | null) ?? []).map(({ Name }) => Name);
}
