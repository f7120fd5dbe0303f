/** Writes the first slipway.yaml of a repository, filled in from what it has. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { discover, mattersToDiscovery } from '../../shared/compose/discover.ts';
import { environmentsOf, startFrom, writePreset, type Preset } from '../../shared/configuration/presets.ts';
import { fail } from '../../shared/problem.ts';
import { writeAtomically } from '../configuration/write.ts';
import { configurationFile, type OpenProject } from './workspace.ts';

const maxFileBytes = 1_000_000;

export interface Initialized {
  readonly file: string;
  readonly environments: string[];
  readonly notices: string[];
}

/**
 * Writes slipway.yaml, and a Compose file where there is only a Dockerfile. These are the only files that Slipway ever
 * writes into a working tree, because a person asked for them. An existing one is never overwritten.
 */
export async function initialize(open: OpenProject, preset: Preset): Promise<Initialized> {
  const { repository, project } = open;
  if (repository.opened.bare) {
    throw fail('usage.bare-repository', 'A bare repository has no folder to write slipway.yaml into.', {
      hint: 'Run init in a clone and push the file to the main branch.',
    });
  }
  const root = project.path;
  const file = join(root, configurationFile);
  if (await lstat(file).catch(() => null)) {
    throw fail('conflict.file-exists', `${file} exists already.`, {
      hint: 'Edit it, or move it away first.',
      details: { file },
    });
  }
  const { head, refs } = await repository.refs();
  const mainBranch =
    ['main', 'master', 'trunk'].find((name) => refs.some((ref) => ref.kind === 'branch' && ref.name === name)) ??
    head ??
    'main';
  const { found, compose } = startFrom(basename(root), mainBranch, discover(await rootFiles(root)));
  const notices: string[] = [];
  if (compose !== null) {
    await writeAtomically(join(root, 'compose.yaml'), compose);
    notices.push(
      'There was a Dockerfile and no Compose file: a minimal compose.yaml was written. Commit it before the first build.',
    );
  } else if (found.composeFile === null) {
    notices.push(
      'Neither a Compose file nor a Dockerfile was found: slipway.yaml names compose.yaml, which is still to be written.',
    );
  }
  await writeAtomically(file, writePreset(preset, found));
  return { file, environments: environmentsOf(preset), notices };
}

async function rootFiles(root: string): Promise<Map<string, string | null>> {
  const entries = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isFile());
  const files = await Promise.all(
    entries.map(async ({ name }) => {
      if (!mattersToDiscovery(name)) return [name, null] as const;
      const path = join(root, name);
      return [name, (await lstat(path)).size > maxFileBytes ? null : await readFile(path, 'utf8')] as const;
    }),
  );
  return new Map(files);
}
