/** Why a remote could not be reached, as a problem that says what to do. Its words are git's and the remote's. */
import { fail, problemFrom, type Problem, type ProblemError } from '../../shared/problem.ts';
import { withoutCredentials } from './names.ts';

/** Git's own words, without what opens the address. */
export function wordsOf(thrown: unknown, address: string): string {
  const { details, message } = problemFrom(thrown);
  const words = typeof details['stderr'] === 'string' && details['stderr'] !== '' ? details['stderr'] : message;
  return words.replaceAll(address, withoutCredentials(address) ?? '…').replaceAll(/\/\/[^/\s@]*@/g, '//');
}

export const isCancelled = (thrown: unknown): boolean => problemFrom(thrown).code === 'failed.cancelled';

export const noSuchRemote = (remote: string): ProblemError =>
  fail('usage.no-such-remote', `There is no remote called ${JSON.stringify(remote.slice(0, 100))}.`, {
    hint: '`git remote -v` lists them; `repository` is the repository itself.',
  });

/** Looked for in this order: who may not read a repository is often told that there is none. */
const reasons: readonly {
  readonly code: Problem['code'];
  readonly says: RegExp;
  readonly what: string;
  readonly hint: string;
  readonly retry: boolean;
}[] = [
  {
    code: 'failed.remote-refused',
    says: /authentication failed|could not read (?:username|password)|terminal prompts disabled|permission denied|access denied|not authorized|host key verification failed|returned error: 40[13]|HTTP 40[13]|dubious ownership|invalid credentials/i,
    what: 'does not let you in',
    hint: 'Sign in once where git keeps your credentials: `git fetch` in a terminal must work without a question.',
    retry: false,
  },
  {
    code: 'failed.remote-gone',
    says: /repository.*not found|does not appear to be a git repository|not a git repository|does not exist|returned error: 404|no such file or directory|project you were looking for could not be found/i,
    what: 'is not there',
    hint: 'It was moved, deleted, or is hidden from you: compare its address by `git remote -v`.',
    retry: false,
  },
  {
    code: 'failed.remote-offline',
    says: /could ?n[o']t resolve|name resolution|network is unreachable|no route to host|connection (?:refused|reset|timed out|closed)|failed to connect|unable to connect|could not connect|couldn't connect|recv failure|early eof|hung up unexpectedly|returned error: 5\d\d/i,
    what: 'cannot be reached',
    hint: 'Look at the connection. It is asked again by itself.',
    retry: true,
  },
];

const slow = {
  code: 'failed.remote-slow',
  what: 'did not answer in time',
  hint: 'Look at the connection. It is asked again by itself.',
  retry: true,
} as const;

const other = {
  code: 'failed.remote',
  what: 'does not answer',
  hint: 'Look at the connection and at your credentials: `git ls-remote` with the same address says the same.',
  retry: true,
} as const;

/** What a failed command says of a remote; a cancelled one, and what says more by itself, stays what it is. */
export function fetchFailed(thrown: unknown, remote: string, address: string): unknown {
  const { code } = problemFrom(thrown);
  if (isCancelled(thrown) || code === 'failed.git-missing' || code === 'failed.too-large') return thrown;
  const words = wordsOf(thrown, address);
  const stalled = code === 'failed.timeout' || /operation too slow|timed out after/i.test(words);
  const reason = stalled ? slow : (reasons.find(({ says }) => says.test(words)) ?? other);
  return fail(reason.code, `${remote} ${reason.what}: ${words}`, {
    hint: reason.hint,
    retry: reason.retry,
    details: { remote },
    cause: thrown,
  });
}
