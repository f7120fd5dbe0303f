/** Replaces a file inside a container, running or not. */
import { posix } from 'node:path';
import { abortable, type Client } from './client.ts';
import { tarStream } from './tar.ts';

/** The folder has to be there. The container's own program sees the new file as a whole, when it opens it next. */
export async function writeFile(client: Client, container: string, path: string, text: string): Promise<void> {
  const stream = tarStream((add) => add({ name: posix.basename(path), mode: 0o644 }, text));
  await client.call({ what: `write ${path} in ${container}` }, (docker, signal) =>
    docker.getContainer(container).putArchive(stream, { path: posix.dirname(path), ...abortable(signal) }),
  );
}
