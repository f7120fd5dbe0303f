/** Where a remote may be pushed to, or fetched from. */
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fail, type ProblemError } from '../../shared/problem.ts';
import { findRepository, type Source } from './probe.ts';

/**
 * The address as git gets it: a folder is meant from the repository's root. One that leads into the opened repository,
 * or to another working tree of it, is `refused.remote`: its hooks came with it, and would run.
 */
export async function usableAddress(
  address: string,
  remote: string,
  source: Source,
  use: 'pushed to' | 'fetched from',
): Promise<string> {
  // eslint-disable-next-line no-control-regex -- no address holds any
  if (address.startsWith('-') || /[\0-\x1f]/.test(address)) throw unusable(remote, use, 'Its address is none.');
  const path = /^file:\/\//i.test(address) ? decoded(address.replace(/^file:\/\/[^/]*/i, '')) : address;
  if (path === null) throw unusable(remote, use, 'Its address is none.');
  const isPath = path !== address || !/^[A-Za-z][A-Za-z0-9+.-]*:|^[^/]*:/.test(address);
  if (!isPath) return address;
  const folder = resolve(source.opened.root, path);
  if (await leadsInside(folder, source))
    throw unusable(remote, use, 'Its address leads into the opened repository itself, whose hooks would run.');
  return folder;
}

function decoded(path: string): string | null {
  try {
    return decodeURI(path);
  } catch {
    return null;
  }
}

/** Git takes a folder, what is called like it with `.git` behind it, and the repository that either of them belongs to. */
async function leadsInside(folder: string, { opened }: Source): Promise<boolean> {
  const own = await Promise.all([opened.root, opened.commonDirectory].map(real));
  const meant = await Promise.all([folder, `${folder}.git`, join(folder, '.git')].map(placesOf));
  return own.some((mine) => [folder, ...meant.flat()].some((place) => isInside(mine, place)));
}

/** A folder where it really is, and the directory that holds the hooks of the repository there. */
async function placesOf(folder: string): Promise<string[]> {
  const place = await real(folder);
  const common = await findRepository(place).then(
    (found) => real(found.opened.commonDirectory),
    // No repository that git would push to.
    () => null,
  );
  return common === null ? [place] : [place, common];
}

const real = (path: string): Promise<string> => realpath(path).catch(() => path);

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || /^\.\.[/\\]/.test(way) || isAbsolute(way));
}

const unusable = (remote: string, use: string, why: string): ProblemError =>
  fail('refused.remote', `Nothing is ${use} ${remote}. ${why}`, { hint: 'Set another address for it.' });
