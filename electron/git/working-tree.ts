/**
 * The person's own checkout, only ever read. Git is asked through a repository of Slipway's own that is made for one
 * question: a copy of the index, no configuration but how files are compared, and a store for new objects. So nothing of
 * theirs is written, not even the index refreshed, and no filter, hook or monitor that their configuration names can run.
 */
import { copyFile, mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { WorkingTree } from '../../shared/domain/test-environment.ts';
import { fail } from '../../shared/problem.ts';
import { headCommit, refTable } from './commands/refs.ts';
import { changedPaths, comparing, excludesFile, statusArguments, type ChangedPath } from './commands/status.ts';
import { changeIndex, newObjects, takeIn, writeTree } from './commands/write.ts';
import { unfinished } from './keep.ts';
import { looseWriter } from './loose.ts';
import { personEnvironment } from './person-environment.ts';
import type { Source } from './probe.ts';
import { collected, runnerAt, type Runner } from './run.ts';
import { entryOf, requireRoom, type Caps } from './working-files.ts';

export interface WorkingTrees {
  /** What is checked out, and what differs from it; null for a bare repository. */
  state(): Promise<Omit<WorkingTree, 'ahead' | 'behind'> | null>;
  /**
   * A commit in the mirror of everything that is in the working tree now, on top of what is checked out; ignored files
   * stay out. Rejects with `usage.no-working-tree`, `refused.conflicts`, `refused.working-tree-too-large`.
   */
  snapshot(options: { by: string; at: number }): Promise<{ commit: string; branch: string | null; files: number }>;
}

const listed = 200;
const statusTimeoutMs = 60_000;
const caps: Caps = { files: 20_000, bytes: 100 * 1024 * 1024 };
const ignoreMaxBytes = 1_000_000;

interface Look {
  readonly runner: Runner;
  readonly objects: string;
  readonly head: string;
  readonly branch: string | null;
  readonly changed: ChangedPath[];
}

export function workingTreesOf(mirrorFolder: string, mirror: Runner, source: Source): WorkingTrees {
  const { root, bare } = source.opened;

  /** Looks at the working tree with a repository that is gone afterwards. */
  const look = async <T>(work: (look: Look) => Promise<T>): Promise<T> => {
    const answer: T[] = [];
    await unfinished(mirrorFolder, async (folder) => {
      const head = await source.runner.run(headCommit);
      const branch = (await source.runner.run(refTable)).head?.replace(/^refs\/heads\//, '') ?? null;
      if (head === null)
        throw fail('refused.no-commit', 'Nothing is checked out that has a commit.', { hint: 'Make a first commit.' });
      await makeRepository(folder, mirrorFolder, source, head);
      const runner = runnerAt({ cwd: root, gitDirectory: folder });
      const status = await collected(runner.stream(statusArguments, { timeoutMs: statusTimeoutMs }));
      answer.push(
        await work({ runner, objects: join(folder, 'objects'), head, branch, changed: changedPaths(status) }),
      );
    });
    // Filled by the line above, or it has thrown.
    return answer[0] as T;
  };

  return {
    state: async () =>
      bare
        ? null
        : look(({ head, branch, changed }) =>
            Promise.resolve({
              branch,
              commit: head,
              changed: changed.slice(0, listed).map(({ path, state }) => ({ path: shown(path), state })),
              count: changed.length,
            }),
          ),
    async snapshot({ by, at }) {
      if (bare) throw fail('usage.no-working-tree', 'A bare repository has no working tree.');
      return look(async ({ runner, objects, head, branch, changed }) => {
        requireSettled(changed);
        const unstaged = changed.filter(({ unstaged: differs, path }) => differs && !path.endsWith('/'));
        await requireRoom(root, unstaged, caps);
        const write = looseWriter(objects, source.objectFormat);
        const changes = [];
        for (const one of unstaged) changes.push({ path: one.path, entry: await entryOf(root, one, write, caps) });
        if (changes.length > 0) await runner.run(changeIndex(changes, '0'.repeat(head.length)));
        const tree = await runner.run(writeTree);
        const commit = write('commit', commitOf({ tree, head, branch, by, at, files: changed.length }));
        const pack = newObjects.input(commit, [head]);
        await mirror.run(takeIn(await collected(runner.stream(newObjects.args, { input: pack }))));
        return { commit, branch, files: changed.length };
      });
    },
  };
}

const shown = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');

function requireSettled(changed: readonly ChangedPath[]): void {
  const conflicts = changed.filter(({ state }) => state === 'conflict');
  if (conflicts.length === 0) return;
  const names = conflicts.slice(0, 5).map(({ path }) => shown(path));
  throw fail('refused.conflicts', `The working tree has conflicts: ${names.join(', ')}.`, {
    hint: 'Settle them first.',
    details: { conflicts: conflicts.slice(0, 50).map(({ path }) => shown(path)) },
  });
}

/** A repository that has nothing of its own but a place for new objects. */
async function makeRepository(folder: string, mirror: string, source: Source, head: string): Promise<void> {
  await mkdir(join(folder, 'objects', 'info'), { recursive: true });
  await mkdir(join(folder, 'refs'));
  await mkdir(join(folder, 'info'));
  const compared = await source.runner.run(comparing);
  const sha256 = source.objectFormat === 'sha256';
  const config = [
    '[core]',
    `repositoryformatversion = ${sha256 ? '1' : '0'}`,
    'bare = false',
    ...compared.map(([name, value]) => `${name} = ${String(value)}`),
    ...(sha256 ? ['[extensions]', 'objectformat = sha256'] : []),
  ];
  const store = join(mirror, 'objects');
  await Promise.all([
    writeFile(join(folder, 'config'), `${config.join('\n')}\n`),
    writeFile(join(folder, 'HEAD'), `${head}\n`),
    writeFile(
      join(folder, 'objects', 'info', 'alternates'),
      `${/^["#]|\\/.test(store) ? JSON.stringify(store) : store}\n`,
    ),
    ignored(folder, source).then((text) => writeFile(join(folder, 'info', 'exclude'), text)),
    copyIndex(join(source.gitDirectory, 'index'), join(folder, 'index')),
    copyFile(join(mirror, 'shallow'), join(folder, 'shallow')).catch(unlessAbsent),
  ]);
}

/**
 * With its times, less a little: git takes for unchanged what has the times that the index remembers, and is older than
 * the index itself. A copy that looked younger would hide what changed in the same moment as the index was written.
 */
async function copyIndex(from: string, to: string): Promise<void> {
  const found = await stat(from).catch(unlessAbsent);
  if (!found) return;
  await copyFile(from, to);
  const seconds = Math.floor(found.mtimeMs / 1000) - 1;
  await utimes(to, seconds, seconds);
}

/** What the person lets git ignore here and everywhere, beside the .gitignore files. */
async function ignored(folder: string, source: Source): Promise<string> {
  const person = runnerAt({ cwd: folder, gitDirectory: folder }, personEnvironment(folder, process.env));
  const usual = join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'git', 'ignore');
  const everywhere = await person.run(excludesFile).catch(() => null);
  const texts = await Promise.all(
    [join(source.opened.commonDirectory, 'info', 'exclude'), everywhere ?? usual].map(async (file) => {
      const info = await stat(file).catch(() => null);
      return info?.isFile() && info.size <= ignoreMaxBytes ? readFile(file, 'utf8').catch(() => '') : '';
    }),
  );
  return texts.map((text) => `${text}\n`).join('');
}

function unlessAbsent(cause: unknown): undefined {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
  throw cause;
}

interface Committed {
  readonly tree: string;
  readonly head: string;
  readonly branch: string | null;
  readonly by: string;
  readonly at: number;
  readonly files: number;
}

function commitOf({ tree, head, branch, by, at, files }: Committed): Buffer {
  const name = by.replace(/[<>\p{Cc}]/gu, '').trim() || 'slipway';
  const who = `${name} <> ${String(Math.floor(at / 1000))} +0000`;
  const subject = `Working tree of ${branch ?? head.slice(0, 7)}, ${String(files)} ${files === 1 ? 'file' : 'files'} changed`;
  return Buffer.from(`tree ${tree}\nparent ${head}\nauthor ${who}\ncommitter ${who}\n\n${subject}\n`);
}
