/** Networks of an environment, recognised by their exact name and whose they are. */
import { fail } from '../../shared/problem.ts';
import { abortable, type Client } from './client.ts';
import { assertOwner, type Owned } from './ownership.ts';
import { statusOf } from './problems.ts';

/** Makes a bridge network, or keeps the one of this name. Rejects with `conflict.network-taken` when it is another's. */
export async function ensureNetwork(
  client: Client,
  name: string,
  options: Owned & { internal: boolean },
): Promise<void> {
  const present = await findNetwork(client, name);
  if (present) {
    assertOwner('network', name, present.Labels, options);
    return;
  }
  try {
    await client.call({ what: `create the network ${name}` }, (docker, abortSignal) =>
      docker.createNetwork({
        // Without it, 20.10 makes a second network of the same name. Later engines always check, and ignore it.
        CheckDuplicate: true,
        Name: name,
        Driver: 'bridge',
        Internal: options.internal,
        Labels: { ...options.labels },
        abortSignal,
      }),
    );
  } catch (thrown) {
    const other = statusOf(thrown) === 409 ? await findNetwork(client, name) : null; // somebody was faster
    if (!other) throw thrown;
    assertOwner('network', name, other.Labels, options);
  }
}

/** Removes a network. Idempotent. Rejects with `conflict.network-in-use` while containers are connected to it. */
export async function removeNetwork(client: Client, name: string): Promise<void> {
  const present = await findNetwork(client, name);
  if (!present) return;
  try {
    await client.call({ what: `remove the network ${name}` }, (docker, signal) =>
      docker.getNetwork(present.Id).remove(abortable(signal)),
    );
  } catch (thrown) {
    if (statusOf(thrown) === 404) return;
    if (statusOf(thrown) !== 403 && statusOf(thrown) !== 409) throw thrown;
    throw fail('conflict.network-in-use', `The network ${name} still has containers.`, {
      hint: 'Remove its containers first.',
      cause: thrown,
    });
  }
}

/** Names of the networks with all of these labels. */
export async function listNetworks(client: Client, labels: Readonly<Record<string, string>>): Promise<string[]> {
  const label = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const networks = await client.call({ what: 'list networks' }, (docker, abortSignal) =>
    docker.listNetworks({ filters: { label }, abortSignal }),
  );
  return networks.map(({ Name }) => Name);
}

async function findNetwork(client: Client, name: string) {
  // The engine's filter finds parts of names too.
  const networks = await client.call({ what: 'list networks' }, (docker, abortSignal) =>
    docker.listNetworks({ filters: { name: [name] }, abortSignal }),
  );
  return networks.find((network) => network.Name === name) ?? null;
}
