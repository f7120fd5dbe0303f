/** Makes the sample: a small real web shop in a Git repository of its own, with a history to release from. */
import { spawn } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { devNull } from 'node:os';
import { discover } from '../../shared/compose/discover.ts';
import { startFrom, writePreset } from '../../shared/configuration/presets.ts';
import { fail } from '../../shared/problem.ts';
import { compose, dockerfile } from './sample-files.ts';
import { sampleHistory, type SampleCommit } from './sample-history.ts';

export interface Sample {
  readonly folder: string;
  /** The commit that main is at. */
  readonly head: string;
}

/** A public image with busybox's applets, for where a registry can be reached. */
export const publicBase = 'busybox:stable-musl';

/**
 * Makes the sample in `folder`, which must be absent or empty (`conflict.file-exists` otherwise). `base` names the base
 * image of its Dockerfile: `public`, or an image that the engine has, such as `sampleBaseImage`.
 */
export async function makeSample(folder: string, { base }: { base: 'public' | (string & {}) }): Promise<Sample> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) {
    throw fail('conflict.file-exists', `${folder} is not empty, so the sample is not made there.`, {
      hint: 'Choose another folder, or empty it.',
      details: { file: folder },
    });
  }
  const image = base === 'public' ? publicBase : base;
  const { found } = startFrom(
    'shop',
    'main',
    discover(
      new Map([
        ['compose.yaml', compose],
        ['Dockerfile', dockerfile(image)],
      ]),
    ),
  );
  await git(folder, ['init', '--quiet', '--initial-branch=main', '--template=']);
  await git(
    folder,
    ['fast-import', '--quiet', '--date-format=raw'],
    importStream(sampleHistory(image, writePreset('full', found))),
  );
  await git(folder, ['checkout', '--quiet', '--force', 'main']);
  return { folder, head: (await git(folder, ['rev-parse', 'HEAD'])).trim() };
}

/** The history in the language of `git fast-import`: one process makes all of it, the same to the byte everywhere. */
export function importStream(history: readonly SampleCommit[]): string {
  const marks = new Map<string, number>();
  let parent = 0;
  return history
    .map((commit, index) => {
      const mark = index + 1;
      const from = marks.get(commit.branch) ?? (commit.branch === 'main' ? 0 : parent);
      marks.set(commit.branch, mark);
      if (commit.branch === 'main') parent = mark;
      const when = `${String(Date.parse(commit.at) / 1000)} +0000`;
      const lines = [
        `commit refs/heads/${commit.branch}`,
        `mark :${String(mark)}`,
        `author ${commit.author} ${when}`,
        `committer ${commit.author} ${when}`,
        data(`${commit.message}\n`),
        ...(from === 0 ? [] : [`from :${String(from)}`]),
        ...Object.entries(commit.files).flatMap(([path, content]) => [
          `M ${isProgram(path) ? '100755' : '100644'} inline ${path}`,
          data(content),
        ]),
      ];
      if (commit.tag !== undefined)
        lines.push(
          `tag ${commit.tag}`,
          `from :${String(mark)}`,
          `tagger ${commit.author} ${when}`,
          data(`${commit.tag}\n`),
        );
      return `${lines.join('\n')}\n`;
    })
    .join('');
}

const isProgram = (path: string): boolean => path.startsWith('www/cgi-bin/') || path === 'test/run.sh';
const data = (text: string): string => `data ${String(Buffer.byteLength(text))}\n${text}`;

/** Runs git free of the person's configuration, hooks and templates. */
async function git(folder: string, parameters: readonly string[], input = ''): Promise<string> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
  };
  const settings = ['-c', `core.hooksPath=${devNull}`, '-c', 'core.autocrlf=false', '-c', 'core.fsmonitor=false'];
  return await new Promise((resolve, reject) => {
    const child = spawn('git', [...settings, ...parameters], { cwd: folder, env, windowsHide: true });
    let out = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      complaint += chunk;
    });
    // git may end before it has read everything; its exit says why.
    child.stdin.on('error', () => undefined).end(input);
    child.on('error', (cause) =>
      reject(
        fail('failed.git', `git could not be started: ${cause.message}`, { hint: 'Install Git 2.39 or newer.', cause }),
      ),
    );
    child.on('close', (code) => {
      if (code === 0) resolve(out);
      else reject(fail('failed.git', `git ${parameters[0] ?? ''} failed: ${complaint.trim().slice(0, 2000)}`));
    });
  });
}
