/** A repository with the size of a large product, for picks: 60,000 commits that change a few lines in 8,000 files. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createRepository } from '../fixtures/repository.ts';

const commits = 60_000;
const folders = 400;
const filesPerFolder = 20;
const linesPerFile = 80;

/** Makes it, packed; answers its git directory. */
export async function makePickRepository(path: string): Promise<string> {
  const repository = createRepository(path);
  const git = spawn('git', ['fast-import', '--quiet'], { cwd: path, stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = once(git, 'close');
  let text = '';
  for (const part of parts()) {
    text += part;
    if (text.length < 4_000_000) continue;
    if (!git.stdin.write(text)) await once(git.stdin, 'drain');
    text = '';
  }
  git.stdin.end(text);
  const [exitCode] = (await ended) as [number];
  if (exitCode !== 0) throw new Error(`git fast-import ended with ${String(exitCode)}.`);
  repository.git(['commit-graph', 'write', '--reachable']);
  return join(path, '.git');
}

function* parts(): Generator<string> {
  const files = new Map<string, string[]>();
  for (let folder = 0; folder < folders; folder += 1)
    for (let file = 0; file < filesPerFolder; file += 1) {
      const name = `src/part${String(folder % 20)}/module${String(folder)}/file${String(file)}.txt`;
      files.set(
        name,
        Array.from({ length: linesPerFile }, (_none, line) => `${name} has a line ${String(line)}`),
      );
    }
  const names = [...files.keys()];
  yield head(0, 'Begin');
  for (const [name, lines] of files) yield blob(name, lines);
  for (let commit = 1; commit <= commits; commit += 1) {
    yield head(commit, `Change ${String(commit)}`);
    // A prime step spreads the changes over all files and lines.
    const name = names[(commit * 7919) % names.length] ?? '';
    const lines = files.get(name) ?? [];
    lines[(commit * 31) % linesPerFile] = `changed by ${String(commit)}`;
    yield blob(name, lines);
  }
}

const head = (commit: number, message: string): string =>
  `commit refs/heads/main\nmark :${String(commit + 1)}\ncommitter A <a@example.com> ${String(1_600_000_000 + commit * 600)} +0000\ndata ${String(message.length)}\n${message}\n${commit === 0 ? '' : `from :${String(commit)}\n`}`;

function blob(name: string, lines: readonly string[]): string {
  const text = `${lines.join('\n')}\n`;
  return `M 100644 inline ${name}\ndata ${String(text.length)}\n${text}\n`;
}
