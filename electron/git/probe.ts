/** Looks at a folder that a person chose and says what repository it is in, or why it is in none. */
import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, dirname, relative, isAbsolute } from 'node:path';
import { fail, problemFrom, type ProblemError } from '../../shared/problem.ts';
import { findGitDirectory, layout, type Layout } from './commands/repository.ts';
import { headCommit, refTable } from './commands/refs.ts';
import type { Opened } from './repository.ts';
import { runnerAt, type Runner } from './run.ts';

/** A repository as found, and a runner inside it for the few commands that read its refs and its configuration. */
export interface Source {
  readonly opened: Opened;
  readonly objectFormat: string;
  readonly objectsDirectory: string;
  /** The git directory of the folder that was opened: of a worktree, its own. */
  readonly gitDirectory: string;
  readonly runner: Runner;
}

/** Finds the repository that `path` is in: a folder of its working tree, a worktree, a bare repository. */
export async function findRepository(path: string): Promise<Source> {
  const cwd = await readableFolder(path);
  const found = (await runnerAt({ cwd, gitDirectory: null }).run(layout)) ?? (await foundInForeignFolder(cwd));
  const runner = runnerAt({ cwd: found.gitDirectory, gitDirectory: found.gitDirectory });
  return {
    opened: {
      root: rootOf(found, cwd),
      bare: found.bare,
      shallow: found.shallow,
      commonDirectory: found.commonDirectory,
    },
    objectFormat: found.objectFormat,
    objectsDirectory: found.objectsDirectory,
    gitDirectory: found.gitDirectory,
    runner,
  };
}

/** Rejects with `usage.empty-repository` where there is nothing that could be built. */
export async function requireCommits(source: Source): Promise<void> {
  if ((await source.runner.run(refTable)).refs.size > 0) return;
  if ((await source.runner.run(headCommit)) === null) throw emptyRepository(source.opened.root);
}

export const emptyRepository = (root: string): ProblemError =>
  fail('usage.empty-repository', `The repository ${root} has no commits yet.`, {
    hint: 'Make a first commit in it, then open it again.',
    details: { path: root },
  });

async function readableFolder(path: string): Promise<string> {
  const details = { path };
  if (/[\0\n\r]/.test(path))
    throw fail('usage.no-such-folder', 'A folder whose name holds a line break cannot be opened.', { details });
  let folder: string;
  try {
    folder = await realpath(path);
    if (!(await stat(folder)).isDirectory()) {
      throw fail('usage.not-a-repository', `${path} is a file.`, {
        hint: 'Choose the folder of a Git repository.',
        details,
      });
    }
    await access(folder, constants.R_OK | constants.X_OK);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (code === 'EACCES' || code === 'EPERM') throw unreadable(path, cause);
    if (code === null) throw cause;
    throw fail('usage.no-such-folder', `There is no folder ${path}.`, {
      hint: 'It may have been moved or renamed, or its disk is not there.',
      details,
      cause,
    });
  }
  return folder;
}

const unreadable = (path: string, cause: unknown): ProblemError =>
  fail('usage.repository-unreadable', `${path} may not be read by this user.`, {
    hint: 'Ask its owner for permission to read it, then open it again.',
    details: { path },
    cause,
  });

/**
 * A repository of another owner is read only when exactly its folder is trusted for this one look: opening it is the
 * person's choice. No command of a kind that could run something of it follows.
 */
async function foundInForeignFolder(cwd: string): Promise<Layout> {
  const reason = await runnerAt({ cwd, gitDirectory: null })
    .run(findGitDirectory)
    .then(
      () => '',
      (thrown: unknown) => problemFrom(thrown).message,
    );
  const owned = /detected dubious ownership in repository at '([^\n]+)'/.exec(reason)?.[1];
  const found =
    owned !== undefined && contains(owned, cwd)
      ? await runnerAt({ cwd, gitDirectory: null, trusted: owned }).run(layout)
      : null;
  if (found) return found;
  if (/[Pp]ermission denied/.test(reason)) throw unreadable(cwd, reason);
  if (/not a git repository/i.test(reason)) {
    throw fail('usage.not-a-repository', `${cwd} is not in a Git repository.`, {
      hint: 'Choose a folder that holds one, or make one with `git init`.',
      details: { path: cwd },
    });
  }
  throw fail('usage.repository-unreadable', `Git cannot read the repository in ${cwd}: ${reason}`, {
    hint: '`git status` in that folder says more.',
    details: { path: cwd },
  });
}

/** `core.worktree` can name any folder of the machine; only one that holds what was opened is believed. */
function rootOf(found: Layout, cwd: string): string {
  if (found.bare) return found.gitDirectory;
  if (found.top !== null) {
    if (contains(found.top, cwd)) return found.top;
    throw fail(
      'usage.repository-unreadable',
      `The configuration of the repository in ${cwd} names a working tree elsewhere: ${found.top}.`,
      {
        hint: 'Open that folder instead, or remove core.worktree from the repository’s configuration.',
        details: { path: cwd },
      },
    );
  }
  return basename(found.commonDirectory) === '.git' ? dirname(found.commonDirectory) : found.commonDirectory;
}

function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || /^\.\.[/\\]/.test(way) || isAbsolute(way));
}
