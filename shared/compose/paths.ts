/** Paths of a Compose file, which are relative to its folder, as paths of the repository. */

/** `relative` seen from `folder`, both in the repository (`.` is its root); null when it leads out of it. */
export function resolveInside(folder: string, relative: string): string | null {
  if (relative.startsWith('/') || relative.startsWith('~') || relative.includes('\\') || /^[A-Za-z]:/.test(relative))
    return null;
  const kept: string[] = [];
  for (const segment of [...folder.split('/'), ...relative.split('/')]) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.pop() === undefined) return null;
  }
  return kept.length === 0 ? '.' : kept.join('/');
}

/** The folder of a file of the repository. */
export const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.');

/** `path` relative to `folder` when it lies in it, else null. */
export function below(folder: string, path: string): string | null {
  if (folder === '.') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}
