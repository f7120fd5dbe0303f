/** `volumes:` and `tmpfs:`: named volumes stay volumes, read-only paths of the repository become files, the rest is refused. */
import type { Path } from '../configuration/document.ts';
import { nearestOf } from '../configuration/remarks.ts';
import type { FileToCopy, Mount } from '../domain/service.ts';
import { resolveInside } from './paths.ts';
import { parseSize } from './quantities.ts';
import type { Reading } from './reading.ts';
import type { ComposeVolume } from './schema.ts';

export interface Mounted {
  readonly mounts: Mount[];
  readonly files: FileToCopy[];
  /** Volumes without a name of their own. */ readonly anonymous: string[];
}

interface Place {
  readonly reading: Reading;
  readonly path: Path;
  readonly service: string;
  readonly folder: string;
  readonly declared: readonly string[];
}
interface Wanted {
  readonly type: 'volume' | 'bind' | 'tmpfs';
  readonly source: string | null;
  readonly target: string;
  readonly readOnly: boolean;
  readonly size: string | null;
}

const engineSocket = /(docker|podman|containerd|crio|dockerd|buildkitd)[^/]*\.sock$/;
const knownOptions = new Set(['ro', 'rw', 'z', 'Z', 'nocopy', 'cached', 'delegated', 'consistent']);

export function readVolumes(place: Place, volumes: readonly ComposeVolume[]): Mounted {
  const result: Mounted = { mounts: [], files: [], anonymous: [] };
  for (const [index, volume] of volumes.entries()) {
    const here = { ...place, path: [...place.path, index] };
    const wanted =
      typeof volume === 'string'
        ? readShort(here, volume)
        : {
            type: volume.type,
            source: volume.source ?? null,
            target: volume.target,
            readOnly: volume.read_only ?? false,
            size: volume.tmpfs?.size ?? null,
          };
    if (!wanted) continue;
    if (!wanted.target.startsWith('/'))
      here.reading.wrong(here.path, `the path in the container, "${wanted.target}", must be absolute`);
    else add(here, wanted, result);
  }
  return result;
}

/** `tmpfs: /run` or `/run:size=64m`. */
export function readTmpfs(reading: Reading, path: Path, entries: readonly string[]): Mount[] {
  return entries.map((entry, index): Mount => {
    const [target = '', options = ''] = entry.split(':', 2);
    const size =
      options
        .split(',')
        .find((option) => option.startsWith('size='))
        ?.slice('size='.length) ?? null;
    const others = options.split(',').filter((option) => option !== '' && !option.startsWith('size='));
    if (others.length > 0)
      reading.notice([...path, index], `of the options of a tmpfs only size is used, not ${others.join(', ')}`);
    return { type: 'tmpfs', target, sizeBytes: size === null ? null : sizeOf(reading, [...path, index], size) };
  });
}

function add(here: Place, { type, source, target, readOnly, size }: Wanted, result: Mounted): void {
  const { reading, path } = here;
  if (type === 'tmpfs')
    result.mounts.push({ type, target, sizeBytes: size === null ? null : sizeOf(reading, path, size) });
  else if (type === 'bind') bind(here, source ?? '', target, readOnly, result);
  else if (source === null || source === '') {
    const name = `${here.service}${target.replace(/[^a-zA-Z0-9]+/g, '-')}`;
    result.anonymous.push(name);
    result.mounts.push({ type, name, target, readOnly });
  } else if (here.declared.includes(source)) result.mounts.push({ type, name: source, target, readOnly });
  else {
    reading.wrong(path, `the volume "${source}" is not declared under "volumes"`, {
      nearest: nearestOf(source, here.declared),
      hint: 'Declare it under "volumes"; a path of the repository begins with ./',
    });
  }
}

function readShort(here: Place, text: string): Wanted | null {
  // A drive letter, as in C:\data, has a colon of its own.
  const parts = text.split(/:(?!\\)/);
  if (parts.length > 3) {
    here.reading.wrong(here.path, `"${text}" is not a volume: write SOURCE:TARGET or SOURCE:TARGET:ro`);
    return null;
  }
  if (parts.length === 1) return { type: 'volume', source: null, target: text, readOnly: false, size: null };
  const [source = '', target = '', options = ''] = parts;
  const given = options.split(',').filter((option) => option !== '');
  const unknown = given.find((option) => !knownOptions.has(option));
  if (unknown !== undefined) here.reading.unsupported(here.path, `the volume option "${unknown}" is not supported`);
  const isPath = /^[./~\\]|^[A-Za-z]:\\/.test(source);
  return { type: isPath ? 'bind' : 'volume', source, target, readOnly: given.includes('ro'), size: null };
}

/** Host paths differ between machines and are shared between environments: only what the commit holds may come in, read-only. */
function bind(
  { reading, path, folder }: Place,
  source: string,
  target: string,
  readOnly: boolean,
  result: Mounted,
): void {
  if (engineSocket.test(source)) {
    reading.unsupported(path, `the engine's socket ${source} is refused: whoever holds it owns the machine`);
    return;
  }
  const inside = resolveInside(folder, source);
  if (inside === null) {
    reading.unsupported(
      path,
      `the host path ${source} is refused: an environment holds nothing of the machine it runs on`,
      'Use a named volume, or a path of the repository with :ro.',
    );
  } else if (!readOnly) {
    reading.unsupported(
      path,
      `${source} would be written to, but an environment does not write to the repository`,
      'Add :ro to get a copy as of the commit, or use a named volume.',
    );
  } else {
    result.files.push({ target, mode: 0o644, uid: 0, gid: 0, source: { type: 'repository', path: inside } });
  }
}

function sizeOf(reading: Reading, path: Path, text: string): number | null {
  const bytes = parseSize(text);
  if (bytes === null) reading.wrong(path, `"${text}" is not a size such as 64m`);
  return bytes;
}
