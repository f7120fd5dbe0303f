/** The build context: cut out of the repository's tar stream, without what `.dockerignore` leaves out. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import dockerignore from '@balena/dockerignore';
import type { Build } from '../../shared/domain/service.ts';
import { fail } from '../../shared/problem.ts';
import { readEntry, tarEntries, tarStream, type AddEntry, type TarEntry } from './tar.ts';

export interface BuildContext {
  /** The tar stream for the engine; may be opened once. */
  open(): Readable;
  /** Name of the Dockerfile inside it. */
  readonly dockerfile: string;
  /** Removes its temporary folder. */
  dispose(): Promise<void>;
}

/** Where a Dockerfile lies that is not part of the context: given inline, or outside of the context's folder. */
const foreignDockerfile = '.slipway.dockerfile';
// The package is CommonJS and exports the function itself; its types claim a `default`.
const newRules = dockerignore as unknown as typeof dockerignore.default;
const largestText = 1024 * 1024;

/**
 * Makes the context of a build from the repository's tar stream. Links stay links, modes stay. Rejects with
 * `usage.build-context-missing`, `usage.dockerfile-missing` or `usage.bad-dockerignore`.
 */
export async function buildContext(
  build: Build,
  source: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<BuildContext> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-build-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    const cut = await cutContext(build, source, join(folder, 'context.tar'), signal);
    const ignored = ignoreRules(cut.ignore, cut.dockerfile);
    return {
      dockerfile: cut.dockerfile,
      dispose,
      open: () => filtered(join(folder, 'context.tar'), ignored, cut.inline),
    };
  } catch (thrown) {
    await dispose();
    throw thrown;
  }
}

interface Cut {
  readonly dockerfile: string;
  /** Text of the Dockerfile that is added to the context, if any. */
  readonly inline: string | null;
  readonly ignore: string | null;
}

/** Writes the context's entries to `file`, since what they ignore is known only when all of them were seen. */
async function cutContext(
  build: Build,
  source: NodeJS.ReadableStream,
  file: string,
  signal: AbortSignal,
): Promise<Cut> {
  const context = inRepository(build.context, build.context);
  const dockerfile = inRepository(posix.join(context, build.dockerfile), build.dockerfile);
  const inside = relativeTo(context, dockerfile);
  const wanted = new Set([dockerfile, `${dockerfile}.dockerignore`, posix.join(context, '.dockerignore')]);
  const texts = new Map<string, string>();
  let found = context === '.';

  const keep = async (add: AddEntry) => {
    for await (const entry of tarEntries(source)) {
      const path = posix.normalize(entry.header.name).replace(/\/$/, '');
      const name = relativeTo(context, path);
      if (path === context || name !== null) found = true;
      const text = wanted.has(path) && entry.header.type === 'file' ? await readText(entry, path) : null;
      if (text !== null) texts.set(path, text);
      if (name !== null && name !== '.') await copyEntry(add, entry, name, text);
    }
  };
  await pipeline(tarStream(keep), createWriteStream(file), { signal });

  if (!found)
    throw fail(
      'usage.build-context-missing',
      `The build context “${build.context}” is not in the repository at this commit.`,
    );
  const text = build.dockerfileInline ?? texts.get(dockerfile) ?? null;
  if (text === null) {
    throw fail('usage.dockerfile-missing', `There is no Dockerfile at “${dockerfile}” at this commit.`, {
      hint: 'Check build.context and build.dockerfile in the Compose file, and that the Dockerfile is committed.',
    });
  }
  const foreign = build.dockerfileInline !== null || inside === null;
  const own = build.dockerfileInline === null ? texts.get(`${dockerfile}.dockerignore`) : undefined;
  return {
    dockerfile: foreign ? foreignDockerfile : inside,
    inline: foreign ? text : null,
    ignore: own ?? texts.get(posix.join(context, '.dockerignore')) ?? null,
  };
}

/** The context without what is ignored, and with the Dockerfile that comes from elsewhere. */
function filtered(file: string, ignored: (path: string) => boolean, inline: string | null): Readable {
  return tarStream(async (add) => {
    for await (const entry of tarEntries(createReadStream(file))) {
      const { name } = entry.header;
      if (!ignored(name.replace(/\/$/, ''))) await copyEntry(add, entry, name, null);
    }
    if (inline !== null) await add({ name: foreignDockerfile, mode: 0o644 }, inline);
  });
}

function copyEntry(add: AddEntry, { header, body }: TarEntry, name: string, text: string | null): Promise<void> {
  const hasContent = header.type === 'file' || header.type === 'contiguous-file';
  // Only what git can hold: a `pax` field of the old entry would bring back its old name.
  const { mode, uid, gid, size, mtime, type, linkname } = header;
  const kept = { name, mode, uid, gid, size, mtime, type, linkname };
  return add(text === null ? kept : { ...kept, size: Buffer.byteLength(text) }, text ?? (hasContent ? body : null));
}

function ignoreRules(text: string | null, dockerfile: string): (path: string) => boolean {
  if (text === null) return () => false;
  try {
    const rules = newRules().add(text.replace(/^\uFEFF/, ''));
    // The engine reads these two whatever the rules say, and takes them out of the context itself where a rule names them.
    return (path) => path !== dockerfile && path !== '.dockerignore' && rules.ignores(path);
  } catch (cause) {
    throw fail('usage.bad-dockerignore', `.dockerignore cannot be read: ${(cause as Error).message}`, { cause });
  }
}

async function readText(entry: TarEntry, path: string): Promise<string> {
  const content = await readEntry(entry, largestText);
  if (content === null) throw fail('usage.file-too-large', `“${path}” is larger than 1 MB.`);
  return content.toString('utf8');
}

/** A path inside the repository, normalised. Refuses one that leads out of it. */
function inRepository(path: string, given: string): string {
  const normal = posix.normalize(path).replace(/\/$/, '');
  if (normal === '..' || normal.startsWith('../') || posix.isAbsolute(normal)) {
    throw fail('usage.path-outside-repository', `“${given}” leads out of the repository.`, {
      hint: 'Give a path inside the repository.',
    });
  }
  return normal;
}

/** `path` as seen from `folder`, or null when it is not inside. */
function relativeTo(folder: string, path: string): string | null {
  if (folder === '.') return path.startsWith('../') ? null : path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}
