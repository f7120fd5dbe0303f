/** Writing a file so that a crash or a full disk leaves the old one or the new one, never half of one. */
import { randomUUID } from 'node:crypto';
import { chmod, link, lstat, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fail } from '../../shared/problem.ts';

/**
 * Writes `text` to `file` by a temporary file in the same folder. An existing file is only replaced with
 * `overwrite: true`, else rejects with `conflict.file-exists`; a symbolic link is replaced, never followed.
 */
export async function writeAtomically(
  file: string,
  text: string,
  { overwrite = false }: { overwrite?: boolean } = {},
): Promise<void> {
  const folder = dirname(file);
  const temporary = join(folder, `.${basename(file)}.${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (overwrite) await replace(temporary, file);
    else await putInPlace(temporary, file);
    await syncFolder(folder);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function replace(temporary: string, file: string): Promise<void> {
  const before = await stat(file).catch(() => null);
  if (before) await chmod(temporary, before.mode & 0o777);
  await rename(temporary, file);
}

/** A hard link fails where the name is taken, so two writers at once cannot both win; a rename would. */
async function putInPlace(temporary: string, file: string): Promise<void> {
  const taken = () =>
    fail('conflict.file-exists', `${file} is there already.`, {
      hint: 'Edit it, or move it away first.',
      details: { file },
    });
  try {
    await link(temporary, file);
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') throw taken();
    // Some file systems have no hard links.
    if (await lstat(file).catch(() => null)) throw taken();
    await rename(temporary, file);
  }
}

/** Makes the new name itself durable. Windows cannot open folders, and keeps names in its own journal. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeOf = (thrown: unknown): string | undefined => (thrown as NodeJS.ErrnoException | null)?.code;
