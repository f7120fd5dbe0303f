/** Branches and tags: reading them, and moving the mirror's. */
import type { Ref } from '../../../shared/domain/commit.ts';
import type { Command } from '../run.ts';
import { fieldsOf } from './records.ts';
import { timeOf } from './log.ts';

/** What Slipway follows; everything else of a repository (stash, notes, pull requests) stays where it is. */
const followed = ['refs/heads', 'refs/tags', 'refs/remotes'] as const;
/** Slipway's own refs in the mirror, which nothing but `pin` and `unpin` touch. */
export const pinPrefix = 'refs/slipway/';

const many = { maxBytes: 256 * 1024 * 1024 };

/** Object names by full ref name, and the branch that is checked out, if it exists. */
export interface RefTable {
  readonly refs: ReadonlyMap<string, string>;
  readonly head: string | null;
}

/** Reads no object: a repository whose objects are damaged or elsewhere still lists its refs. */
export const refTable: Command<RefTable> = {
  ...many,
  args: ['for-each-ref', '--format=%(refname)%00%(objectname)%00%(HEAD)%00', ...followed],
  parse(output) {
    const fields = fieldsOf(output);
    const refs = new Map<string, string>();
    let head: string | null = null;
    for (let index = 0; index + 2 < fields.length; index += 3) {
      // Each record but the first begins with the line break that ends the one before.
      const name = (fields[index] ?? '').replace(/^\n/, '');
      if (/^refs\/remotes\/[^/]+\/HEAD$/.test(name)) continue;
      refs.set(name, fields[index + 1] ?? '');
      if (fields[index + 2] === '*') head = name;
    }
    return { refs, head };
  },
};

/** The commit that HEAD stands for; null when it names a branch that does not exist. */
export const headCommit: Command<string | null> = {
  args: ['rev-parse', '--verify', 'HEAD'],
  accepts: [128],
  parse: (output, exitCode) => (exitCode === 0 ? output.trim() : null),
};

/** Tags of tags are peeled one layer deep by git 2.39: their commits must be looked up by the name. */
export interface Listed {
  readonly refs: Ref[];
  readonly nested: readonly { ref: string; name: string }[];
}

/** Branches, tags and remote branches with the commits behind them. Tags of anything but a commit are left out. */
export const listRefs: Command<Listed> = {
  ...many,
  args: [
    'for-each-ref',
    `--format=${[
      'refname',
      'objectname',
      'objecttype',
      '*objectname',
      '*objecttype',
      'committerdate:unix',
      '*committerdate:unix',
    ]
      .map((field) => `%(${field})%00`)
      .join('')}`,
    ...followed,
  ],
  parse(output) {
    const fields = fieldsOf(output);
    const refs: Ref[] = [];
    const nested: { ref: string; name: string }[] = [];
    for (let index = 0; index + 6 < fields.length; index += 7) {
      const [first = '', object = '', type, peeled = '', peeledType, date = '', peeledDate = ''] = fields.slice(
        index,
        index + 7,
      );
      const name = first.replace(/^\n/, '');
      const direct = type === 'commit';
      if (!direct && peeledType === 'tag') nested.push({ ref: name, name: named(name).name });
      if (!direct && peeledType !== 'commit') continue;
      const at = direct ? date : peeledDate;
      refs.push({ ...named(name), commit: direct ? object : peeled, committedAt: at === '' ? null : timeOf(at) });
    }
    return { refs, nested };
  },
};

function named(name: string): Pick<Ref, 'name' | 'kind'> {
  if (name.startsWith('refs/heads/')) return { kind: 'branch', name: name.slice('refs/heads/'.length) };
  if (name.startsWith('refs/tags/')) return { kind: 'tag', name: name.slice('refs/tags/'.length) };
  return { kind: 'remote', name: name.slice('refs/remotes/'.length) };
}

/** The names of tags at a commit, highest version first. */
export const tagsAt = (sha: string): Command<string[]> => ({
  ...many,
  args: ['for-each-ref', `--points-at=${sha}`, '--sort=-version:refname', '--format=%(refname:strip=2)', 'refs/tags'],
  parse: (output) => output.split('\n').filter((line) => line !== ''),
});

/** Every pin: its name and its commit, newest commit first. */
export const listPins: Command<{ name: string; sha: string }[]> = {
  ...many,
  args: ['for-each-ref', '--sort=-committerdate', '--format=%(objectname) %(refname)', pinPrefix],
  parse: (output) =>
    output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [sha = '', name = ''] = line.split(' ');
        return { sha, name: name.slice(pinPrefix.length) };
      }),
};

/** One change of a ref. `to` null deletes. `from` is what must be there: null nothing, undefined anything. */
export interface RefChange {
  readonly ref: string;
  readonly to: string | null;
  readonly from?: string | null;
}

/** Moves refs in one transaction, all or none, each by compare-and-swap where `from` is given. */
export const moveRefs = (changes: readonly RefChange[], zero: string): Command<void> => ({
  args: ['update-ref', '--stdin', '-z'],
  input: [
    'start\0',
    ...changes.map(({ ref, to, from }) => {
      const old = from === undefined ? '' : (from ?? zero);
      return to === null ? `delete ${ref}\0${old}\0` : `update ${ref}\0${to}\0${old}\0`;
    }),
    'commit\0',
  ].join(''),
  ...many,
  timeoutMs: 300_000,
  parse: () => undefined,
});

export const packRefs: Command<void> = { args: ['pack-refs', '--all'], parse: () => undefined };

/** What must change for the mirror's refs to equal the source's. Slipway's own refs are in neither table. */
export function refChanges(mirror: ReadonlyMap<string, string>, source: ReadonlyMap<string, string>): RefChange[] {
  return [
    ...[...mirror].filter(([ref]) => !source.has(ref)).map(([ref]) => ({ ref, to: null })),
    ...[...source].filter(([ref, to]) => mirror.get(ref) !== to).map(([ref, to]) => ({ ref, to })),
  ];
}
