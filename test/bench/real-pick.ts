/**
 * The same pick by git itself, the way a desktop client does it, for comparing: a worktree without its files but for
 * `.gitattributes`, which merging reads from there, and `git cherry-pick`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RealPick {
  readonly verdict: 'clean' | 'conflict' | 'no-change' | 'failed';
  readonly tree: string | null;
  /** `MODE OBJECT STAGE\tPATH` of every unmerged entry, sorted. */
  readonly stages: readonly string[];
  readonly words: string;
}

/** A repository of its own in `folder` that borrows the objects of another one, with a working tree. */
export class PickingClone {
  readonly #folder: string;
  readonly #git: string;

  constructor(folder: string, objects: string, objectFormat = 'sha1') {
    this.#folder = join(folder, 'tree');
    this.#git = join(folder, 'tree', '.git');
    mkdirSync(this.#folder, { recursive: true });
    this.run(['init', '--quiet', `--object-format=${objectFormat}`, '--initial-branch=main']);
    mkdirSync(join(this.#git, 'objects', 'info'), { recursive: true });
    writeFileSync(join(this.#git, 'objects', 'info', 'alternates'), `${objects}\n`);
  }

  run(args: readonly string[], input = ''): string {
    return execFileSync('git', args, {
      cwd: this.#folder,
      env: this.#environment(),
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 1 << 29,
    }).toString('latin1');
  }

  /** Picks a commit on another one. */
  pick(onto: string, commit: string, mainline?: number): RealPick {
    this.#reset(onto);
    const args = ['cherry-pick', ...(mainline === undefined ? [] : ['-m', String(mainline)]), commit];
    const ended = spawnSync('git', args, { cwd: this.#folder, env: this.#environment(), maxBuffer: 1 << 28 });
    const words = `${ended.stdout.toString()}${ended.stderr.toString()}`;
    if (ended.status === 0)
      return { verdict: 'clean', tree: this.run(['rev-parse', 'HEAD^{tree}']).trim(), stages: [], words };
    const stages = this.run(['ls-files', '-u', '-z', '--full-name'])
      .split('\0')
      .filter((line) => line !== '')
      .map(withoutSubject)
      .sort();
    if (stages.length > 0) return { verdict: 'conflict', tree: null, stages, words };
    if (/is now empty|nothing to commit|nothing added/.test(words))
      return { verdict: 'no-change', tree: this.run(['write-tree']).trim(), stages, words };
    return { verdict: 'failed', tree: null, stages, words };
  }

  #reset(onto: string): void {
    for (const name of readdirSync(this.#folder))
      if (name !== '.git') rmSync(join(this.#folder, name), { recursive: true, force: true });
    for (const name of ['CHERRY_PICK_HEAD', 'sequencer', 'MERGE_MSG', 'index.lock', 'AUTO_MERGE'])
      rmSync(join(this.#git, name), { recursive: true, force: true });
    this.run(['update-ref', '--no-deref', 'HEAD', onto]);
    this.run(['read-tree', '--reset', onto]);
    const attributes = this.run(['ls-files', '-z', '--', '.gitattributes', '**/.gitattributes']);
    if (attributes !== '') this.run(['checkout-index', '-z', '--stdin', '-f', '-q'], attributes);
  }

  #environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: this.#folder,
      LC_ALL: 'C.UTF-8',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_LFS_SKIP_SMUDGE: '1',
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.com',
      GIT_EDITOR: ':',
      GIT_MERGE_AUTOEDIT: 'no',
    };
  }
}

/** A file that is moved aside is named after the picked commit: git adds its subject. */
const withoutSubject = (line: string): string => line.replace(/~([0-9a-f]{7})[0-9a-f]* \([^]*\)$/, '~$1');
