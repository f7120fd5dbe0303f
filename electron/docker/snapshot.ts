/** A container that has ended, as an image: what it was given, and what it has written beside its volumes. */
import { abortable, type Client } from './client.ts';
import { inspectContainer } from './containers.ts';
import { statusOf } from './problems.ts';

/** There may be gigabytes to copy. */
const timeoutMs = 10 * 60_000;

/** Makes an image without a name; answers its id. Rejects when the container is gone. */
export async function takeSnapshot(
  client: Client,
  name: string,
  options: { labels: Readonly<Record<string, string>>; empty: readonly string[] },
): Promise<string> {
  const what = `keep a copy of ${name}`;
  // An image takes over every label of its container: by those of a build it would be taken for what was built.
  const inherited = Object.keys((await inspectContainer(client, name))?.Config.Labels ?? {});
  const none = Object.fromEntries(inherited.filter((key) => key.startsWith('slipway.')).map((key) => [key, '']));
  const made = await client.call(
    { what, timeoutMs },
    (docker, signal) =>
      docker.getContainer(name).commit({
        _query: { container: name },
        // What is not named here stays as it is in the container, the values of its variables too.
        _body: { Labels: { ...none, ...options.labels }, Env: options.empty.map((variable) => `${variable}=`) },
        ...abortable(signal),
      }) as Promise<{ Id: string }>,
  );
  return made.Id;
}

/** Ids of the images with all of these labels. */
export async function findSnapshots(client: Client, labels: Readonly<Record<string, string>>): Promise<string[]> {
  const label = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const images = await client.call({ what: 'list images' }, (docker, abortSignal) =>
    docker.listImages({ filters: { label }, abortSignal }),
  );
  return images.map(({ Id }) => Id);
}

/** Removes one; without its last name the engine would take what it was made of along. Idempotent. */
export async function removeSnapshot(client: Client, image: string): Promise<void> {
  try {
    await client.call({ what: `remove the copy ${image}`, timeoutMs: 60_000 }, (docker, abortSignal) =>
      docker.getImage(image).remove({ noprune: true, abortSignal } as object),
    );
  } catch (thrown) {
    if (statusOf(thrown) !== 404) throw thrown;
  }
}
