/** Real cherry-picks in public repositories, found by their trailers. */
import { execFileSync } from 'node:child_process';

export interface RealCopy {
  readonly copy: string;
  readonly onto: string;
  readonly tree: string;
  readonly source: string;
}

/** Git in a repository, as text. */
export function gitIn(repository: string, more: readonly string[], input = ''): string {
  return execFileSync('git', ['--git-dir', repository, ...more], {
    input,
    maxBuffer: 1 << 30,
    env: { ...process.env, GIT_NO_REPLACE_OBJECTS: '1', GIT_NO_LAZY_FETCH: '1' },
  }).toString();
}

/** Commits that name exactly one commit they were picked from, which is there. Newest first. */
export function copiesIn(repository: string): RealCopy[] {
  const log = gitIn(repository, [
    'log',
    '--all',
    '--no-merges',
    '--fixed-strings',
    '--grep=(cherry picked from commit ',
    '-z',
    '--format=%H %P%x01%T%x01%B',
  ]);
  const copies = log.split('\0').flatMap((record) => {
    const [commits = '', tree = '', body = ''] = record.split('\x01');
    const [copy = '', onto, ...more] = commits.split(' ');
    const sources = [...body.matchAll(/\(cherry picked from commit ([0-9a-f]{40})\)/g)].map((match) => match[1] ?? '');
    const [source] = sources;
    return onto && more.length === 0 && source && sources.length === 1 ? [{ copy, onto, tree, source }] : [];
  });
  const there = gitIn(repository, ['cat-file', '--batch-check'], copies.map(({ source }) => `${source}\n`).join(''));
  const lines = there.split('\n');
  return copies.filter((_copy, index) => lines[index]?.includes(' commit '));
}

/** At most so many of them, spread evenly. */
export function spread<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, all.length / most);
  return all.filter((_one, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/** The repositories and the limit of a command line: `[--limit N] REPOSITORY…`, or SLIPWAY_CORPUS with `:` between. */
export function corpusArguments(limit: number): { repositories: string[]; limit: number } {
  const args = process.argv.slice(2);
  const at = args.indexOf('--limit');
  const most = at < 0 ? limit : Number(args.splice(at, 2)[1]);
  const repositories = args.length > 0 ? args : (process.env['SLIPWAY_CORPUS'] ?? '').split(':').filter(Boolean);
  if (repositories.length > 0) return { repositories, limit: most };
  console.error('Name the repositories to look at.');
  process.exit(2);
}
