/**
 * The environment of the few commands that a person asked for by name and that need what is theirs: reading who they
 * are, and reaching a remote with their own credentials (their global configuration, credential helpers, ssh agent).
 * Hooks and the opened repository's own configuration stay out here too: pushing and fetching run in the mirror.
 */
import { hookEvents } from './environment.ts';

/** What programs for credentials and connections look for. */
const lent = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'XDG_RUNTIME_DIR',
  'XDG_CACHE_HOME',
  'SSH_AUTH_SOCK',
  'SSH_AGENT_PID',
  'GNUPGHOME',
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_SSL_CAINFO',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'DBUS_SESSION_BUS_ADDRESS',
  'USER',
  'LOGNAME',
  'USERNAME',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'SYSTEMROOT',
  'COMSPEC',
  'TEMP',
  'TMP',
  'TMPDIR',
] as const;

const fixed = {
  LC_ALL: 'C.UTF-8',
  GIT_TERMINAL_PROMPT: '0',
  // Nobody sits at this git: whoever would be asked for a password gets none, in place of a wait without end.
  GIT_ASKPASS: '/bin/false',
  SSH_ASKPASS: '/bin/false',
  SSH_ASKPASS_REQUIRE: 'force',
  GIT_EDITOR: ':',
  GIT_PAGER: 'cat',
  // `ext::` would start any program that an address names.
  GIT_ALLOW_PROTOCOL: 'https:ssh:git:file',
  GIT_PROTOCOL_FROM_USER: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
} as const;

/** What old histories have, and what harms nobody: it would keep all of such a history out. */
const harmless = [
  'zeroPaddedFilemode',
  'zeroPaddedDate',
  'badDate',
  'badDateOverflow',
  'badTimezone',
  'missingSpaceBeforeDate',
  'missingSpaceBeforeEmail',
  'missingNameBeforeEmail',
  'missingEmail',
  'badEmail',
  'badName',
];

/** These win over what the global configuration says. */
const configuration: readonly (readonly [string, string])[] = [
  ['core.hooksPath', '/dev/null'],
  ...hookEvents.map((event) => [`hook.${event}.enabled`, 'false'] as const),
  ['core.fsmonitor', 'false'],
  ['push.followTags', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['submodule.recurse', 'false'],
  ['credential.interactive', 'false'],
  ['http.followRedirects', 'initial'],
  // A connection that stands still: git would wait for good.
  ['http.lowSpeedLimit', '1000'],
  ['http.lowSpeedTime', '30'],
  ['fetch.recurseSubmodules', 'false'],
  ['fetch.writeCommitGraph', 'false'],
  ['transfer.fsckObjects', 'true'],
  ...harmless.map((fault) => [`fetch.fsck.${fault}`, 'ignore'] as const),
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['safe.bareRepository', 'explicit'],
];

/** The whole environment of such a git process in the repository `gitDirectory`. */
export function personEnvironment(gitDirectory: string, ambient: NodeJS.ProcessEnv): Record<string, string> {
  return {
    ...Object.fromEntries(
      lent.flatMap((name) => {
        const value = ambient[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    ...fixed,
    GIT_DIR: gitDirectory,
    GIT_CONFIG_COUNT: String(configuration.length),
    ...Object.fromEntries(
      configuration.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}
