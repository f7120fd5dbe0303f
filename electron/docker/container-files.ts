/** Files that a container gets before it starts: configs, secrets, paths of the repository. */
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileToCopy, Service } from '../../shared/domain/service.ts';
import { fail } from '../../shared/problem.ts';
import { fileHolder } from './container-config.ts';
import { readEntry, tarEntries, tarStream, type TarHeader } from './tar.ts';

export interface FileContents {
  /** A tar stream of a path of the repository; entries are relative to it, a blob is one entry named by its base name. */
  repository(path: string): Promise<NodeJS.ReadableStream>;
  secret(name: string): Promise<string>;
}

/** One archive to put into a container: a tar stream, and the folder of the container to unpack it in. */
export interface Archive {
  readonly folder: string;
  readonly stream: Readable;
}

interface Piece {
  readonly header: TarHeader;
  readonly content: Buffer | null;
}

/** More than this is no configuration any more; it belongs into the image. */
const largestFilesBytes = 64 * 1024 * 1024;

/** The archives that bring all files of a service to their places. Rejects with `usage.files-too-large`, `usage.bad-file-target`. */
export async function fileArchives(service: Service, contents: FileContents): Promise<Archive[]> {
  const folders = new Map<string, Piece[]>();
  for (const file of service.files) {
    const folder = fileHolder(service, file) ?? volumeOf(service, file) ?? '/';
    const inFolder = posix.relative(folder, posix.normalize(file.target));
    if (!posix.isAbsolute(file.target) || inFolder === '' || inFolder.startsWith('..')) {
      throw fail(
        'usage.bad-file-target',
        `${service.name}: “${file.target}” is no place for a file; it must be an absolute path.`,
      );
    }
    const pieces = folders.get(folder) ?? [];
    folders.set(folder, pieces);
    pieces.push(...(await piecesOf(file, inFolder, contents)));
  }
  return [...folders].map(([folder, pieces]) => ({
    folder,
    stream: tarStream(async (add) => {
      for (const { header, content } of pieces) await add(header, content);
    }),
  }));
}

/** A file on a volume has to be unpacked on the volume: the read-only root around it takes nothing. */
function volumeOf(service: Service, file: FileToCopy): string | null {
  const folders = service.mounts.filter(
    (mount) => mount.type === 'volume' && file.target.startsWith(`${mount.target.replace(/\/$/, '')}/`),
  );
  return folders.map((mount) => mount.target).toSorted((a, b) => b.length - a.length)[0] ?? null;
}

async function piecesOf(file: FileToCopy, name: string, contents: FileContents): Promise<Piece[]> {
  const { source, mode, uid, gid } = file;
  if (source.type === 'repository') return repositoryPieces(file, name, await contents.repository(source.path));
  const text = source.type === 'inline' ? source.content : await contents.secret(source.name);
  return [{ header: { name, mode, uid, gid, type: 'file' }, content: Buffer.from(text, 'utf8') }];
}

/** Re-roots a tar stream of the repository: a blob becomes the target itself, a tree is what lies below it. */
async function repositoryPieces(file: FileToCopy, name: string, stream: NodeJS.ReadableStream): Promise<Piece[]> {
  const { uid, gid } = file;
  const path = file.source.type === 'repository' ? file.source.path : '';
  const pieces: Piece[] = [];
  let left = largestFilesBytes;
  for await (const entry of tarEntries(stream)) {
    const { type, mode, linkname } = entry.header;
    const inside = posix.normalize(entry.header.name).replace(/\/$/, '');
    if (inside === '.' || inside === '..' || inside.startsWith('../') || posix.isAbsolute(inside)) continue;
    const content = type === 'file' ? await readEntry(entry, left) : null;
    if (type === 'file' && content === null) {
      throw fail('usage.files-too-large', `“${path}” is too large to be copied into a container (more than 64 MB).`, {
        hint: 'Copy it into the image in the Dockerfile instead.',
      });
    }
    left -= content?.length ?? 0;
    pieces.push({
      header: { name: inside, type, mode, uid, gid, ...(type === 'symlink' ? { linkname } : {}) },
      content,
    });
  }
  const only = pieces.length === 1 ? pieces[0] : undefined;
  if (only?.header.type === 'file' && only.header.name === posix.basename(path)) {
    return [{ header: { ...only.header, name, mode: file.mode }, content: only.content }];
  }
  const root: Piece = { header: { name, type: 'directory', mode: 0o755, uid, gid }, content: null };
  return [
    root,
    ...pieces.map((piece) => ({ ...piece, header: { ...piece.header, name: posix.join(name, piece.header.name) } })),
  ];
}
