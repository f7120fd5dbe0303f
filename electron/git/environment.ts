/**
 * The environment and the configuration under which every git command runs. Repositories are untrusted: nothing that
 * a repository, the system or the user's own configuration says may start a program. Everything here is passed by
 * environment variables, so that it reaches git exactly alike whoever starts it.
 */

/** Where a command runs. */
export interface Place {
  /** An existing folder. */
  readonly cwd: string;
  /** The repository, by its git directory; null lets git look for one upwards from `cwd`. */
  readonly gitDirectory: string | null;
  /** The one folder that may belong to somebody else; never a pattern. */
  readonly trusted?: string;
  /** A store for new objects that may be lost at any time; it borrows the repository's own (see picks/scratch.ts). */
  readonly scratchObjects?: string;
  /** A file of attributes that Slipway wrote itself. */
  readonly attributesFile?: string;
  readonly indexFile?: string;
}

/** What the user's machine must lend: where programs are, and what Windows needs to start any. */
const inherited = ['PATH', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR'] as const;

const fixed = {
  // An empty home, not a missing one: git would otherwise ask the password database for it.
  HOME: '',
  XDG_CONFIG_HOME: '',
  LC_ALL: 'C.UTF-8',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '/bin/false',
  SSH_ASKPASS: '/bin/false',
  GIT_EDITOR: ':',
  GIT_SEQUENCE_EDITOR: ':',
  GIT_PAGER: 'cat',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  // Nothing here speaks to another repository: refs are read, objects are borrowed (see mirror.ts).
  GIT_ALLOW_PROTOCOL: '',
  GIT_PROTOCOL_FROM_USER: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_LFS_SKIP_SMUDGE: '1',
  // A path is a path: `:(top)`, `*` and `[` are characters of a name.
  GIT_LITERAL_PATHSPECS: '1',
} as const;

/** From git 2.54 on, hooks can be configured by name and run in spite of `core.hooksPath`: each event is switched off. */
export const hookEvents = [
  'applypatch-msg',
  'pre-applypatch',
  'post-applypatch',
  'pre-commit',
  'pre-merge-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'pre-rebase',
  'post-checkout',
  'post-merge',
  'pre-push',
  'pre-receive',
  'update',
  'proc-receive',
  'post-receive',
  'post-update',
  'reference-transaction',
  'push-to-checkout',
  'pre-auto-gc',
  'post-rewrite',
  'sendemail-validate',
  'fsmonitor-watchman',
  'post-index-change',
];

const configuration: readonly (readonly [string, string])[] = [
  ['core.hooksPath', '/dev/null'],
  ...hookEvents.map((event) => [`hook.${event}.enabled`, 'false'] as const),
  ['core.fsmonitor', 'false'],
  ['core.attributesFile', '/dev/null'],
  ['core.excludesFile', '/dev/null'],
  ['core.protectNTFS', 'true'],
  ['core.protectHFS', 'true'],
  ['core.autocrlf', 'false'],
  ['core.eol', 'lf'],
  ['core.quotePath', 'false'],
  // A ref that was acknowledged, and the objects below it, survive a power cut.
  ['core.fsync', 'committed,reference'],
  ['protocol.allow', 'never'],
  ['log.showSignature', 'false'],
  ['log.mailmap', 'false'],
  ['i18n.logOutputEncoding', 'UTF-8'],
  // `%G?` in a file marked export-subst would start it.
  ['gpg.program', '/bin/false'],
  ['gpg.ssh.program', '/bin/false'],
  ['gpg.x509.program', '/bin/false'],
  ['commit.gpgSign', 'false'],
  ['tag.gpgSign', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['transfer.fsckObjects', 'true'],
  ['fetch.fsckObjects', 'true'],
  ['http.followRedirects', 'initial'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  // Files in an archive get the modes of an ordinary checkout.
  ['tar.umask', '0022'],
];

/** The whole environment of a git process at a place; `ambient` is the environment that Slipway itself has. */
export function environmentFor(place: Place, ambient: NodeJS.ProcessEnv): Record<string, string> {
  const settings = [
    ...configuration,
    // A bare repository hidden in a checkout must not be taken for the one that was opened: except while a person's
    // own choice of folder is looked at, the repository is always named.
    ['safe.bareRepository', place.gitDirectory === null ? 'all' : 'explicit'] as const,
    ...(place.trusted === undefined ? [] : [['safe.directory', place.trusted] as const]),
    // The last value counts.
    ...(place.attributesFile === undefined ? [] : [['core.attributesFile', place.attributesFile] as const]),
    ...(place.scratchObjects === undefined ? [] : [['core.fsync', 'none'] as const]),
  ];
  return {
    ...Object.fromEntries(
      inherited.flatMap((name) => {
        const value = ambient[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    ...fixed,
    ...(place.gitDirectory === null ? {} : { GIT_DIR: place.gitDirectory }),
    ...(place.scratchObjects === undefined ? {} : { GIT_OBJECT_DIRECTORY: place.scratchObjects }),
    ...(place.indexFile === undefined ? {} : { GIT_INDEX_FILE: place.indexFile }),
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}
