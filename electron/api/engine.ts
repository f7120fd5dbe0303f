import { readdir, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fail } from '../../shared/problem.ts';
import type { Engine } from '../engine/engine.ts';
import type { Handlers } from './router.ts';

const listedFolders = 500;

export function engineHandlers(engine: Engine) {
  return {
    'engine.info': async () => ({
      version: engine.version,
      pid: process.pid,
      startedAt: engine.startedAt,
      dataDirectory: engine.dataDirectory,
      node: process.version,
      memoryBytes: process.memoryUsage.rss(),
      docker: await engine.workspace.localTarget.state(),
      store: { writable: engine.store.readOnlyBecause === null, reason: engine.store.readOnlyBecause },
      folders: [homedir()],
      user: userInfo().username,
    }),
    'engine.folders': async ({ path }) => {
      const folder = resolve(path ?? homedir());
      const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        throw fail('usage.folder', `${folder} cannot be read (${code}).`, { hint: 'Choose another folder.' });
      });
      const names = entries
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map((entry) => entry.name)
        .sort((a, b) => a.localeCompare(b))
        .slice(0, listedFolders);
      const folders = await Promise.all(
        names.map(async (name) => ({
          name,
          path: join(folder, name),
          repository: await isRepository(join(folder, name)),
        })),
      );
      const parent = dirname(folder);
      return { path: folder, parent: parent === folder ? null : parent, folders };
    },
  } satisfies Partial<Handlers>;
}

/** A guess for the icon only; opening looks properly. */
async function isRepository(folder: string): Promise<boolean> {
  const there = (path: string): Promise<boolean> =>
    stat(path).then(
      () => true,
      () => false,
    );
  return (
    (await there(join(folder, '.git'))) ||
    ((await there(join(folder, 'HEAD'))) && (await there(join(folder, 'objects'))))
  );
}
