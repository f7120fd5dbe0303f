/** Reading commits and refs of an opened mirror. */
import { Readable } from 'node:stream';
import type { Commit, Ref } from '../../shared/domain/commit.ts';
import { problemFrom } from '../../shared/problem.ts';
import { changedFiles } from './commands/detail.ts';
import { countCommits, mergeBase } from './commands/history.ts';
import { logArguments, messageMax, parseLog, type LogOptions } from './commands/log.ts';
import { commitsToKeep } from './commands/pack.ts';
import { cut } from './commands/records.ts';
import { listRefs, tagsAt } from './commands/refs.ts';
import { isObjectName, meaningsOf, noSuchCommit, noSuchRef, treePath } from './names.ts';
import type { Repository } from './repository.ts';
import type { Mirror } from './objects.ts';
import type { Runner } from './run.ts';

type WithMessage = Commit & { message: string };
export type History = Pick<
  Repository,
  | 'refs'
  | 'resolve'
  | 'log'
  | 'commits'
  | 'detail'
  | 'count'
  | 'range'
  | 'isAncestor'
  | 'notIn'
  | 'tagAt'
  | 'treeOf'
  | 'objectAt'
>;

const logTimeoutMs = 120_000;
/** Not worth a stream of their own. */
const fewCommits = 20;
const short = { timeoutMs: logTimeoutMs, maxBytes: 4 * 1024 * 1024, parse: (output: string): string => output };

/** What is known since the last refresh, without asking git. */
export interface Known {
  /** Where HEAD is: a branch's full name, a commit, or null. */
  readonly head: () => string | null;
  /** Commits by the full names of branches. */
  readonly branches: () => ReadonlyMap<string, string>;
  /** Everything that is followed. */
  readonly refs: () => Promise<Ref[]>;
}

export function historyOf(runner: Mirror, { head, branches, refs }: Known): History {
  const resolve = async (ref: string): Promise<string> => {
    const [first] = meaningsOf(ref, head());
    // Where it is a branch before anything else, git need not be started: that costs more than all else here.
    const branch = first === `refs/heads/${ref}^{commit}` ? branches().get(`refs/heads/${ref}`) : undefined;
    return branch ?? resolveRef(runner, ref, head());
  };
  const tips = (refs: readonly (string | null | undefined)[]): Promise<(string | null)[]> =>
    Promise.all(refs.map((ref) => (ref === null || ref === undefined ? Promise.resolve(null) : resolve(ref))));
  return {
    async refs() {
      return { refs: await refs(), head: head()?.replace(/^refs\/heads\//, '') ?? null };
    },
    resolve,
    async log({ ref, not, skip, limit, search, wholeWord, signal }) {
      const [from = null, without = null] = await tips([ref, not]);
      const at = head();
      const detached = from === null && at !== null && isObjectName(at) ? [at] : [];
      const options: LogOptions = {
        from: from === null ? 'all' : [from],
        also: detached,
        not: without === null ? [] : [without],
        limit,
        ...(skip === undefined ? {} : { skip }),
        ...(search === undefined ? {} : { search }),
        ...(wholeWord === undefined ? {} : { wholeWord }),
      };
      return (await readLog(runner, options, signal ? { signal } : {})).map(withoutMessage);
    },
    async commits(shas) {
      const unnamed = shas.find((sha) => !isObjectName(sha));
      if (unnamed !== undefined) throw noSuchCommit(unnamed);
      const found = await runner.objects.lookUp(shas);
      const missing = shas.find((_, index) => found[index]?.type !== 'commit');
      if (missing !== undefined) throw noSuchCommit(missing);
      // Git tells a commit once, however often it is asked for.
      const told = new Map((await readCommits(runner, shas)).map((commit) => [commit.sha, commit]));
      return shas.flatMap((sha) => told.get(sha) ?? []);
    },
    async detail(sha) {
      await requireCommit(runner, sha);
      const [commit] = await readLog(runner, { from: [sha], limit: 1, messages: true });
      if (!commit) throw noSuchCommit(sha);
      const files = await runner.run(changedFiles(sha, commit.parents[0]));
      const message = cut(commit.message, messageMax);
      return { commit: withoutMessage(commit), message, truncated: message !== commit.message, files };
    },
    async count(from, to) {
      const [tip, without] = await Promise.all([
        resolve(to).catch(nullWithoutRef),
        from === null ? null : resolve(from).catch(nullWithoutRef),
      ]);
      const missing = tip === null || (from !== null && without === null);
      return missing ? null : runner.run(countCommits(without, tip));
    },
    async range(from, to, limit) {
      const tip = await resolve(to);
      const not = from === null ? [] : [await resolve(from)];
      const commits = await readLog(runner, { from: [tip], not, limit, messages: true });
      return commits.map((commit) => ({ ...commit, message: cut(commit.message, messageMax) }));
    },
    async isAncestor(ancestor, of) {
      const [one, other] = await Promise.all([resolve(ancestor), resolve(of)]);
      return (await runner.run(mergeBase(one, other))) === one;
    },
    async notIn(tip, shas) {
      const unnamed = [tip, ...shas].find((sha) => !isObjectName(sha));
      if (unnamed !== undefined) throw noSuchCommit(unnamed);
      if (shas.length === 0) return new Set();
      const outside = new Set((await runner.run(commitsToKeep(shas, [tip]))).split('\n'));
      return new Set(shas.filter((sha) => outside.has(sha)));
    },
    async tagAt(sha) {
      await requireCommit(runner, sha);
      const [first, second] = (await refs()).filter(({ kind, commit }) => kind === 'tag' && commit === sha);
      // Which of several versions is the highest is for git to say.
      return (second && (await runner.run(tagsAt(sha)))[0]) ?? first?.name ?? null;
    },
    async treeOf(sha) {
      const [tree] = isObjectName(sha) ? await runner.objects.lookUp([`${sha}^{tree}`]) : [];
      if (!tree) throw noSuchCommit(sha);
      return tree.sha;
    },
    async objectAt(sha, path) {
      const clean = treePath(path);
      if (clean === null || !isObjectName(sha)) return null;
      const [found] = await runner.objects.lookUp([`${sha}:${clean}`]);
      return found?.sha ?? null;
    },
  };
}

/** The same name again when it is a full one of a commit that is there; else `usage.no-such-commit`. */
export async function requireCommit(runner: Mirror, sha: string): Promise<string> {
  const [found] = isObjectName(sha) ? await runner.objects.lookUp([sha]) : [];
  if (found?.type !== 'commit') throw noSuchCommit(sha);
  return sha;
}

/** Exactly these commits, in their order. */
export async function readCommits(runner: Mirror, shas: readonly string[]): Promise<Commit[]> {
  if (shas.length <= fewCommits) {
    const told = await Promise.all(shas.map((sha) => runner.objects.commit(sha)));
    if (told.every((commit) => commit !== null)) return told;
  }
  const input = shas.map((sha) => `${sha}\n`).join('');
  return (await readLog(runner, { from: 'input', limit: shas.length }, { input })).map(withoutMessage);
}

async function resolveRef(runner: Mirror, ref: string, head: string | null): Promise<string> {
  const meanings = meaningsOf(ref, head);
  const found = meanings.length === 0 ? [] : await runner.objects.lookUp(meanings);
  const commit = found.find((meaning) => meaning?.type === 'commit');
  if (!commit) throw noSuchRef(ref);
  return commit.sha;
}

async function readLog(
  runner: Runner,
  options: LogOptions,
  more: { signal?: AbortSignal; input?: string } = {},
): Promise<WithMessage[]> {
  const args = logArguments(options);
  const parsed = async (output: AsyncIterable<Uint8Array>): Promise<WithMessage[]> => {
    const commits: WithMessage[] = [];
    for await (const commit of parseLog(output, options.messages)) commits.push(commit);
    return commits;
  };
  const { signal, ...input } = more;
  try {
    if (options.limit <= fewCommits)
      return await parsed(Readable.from([Buffer.from(await runner.run({ args, ...input, ...short }, signal))]));
  } catch (thrown) {
    // Who wrote a message of megabytes is read all the same, as far as it is shown.
    if (problemFrom(thrown).code !== 'failed.too-large') throw thrown;
  }
  return parsed(runner.stream(args, { timeoutMs: logTimeoutMs, ...more }));
}

export async function allRefs(runner: Mirror): Promise<Ref[]> {
  const { refs, nested } = await runner.run(listRefs);
  const commits = nested.length === 0 ? [] : await runner.objects.lookUp(nested.map(({ ref }) => `${ref}^{commit}`));
  const behind = nested.flatMap(({ name }, index): Ref[] => {
    const commit = commits[index];
    return commit ? [{ name, kind: 'tag', commit: commit.sha, committedAt: null }] : [];
  });
  return [...refs, ...behind];
}

function nullWithoutRef(thrown: unknown): null {
  if (problemFrom(thrown).code === 'usage.no-such-ref') return null;
  throw thrown;
}

const withoutMessage = ({ message: _message, ...commit }: WithMessage): Commit => commit;
