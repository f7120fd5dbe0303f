/** Reading one file of a commit. */
import { fail } from '../../shared/problem.ts';
import { blobArguments, blobSize } from './commands/objects.ts';
import type { Runner } from './run.ts';

export const textMaxBytes = 4 * 1024 * 1024;

/**
 * Text of a blob, by `cat-file` and never through a working tree; null when there is none at the path. A link is
 * followed inside the tree. Rejects with `usage.file-too-large` above `maxBytes`, before the content is read.
 */
export async function readBlob(
  runner: Runner,
  sha: string,
  path: string,
  maxBytes = textMaxBytes,
): Promise<string | null> {
  let data = Buffer.alloc(0);
  let size: number | null = null;
  for await (const chunk of runner.stream(blobArguments, { input: `${sha}:${path}\n`, timeoutMs: 60_000 })) {
    data = Buffer.concat([data, chunk as Buffer]);
    if (size === null) {
      const end = data.indexOf('\n');
      if (end < 0) continue;
      size = blobSize(data.toString('utf8', 0, end));
      if (size === null) return null;
      if (size > maxBytes) {
        throw fail('usage.file-too-large', `${path} has ${size} bytes; at most ${maxBytes} are read.`, {
          details: { path, sizeBytes: size, maxBytes },
        });
      }
      data = data.subarray(end + 1);
    }
  }
  return size === null ? null : data.toString('utf8', 0, size);
}
