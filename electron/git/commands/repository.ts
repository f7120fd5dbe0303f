/** What a repository is, and making the mirror's. */
import type { Command } from '../run.ts';

export const version: Command<string> = {
  args: ['version'],
  parse: (output) => /\d+(\.\d+)+/.exec(output)?.[0] ?? output.trim(),
};

export interface Layout {
  readonly bare: boolean;
  readonly shallow: boolean;
  readonly objectFormat: string;
  readonly gitDirectory: string;
  readonly commonDirectory: string;
  readonly objectsDirectory: string;
  /** Null for a bare repository and inside a git directory. */
  readonly top: string | null;
}

/** Null when the answer is not that of a repository. The last question fails where there is no working tree. */
export const layout: Command<Layout | null> = {
  args: [
    'rev-parse',
    '--path-format=absolute',
    '--is-bare-repository',
    '--is-shallow-repository',
    '--show-object-format',
    '--absolute-git-dir',
    '--git-common-dir',
    '--git-path',
    'objects',
    '--show-toplevel',
  ],
  accepts: [128],
  parse(output) {
    const [bare, shallow, objectFormat, gitDirectory, commonDirectory, objectsDirectory, top] = output.split('\n');
    if (!objectFormat || !gitDirectory || !commonDirectory || !objectsDirectory) return null;
    return {
      bare: bare === 'true',
      shallow: shallow === 'true',
      objectFormat,
      gitDirectory,
      commonDirectory,
      objectsDirectory,
      top: top || null,
    };
  },
};

/** The address of `origin` as it is written in the configuration; null when there is none. */
export const originAddress: Command<string | null> = {
  args: ['config', '--get', 'remote.origin.url'],
  accepts: [1],
  parse: (output, exitCode) => (exitCode === 0 ? output.trim() : null),
};

/** Makes an empty bare repository in the folder `GIT_DIR` names, without the hooks and settings of any template. */
export const initBare = (objectFormat: string): Command<void> => ({
  args: ['init', '--quiet', '--bare', '--template=', `--object-format=${objectFormat}`, '--initial-branch=main'],
  parse: () => undefined,
});

/** Fails, with git's reason, where there is no repository that git would read. */
export const findGitDirectory: Command<void> = { args: ['rev-parse', '--absolute-git-dir'], parse: () => undefined };
