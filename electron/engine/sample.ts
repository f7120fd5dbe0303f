/** The sample project: made once in the data directory, on a base image that needs no registry where none is reachable. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { baseImageTar, sampleBaseImage } from '../configuration/base-image.ts';
import { makeSample, publicBase } from '../configuration/sample.ts';
import type { Target } from '../targets/target.ts';
import type { Engine } from './engine.ts';
import type { OpenProject } from './workspace.ts';

/** A registry that does not answer within this is none. */
const pullTimeoutMs = 15_000;

/** Makes the sample when there is none yet, has its base image on the engine, and opens it. */
export async function openSample(engine: Engine, by: string): Promise<OpenProject> {
  const folder = join(engine.dataDirectory, 'sample', 'shop');
  const target = engine.workspace.localTarget;
  if (!existsSync(join(folder, '.git')))
    await makeSample(folder, { base: (await canPull(target)) ? 'public' : sampleBaseImage });
  const dockerfile = await readFile(join(folder, 'Dockerfile'), 'utf8').catch(() => '');
  if (dockerfile.includes(sampleBaseImage)) await ensureLocalBase(target);
  return engine.workspace.open(folder, by);
}

async function canPull(target: Target): Promise<boolean> {
  return target
    .ensureImage(publicBase, () => undefined, AbortSignal.timeout(pullTimeoutMs))
    .then(
      () => true,
      () => false,
    );
}

async function ensureLocalBase(target: Target): Promise<void> {
  const [name = '', tag = ''] = sampleBaseImage.split(':');
  // Without an engine the sample can still be looked at; its first build says what is missing.
  if (!(await target.state()).reachable) return;
  // Aborted beforehand: only looks whether it is there, never asks a registry for a name that is ours.
  const present = await target
    .ensureImage(sampleBaseImage, () => undefined, AbortSignal.abort())
    .then(
      () => true,
      () => false,
    );
  if (!present) await target.importImage(await baseImageTar(), name, tag);
}
