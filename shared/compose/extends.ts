/** `extends:`: a service that starts from another one, of the same file or of another file of the repository. */
import type { Path } from '../configuration/document.ts';
import { nearestOf } from '../configuration/remarks.ts';
import { serviceWithoutUnused } from './keys.ts';
import { entriesOf } from './pairs.ts';
import { folderOf, resolveInside } from './paths.ts';
import { isValues, readCompose, type Findings, type Reading, type Values } from './reading.ts';
import type { Pairs } from './schema.ts';
import type { Setting } from './setting.ts';

interface Place extends Setting {
  readonly file: string;
  readonly findings: Findings;
}

/**
 * A service with everything that it extends merged in by the specification: maps merge, lists append, the rest is
 * replaced. Keys that Slipway does not act on are said where they stand and are gone.
 */
export function resolveService(place: Place, name: string, trail: readonly string[] = []): Values | null {
  const { reading } = place;
  const path: Path = ['services', name];
  const services = isValues(reading.values['services']) ? reading.values['services'] : {};
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  if (!isValues(service)) {
    reading.wrong(path, `the service "${name}" must be a set of keys`);
    return null;
  }
  const { extends: base, ...own } = serviceWithoutUnused(reading, path, service);
  if (base === undefined) return own;
  const step = `${place.file}:${name}`;
  if (trail.includes(step)) {
    reading.wrong([...path, 'extends'], `services extend one another in a circle: ${[...trail, step].join(' → ')}`);
    return null;
  }
  const inherited = resolveBase(place, [...path, 'extends'], base, [...trail, step]);
  return inherited && mergeService(inherited, own);
}

function resolveBase(place: Place, path: Path, base: unknown, trail: readonly string[]): Values | null {
  const { reading } = place;
  const wanted: Values = isValues(base) ? base : { service: base };
  const { service, file } = wanted;
  if (typeof service !== 'string' || (file !== undefined && typeof file !== 'string')) {
    reading.wrong(path, '"extends" names a service, and a file when it is in another one');
    return null;
  }
  const from = file === undefined ? place : openOther(place, path, file);
  if (!from) return null;
  const names = Object.keys(isValues(from.reading.values['services']) ? from.reading.values['services'] : {});
  if (!names.includes(service)) {
    reading.wrong(path, `there is no service "${service}" in ${from.file}`, { nearest: nearestOf(service, names) });
    return null;
  }
  const resolved = resolveService(from, service, trail);
  return resolved && from.folder !== place.folder ? rebase(resolved, from.folder, place.folder) : resolved;
}

function openOther(place: Place, path: Path, file: string): Place | null {
  const inside = resolveInside(place.folder, file);
  const text = inside === null ? null : place.readFile(inside);
  if (inside === null || text === null) {
    place.reading.wrong([...path, 'file'], `the file ${file} is not in the repository at this commit`);
    return null;
  }
  const reading: Reading | null = readCompose(inside, text, place.lookup, place.findings);
  return reading && { ...place, reading, file: inside, folder: folderOf(inside) };
}

const mapOrList = new Set(['environment', 'labels']);

function mergeService(base: Values, own: Values): Values {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const inherited = merged[key];
    if (mapOrList.has(key))
      merged[key] = Object.fromEntries([
        ...entriesOf(inherited as Pairs | undefined),
        ...entriesOf(value as Pairs | undefined),
      ]);
    else if (key === 'command' || key === 'entrypoint') merged[key] = value;
    else merged[key] = merge(inherited, value);
  }
  return merged;
}

function merge(base: unknown, own: unknown): unknown {
  if (isValues(base) && isValues(own))
    return Object.fromEntries([
      ...Object.entries(base),
      ...Object.entries(own).map(([key, value]) => [key, merge(base[key], value)]),
    ]);
  if (Array.isArray(base) && Array.isArray(own)) {
    const inherited: readonly unknown[] = base;
    return inherited.concat(own.filter((entry: unknown) => !inherited.includes(entry)));
  }
  return own;
}

/** Relative paths start at the folder of the file that they stand in. */
function rebase(service: Values, from: string, to: string): Values {
  const up =
    to === '.'
      ? ''
      : to
          .split('/')
          .map(() => '../')
          .join('');
  const moved = (path: unknown) => (typeof path === 'string' ? `./${up}${resolveInside(from, path) ?? path}` : path);
  const { build, env_file: files, volumes } = service;
  const movedFiles = [files ?? []]
    .flat()
    .map((file: unknown) => (isValues(file) ? { ...file, path: moved(file['path']) } : moved(file)));
  return {
    ...service,
    ...(typeof build === 'string'
      ? { build: moved(build) }
      : isValues(build)
        ? { build: { ...build, context: moved(build['context'] ?? '.') } }
        : {}),
    ...(files === undefined ? {} : { env_file: movedFiles }),
    ...(Array.isArray(volumes)
      ? {
          volumes: volumes.map((volume: unknown) =>
            typeof volume === 'string' && volume.startsWith('.') ? moved(volume) : volume,
          ),
        }
      : {}),
  };
}
