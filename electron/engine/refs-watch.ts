/**
 * Notices that refs of a repository move, by the file system: sooner than a look at intervals, and never instead of it.
 * Where nothing can be watched (a network's file system, no room for more watches) nothing is told.
 */
import { watch, type FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Branches in folders below are noticed too, for so many folders. */
const maxFolders = 50;
const soonMs = 30;
const shortestMs = 250;
const besideRefs = new Set(['HEAD', 'packed-refs']);

/** Calls `moved` soon after refs in a git directory moved, four times a second at most; answers how to stop. */
export function watchRefs(gitDirectory: string, moved: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | null = null;
  let toldAt = -Infinity;
  let stopped = false;

  const soon = (): void => {
    if (timer || stopped) return;
    timer = setTimeout(
      () => {
        timer = null;
        toldAt = performance.now();
        moved();
        void scan();
      },
      Math.max(soonMs, toldAt + shortestMs - performance.now()),
    );
    timer.unref();
  };

  const look = (folder: string, isNews: (name: string) => boolean): void => {
    if (watchers.has(folder) || stopped) return;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name !== null && isNews(name)) soon();
      });
      const end = (): void => {
        watcher.close();
        watchers.delete(folder);
      };
      watcher.on('error', end);
      watchers.set(folder, watcher);
    } catch {
      // No such folder, or no more watches: the look at intervals sees what moves.
    }
  };

  const heads = join(gitDirectory, 'refs', 'heads');
  const scan = async (): Promise<void> => {
    const folders = [heads];
    for (let next = 0; next < folders.length && folders.length < maxFolders; next += 1) {
      const folder = folders[next] ?? heads;
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
      folders.push(...below.slice(0, maxFolders - folders.length));
    }
    for (const [folder, watcher] of watchers)
      if (folder.startsWith(heads) && !folders.includes(folder)) {
        watcher.close();
        watchers.delete(folder);
      }
    for (const folder of folders) look(folder, (name) => !name.endsWith('.lock'));
  };

  look(gitDirectory, (name) => besideRefs.has(name));
  // Where git keeps all refs in tables, this is the folder that changes.
  look(join(gitDirectory, 'reftable'), (name) => !name.endsWith('.lock'));
  void scan();
  return () => {
    stopped = true;
    if (timer) clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };
}
