/** The sample project: made once in the data directory, with a base image that needs no registry where none is reachable. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample } from '../configuration/sample.ts';
import type { Engine } from './engine.ts';
import type { OpenProject } from './workspace.ts';

/** An ordinary public image with a shell and a web server in it. */
const publicBase = 'busybox:stable-musl';

export async function openSample(engine: Engine, by: string): Promise<OpenProject> {
  const folder = join(engine.dataDirectory, 'sample', 'shop');
  if (!existsSync(join(folder, 'slipway.yaml'))) await makeSample(folder, { base: publicBase });
  return engine.workspace.open(folder, by);
}
