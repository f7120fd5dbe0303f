/** Asking a remote where its branches are, and bringing them into the mirror under refs of their own. */
import type { Command } from '../run.ts';
import { fieldsOf } from './records.ts';

const many = { maxBytes: 64 * 1024 * 1024 };
const askTimeoutMs = 30_000;
const fetchTimeoutMs = 10 * 60_000;

const head = 'refs/heads/';

/** The branches of the repository at an address, by name. */
export const remoteHeads = (address: string): Command<Map<string, string>> => ({
  ...many,
  args: ['ls-remote', '--quiet', '--heads', '--', address],
  timeoutMs: askTimeoutMs,
  parse: (output) =>
    new Map(
      output.split('\n').flatMap((line) => {
        const [sha = '', ref = ''] = line.split('\t');
        return ref.startsWith(head) ? [[ref.slice(head.length), sha] as const] : [];
      }),
    ),
});

/** Where those branches were when they were fetched; `prefix` ends with a slash. */
export const fetchedHeads = (prefix: string): Command<Map<string, string>> => ({
  ...many,
  args: ['for-each-ref', '--format=%(refname)%00%(objectname)%00', prefix],
  parse(output) {
    const fields = fieldsOf(output);
    const heads = new Map<string, string>();
    for (let index = 0; index + 1 < fields.length; index += 2)
      heads.set((fields[index] ?? '').replace(/^\n/, '').slice(prefix.length), fields[index + 1] ?? '');
    return heads;
  },
});

/** Brings every branch of the repository at an address below `prefix`; those that are gone there go here too. */
export const fetchHeads = (address: string, prefix: string): Command<void> => ({
  args: [
    'fetch',
    '--quiet',
    '--prune',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
    '--no-recurse-submodules',
    '--no-show-forced-updates',
    '--',
    address,
    `+${head}*:${prefix}*`,
  ],
  timeoutMs: fetchTimeoutMs,
  parse: () => undefined,
});
