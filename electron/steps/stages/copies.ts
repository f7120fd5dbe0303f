/** What goes into the container of a stage and what the ones after it get out of it: the source, and artifacts. */
import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { tarEntries, tarStream, type TarEntry } from '../../docker/tar.ts';
import { nameOf, sourceFolder } from './containers.ts';
import { pipelineOf, stageFailure, type CommandStage, type RunContext } from './stage.ts';

const mostArtifactBytes = 1024 ** 3;

export interface Source {
  readonly stream: Transform;
  add(bytes: number): void;
  /** How many bytes have gone through it. */
  bytes(): number;
}

/** Begins to read the source at the commit: git gets going while the container is made. */
export function openSource({ repository, plan }: RunContext, signal: AbortSignal): Source {
  const counted = counting();
  const over = new AbortController();
  const source = repository.archive(plan.commit, undefined, AbortSignal.any([signal, over.signal]));
  // Whoever reads it is told; where nobody has come to that yet, it is no crash.
  source.on('error', (error: Error) => counted.stream.destroy(error));
  counted.stream
    .on('error', () => undefined)
    .on('close', () => {
      over.abort();
    });
  source.pipe(counted.stream);
  return counted;
}

/** Fills the container: the source, and the artifacts of the stages before it. Answers how much that is. */
export async function copySource(
  context: RunContext,
  stage: CommandStage,
  counted: Source,
  signal: AbortSignal,
): Promise<number> {
  const { target } = context;
  const container = nameOf(context, stage.name);
  await target.workers.copyIn(container, sourceFolder, counted.stream, signal);
  for (const file of artifactsBefore(context, stage)) {
    counted.add(statSync(file).size);
    await target.workers.copyIn(container, sourceFolder, createReadStream(file), signal);
  }
  return counted.bytes();
}

function counting(): Source {
  let bytes = 0;
  const stream = new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.length;
      done(null, piece);
    },
  });
  return { stream, add: (more: number) => void (bytes += more), bytes: () => bytes };
}

const artifactsFile = ({ outputs }: RunContext, run: string, stage: string): string =>
  join(outputs.folder(run, stage), 'artifacts.tar');

/** Those of every stage that this one comes after, the earliest first: what a later one made replaces it. */
function artifactsBefore(context: RunContext, stage: CommandStage): string[] {
  const { stages } = pipelineOf(context);
  const needed = new Set<string>();
  const add = (names: readonly string[]): void => {
    for (const name of names.filter((one) => !needed.has(one))) {
      needed.add(name);
      add(stages.find((one) => one.name === name)?.after ?? []);
    }
  };
  add(stage.after);
  return stages
    .filter(({ name, work }) => needed.has(name) && work.kind === 'command' && work.artifacts.length > 0)
    .map(({ name }) => {
      const from = context.store.runs.stage(context.operation.id, name)?.takenFrom ?? context.operation.id;
      const file = artifactsFile(context, from, name);
      if (existsSync(file)) return file;
      throw stageFailure(
        stage,
        'stage-artifacts',
        `needs the artifacts of “${name}”, which are no longer kept.`,
        'Try the whole run again.',
      );
    });
}

/** Keeps the artifacts of a stage that passed. Rejects with `failed.stage-artifacts`. */
export async function keepArtifacts(context: RunContext, stage: CommandStage, signal: AbortSignal): Promise<void> {
  const { artifacts } = stage.work;
  if (artifacts.length === 0) return;
  const file = artifactsFile(context, context.operation.id, stage.name);
  let left = mostArtifactBytes;
  const tar = tarStream(async (add) => {
    for (const path of artifacts) {
      let found = false;
      for await (const { entry, name, linked } of entriesAt(context, stage, path, signal)) {
        const { type, mode, linkname, size } = entry.header;
        found = true;
        left -= size;
        if (left < 0) throw tooMuch(stage);
        if (type === 'file') await add({ name, mode, size, type }, entry.body);
        else if (type === 'directory') await add({ name, mode, type }, null);
        else if (type === 'symlink') await add({ name, mode, type, linkname }, null);
        else if (type === 'link' && linked !== null) await add({ name, mode, type, linkname: linked }, null);
      }
      if (!found) throw missing(stage, path);
    }
  });
  // Whole or not at all: half of them would be taken for all by the next stage.
  try {
    await pipeline(tar, createWriteStream(`${file}.new`, { mode: 0o600 }), { signal });
    await rename(`${file}.new`, file);
  } catch (thrown) {
    await rm(`${file}.new`, { force: true });
    throw isDiskFull(thrown) ? noRoom(stage) : thrown;
  }
}

const isDiskFull = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT');

const noRoom = (stage: CommandStage) =>
  stageFailure(
    stage,
    'stage-disk-full',
    'passed, and the disk of the data directory has no room for its artifacts.',
    'Make room, and try it again.',
  );

const tooMuch = (stage: CommandStage) =>
  stageFailure(
    stage,
    'stage-artifacts',
    'leaves artifacts of more than 1 GB.',
    'Name less in `artifacts`; what is only to be faster the next time belongs into `cache`.',
  );

const missing = (stage: CommandStage, path: string) =>
  stageFailure(
    stage,
    'stage-artifacts',
    `did not make “${path}”, which it names as an artifact.`,
    'Look at what its command writes, and where.',
  );

/**
 * Entries at a path of the source, named from the source's root. `linked` is the file that a hard link is another name
 * of; null for what is no such link, or one of something outside. Nothing where the path is not there.
 */
export async function* entriesAt(
  context: RunContext,
  stage: CommandStage,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<{ entry: TarEntry; name: string; linked: string | null }> {
  const clean = posix.normalize(path).replace(/\/$/, '');
  const tar = await context.target.workers.copyOut(nameOf(context, stage.name), `${sourceFolder}/${clean}`, signal);
  if (!tar) return;
  // The engine names entries from the path's own last part on; of the root that is a dot.
  const placeOf = (told: string): string | null => {
    const name = posix.normalize(posix.join(posix.dirname(clean), told));
    const isBelow = !name.startsWith('../') && !['.', './', '..'].includes(name);
    return isBelow ? name : null;
  };
  for await (const entry of tarEntries(tar)) {
    const { type, linkname } = entry.header;
    const name = placeOf(entry.header.name);
    if (name !== null) yield { entry, name, linked: type === 'link' ? placeOf(linkname ?? '') : null };
  }
}
