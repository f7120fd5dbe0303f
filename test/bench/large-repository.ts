/** Repositories with very long histories, made by `git fast-import`: a main line, and branches that are merged into it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRepository, type FixtureRepository } from '../fixtures/repository.ts';

const authors = ['Ada Lovelace', 'Grace Hopper', 'Edsger Dijkstra', 'Barbara Liskov', 'Alan Turing'];
const firstSecond = 1_400_000_000;
/** Each stretch of history: so many commits on main, and beside them a branch that a merge ends. */
const stretch = { main: 6, side: 3 };
const perWrite = 2000;
const files = 500;

export interface LargeRepository {
  readonly repository: FixtureRepository;
  readonly commits: number;
}

/** Makes one in a new folder, with `commits` commits at least, reachable from main. */
export async function makeLargeRepository(path: string, commits: number): Promise<LargeRepository> {
  const repository = createRepository(path);
  const git = spawn('git', ['fast-import', '--quiet'], { cwd: path, stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = once(git, 'close');
  let text = '';
  let written = 0;
  const write = async (): Promise<void> => {
    const room = git.stdin.write(text);
    text = '';
    if (!room) await once(git.stdin, 'drain');
  };
  for (const entry of historyOf(commits)) {
    text += commitText(entry);
    written += 1;
    if (written % perWrite === 0) await write();
  }
  await write();
  git.stdin.end();
  const [exitCode] = (await ended) as [number];
  if (exitCode !== 0) throw new Error(`git fast-import ended with ${String(exitCode)}.`);
  return { repository, commits: written };
}

interface Entry {
  /** Marks count from 1. */
  readonly mark: number;
  readonly branch: string;
  /** Marks of its parents. */
  readonly parents: readonly number[];
}

function* historyOf(commits: number): Generator<Entry> {
  let mark = 0;
  let main = 0;
  while (mark < commits) {
    const fork = main;
    let side = fork;
    for (let index = 0; index < stretch.main + stretch.side && mark < commits; index += 1) {
      // The two lines take turns, as they do when people work at the same time.
      const onSide = index % 3 === 1 && fork > 0;
      mark += 1;
      const from = onSide ? side : main;
      yield { mark, branch: onSide ? 'side' : 'main', parents: from === 0 ? [] : [from] };
      if (onSide) side = mark;
      else main = mark;
    }
    if (side === fork) continue;
    mark += 1;
    yield { mark, branch: 'main', parents: [main, side] };
    main = mark;
  }
}

function commitText({ mark, branch, parents }: Entry): string {
  const author = authors[mark % authors.length] ?? '';
  const merge = parents.length > 1;
  const message = merge
    ? `Merge the work on part ${String(mark)}\n`
    : `Change part ${String(mark)} (#${String(mark)})\n`;
  const content = `${String(mark)}\n`;
  return [
    `commit refs/heads/${branch}`,
    `mark :${String(mark)}`,
    `committer ${author} <${author.split(' ')[0]?.toLowerCase() ?? ''}@example.com> ${String(firstSecond + mark * 60)} +0000`,
    `data ${String(message.length)}`,
    message,
    ...parents.map((parent, index) => `${index === 0 ? 'from' : 'merge'} :${String(parent)}`),
    ...(merge ? [] : [`M 100644 inline files/${String(mark % files)}`, `data ${String(content.length)}`, content]),
    '',
  ].join('\n');
}
