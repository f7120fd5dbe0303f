/** Reading files of a commit in an opened mirror. */
import { fail } from '../../shared/problem.ts';
import { archiveStream } from './archive.ts';
import { listTree } from './commands/objects.ts';
import { listPins } from './commands/refs.ts';
import { requireCommit } from './history.ts';
import { checkTree } from './keep.ts';
import { treePath } from './names.ts';
import type { Mirror } from './objects.ts';
import type { Repository } from './repository.ts';

export type Files = Pick<Repository, 'readFile' | 'list' | 'archive'>;

/** `folder` is the mirror that `runner` works in; `safe` are commits whose trees were checked, also by others. */
export function filesOf(folder: string, runner: Mirror, safe: Set<string>): Files {
  return {
    async readFile(sha, path, maxBytes) {
      const inside = treePath(path);
      return inside ? runner.objects.readText(await requireCommit(runner, sha), inside, maxBytes) : null;
    },
    async list(sha, path = '') {
      const inside = treePath(path);
      await requireCommit(runner, sha);
      return inside === null ? [] : ((await runner.run(listTree(inside === '' ? sha : `${sha}:${inside}`))) ?? []);
    },
    archive(sha, path = '', signal) {
      const inside = treePath(path);
      return archiveStream(
        runner,
        sha,
        inside ?? '',
        async () => {
          await requireCommit(runner, sha);
          if (inside === null)
            throw fail('usage.no-such-path', `${path} is not a path inside the repository.`, { details: { path } });
          if (safe.has(sha)) return;
          // What is pinned was checked when it was copied.
          const pins = await runner.run(listPins);
          if (!pins.some((pin) => pin.sha === sha)) await checkTree(folder, runner, sha);
          safe.add(sha);
        },
        signal,
      );
    },
  };
}
