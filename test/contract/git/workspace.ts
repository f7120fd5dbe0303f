/** A temporary folder with a repository, and the adapter on it, for one test file. */
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createGit } from '../../../electron/git/git.ts';
import type { Repository } from '../../../electron/git/repository.ts';
import { problemFrom } from '../../../shared/problem.ts';
import { createRepository, temporaryFolder, type FixtureRepository } from '../../fixtures/repository.ts';

export interface Workspace {
  readonly path: string;
  folder(name: string): string;
  repository(name?: string): FixtureRepository;
  open(repository: { path: string }, mirror?: string): Promise<Repository>;
}

export const git = createGit();

/** Removed when the file's tests have ended. */
export function workspace(): Workspace {
  const { path, remove } = temporaryFolder('slipway-git-');
  afterAll(remove);
  let made = 0;
  const unique = (name: string): string => join(path, `${name}-${(made += 1)}`);
  return {
    path,
    folder: unique,
    repository: (name = 'repository') => createRepository(unique(name)),
    open: (repository, mirror = unique('mirror')) => git.open(repository.path, mirror),
  };
}

/** The code of the problem that a promise rejects with; null when it does not. */
export const codeOf = (promise: Promise<unknown>): Promise<string | null> =>
  promise.then(
    () => null,
    (thrown: unknown) => problemFrom(thrown).code,
  );

export async function bytesOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
