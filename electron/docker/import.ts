/** Makes an image out of a root file system. */
import { Readable } from 'node:stream';
import { fail } from '../../shared/problem.ts';
import type { Client } from './client.ts';
import { jsonLines, type ProgressLine } from './json-lines.ts';
import { parseReference } from './references.ts';

const importTimeoutMs = 60_000;

/** Imports an uncompressed tar as `name:tag`. Rejects when the engine cannot read it. */
export async function importImage(client: Client, tar: Buffer, name: string, tag: string): Promise<void> {
  parseReference(`${name}:${tag}`);
  await client.call(
    { what: `import the image ${name}:${tag}`, timeoutMs: importTimeoutMs },
    async (docker, abortSignal) => {
      const progress = await docker.importImage(Readable.from([tar]), { repo: name, tag, abortSignal });
      for await (const line of jsonLines<ProgressLine>(progress as Readable)) {
        if (line.error !== undefined)
          throw fail(
            'failed.image-import',
            `The image ${name}:${tag} could not be imported: ${line.error.slice(0, 500)}`,
          );
      }
    },
  );
}
