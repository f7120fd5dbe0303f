/** The Git adapter: opens repositories by their mirrors. */
import { fail, problemFrom } from '../../shared/problem.ts';
import type { Commit, Ref } from '../../shared/domain/commit.ts';
import { archiveStream } from './archive.ts';
import { changedFiles } from './commands/detail.ts';
import { countCommits, mergeBase } from './commands/history.ts';
import { logArguments, messageMax, parseLog, type LogOptions } from './commands/log.ts';
import { listTree, lookUp } from './commands/objects.ts';
import { listPins, listRefs, moveRefs, tagsAt } from './commands/refs.ts';
import { cut } from './commands/records.ts';
import { originAddress, version } from './commands/repository.ts';
import { readBlob } from './blob.ts';
import { checkTree, copyCommit } from './keep.ts';
import { openMirror, refreshMirror, type Refreshed } from './mirror.ts';
import { isObjectName, meaningsOf, noSuchCommit, noSuchRef, pinRef, treePath, withoutCredentials } from './names.ts';
import { emptyRepository, findRepository, requireCommits, type Source } from './probe.ts';
import type { CommitDetail, Git, Repository } from './repository.ts';
import { gitFailed, runnerAt, type Runner } from './run.ts';

const oldest = [2, 39] as const;
const logTimeoutMs = 120_000;

/** The adapter on the machine's git. */
export function createGit(): Git {
  let known: Promise<string> | null = null;
  const checked = (): Promise<string> => {
    known ??= checkedVersion();
    known.catch(() => { known = null; });
    return known;
  };
  return {
    version: checked,
    async probe(path) {
      await checked();
      const source = await findRepository(path);
      await requireCommits(source);
      return source.opened;
    },
    async open(path, mirror) {
      const [, source] = await Promise.all([checked(), findRepository(path)]);
      const runner = await openMirror(mirror, source);
      const refreshed = await refreshMirror(mirror, runner, source);
      if (refreshed.refs === 0 && refreshed.head === null) throw emptyRepository(source.opened.root);
      return repositoryAt(mirror, runner, source, refreshed);
    },
  };
}

async function checkedVersion(): Promise<string> {
  const found = await runnerAt({ cwd: process.cwd(), gitDirectory: null }).run(version);
  const [major = 0, minor = 0] = found.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw fail('failed.git-too-old', `Git ${found} is too old: Slipway needs ${oldest.join('.')} or newer.`, {
      hint: 'Update Git and start Slipway again.', details: { version: found },
    });
  }
  return found;
}

function repositoryAt(folder: string, runner: Runner, source: Source, first: Refreshed): Repository {
  let { head } = first;
  let refreshing: Promise<boolean> | null = null;
  let pinning: Promise<unknown> = Promise.resolve();
  const safeTrees = new Set<string>();

  const refresh = async (): Promise<boolean> => {
    const refreshed = await refreshMirror(folder, runner, source);
    const moved = refreshed.moved || refreshed.head !== head;
    ({ head } = refreshed);
    return moved;
  };
  const resolve = async (ref: string): Promise<string> => {
    const meanings = meaningsOf(ref, head);
    const found = meanings.length === 0 ? [] : await runner.run(lookUp(meanings));
    const commit = found.find((meaning) => meaning?.type === 'commit');
    if (!commit) throw noSuchRef(ref);
    return commit.sha;
  };
  const commitNamed = async (sha: string): Promise<string> => {
    const [found] = isObjectName(sha) ? await runner.run(lookUp([sha])) : [];
    if (found?.type !== 'commit') throw noSuchCommit(sha);
    return sha;
  };
  const log = async (options: LogOptions, signal?: AbortSignal): Promise<(Commit & { message: string })[]> => {
    const output = runner.stream(logArguments(options), { timeoutMs: logTimeoutMs, ...(signal ? { signal } : {}) });
    const commits: (Commit & { message: string })[] = [];
    for await (const commit of parseLog(output, options.messages)) commits.push(commit);
    return commits;
  };
  const pins = (): Promise<{ name: string; sha: string }[]> => runner.run(listPins);
  const pinned = async (name: string): Promise<string | null> => {
    const [found] = await runner.run(lookUp([pinRef(name)]));
    return found?.sha ?? null;
  };

  return {
    opened: source.opened,
    refresh() {
      // Two at once would race for the same ref locks; who asks meanwhile gets the answer of the next one.
      const running = (refreshing ?? Promise.resolve()).catch(() => undefined).then(refresh);
      refreshing = running;
      return running;
    },
    async refs() {
      const { refs, nested } = await runner.run(listRefs);
      const commits = nested.length === 0 ? [] : await runner.run(lookUp(nested.map(({ ref }) => `${ref}^{commit}`)));
      const behind = nested.flatMap(({ name }, index): Ref[] => {
        const commit = commits[index];
        return commit ? [{ name, kind: 'tag', commit: commit.sha, committedAt: null }] : [];
      });
      return { refs: [...refs, ...behind], head: head?.replace(/^refs\/heads\//, '') ?? null };
    },
    resolve,
    async log({ ref, not, skip, limit, search, signal }) {
      const [from, without] = await Promise.all([ref === undefined ? null : resolve(ref), not === undefined ? null : resolve(not)]);
      const all = head !== null && isObjectName(head) ? [head] : [];
      const commits = await log({
        from: from === null ? 'all' : [from], also: from === null ? all : [], not: without === null ? [] : [without], limit,
        ...(skip === undefined ? {} : { skip }), ...(search === undefined ? {} : { search }),
      }, signal);
      return commits.map(withoutMessage);
    },
    async detail(sha): Promise<CommitDetail> {
      await commitNamed(sha);
      const [commit] = await log({ from: [sha], limit: 1, messages: true });
      if (!commit) throw noSuchCommit(sha);
      const files = await runner.run(changedFiles(sha, commit.parents[0]));
      const message = cut(commit.message, messageMax);
      return { commit: withoutMessage(commit), message, truncated: message !== commit.message, files };
    },
    async count(from, to) {
      const [one, other] = await Promise.all([from, to].map((ref) => (ref === null ? null : resolve(ref).catch(() => null))));
      return other && (one || from === null) ? runner.run(countCommits(one ?? null, other)) : null;
    },
    async range(from, to, limit) {
      const [without, tip] = await Promise.all([from === null ? null : resolve(from), resolve(to)]);
      const commits = await log({ from: [tip], not: without === null ? [] : [without], limit, messages: true });
      return commits.map((commit) => ({ ...commit, message: cut(commit.message, messageMax) }));
    },
    async isAncestor(ancestor, of) {
      const [one, other] = await Promise.all([resolve(ancestor), resolve(of)]);
      return await runner.run(mergeBase(one, other)) === one;
    },
    async tagAt(sha) {
      return (await runner.run(tagsAt(await commitNamed(sha))))[0] ?? null;
    },
    async treeOf(sha) {
      const [tree] = isObjectName(sha) ? await runner.run(lookUp([`${sha}^{tree}`])) : [];
      if (!tree) throw noSuchCommit(sha);
      return tree.sha;
    },
    async readFile(sha, path, maxBytes) {
      const inside = treePath(path);
      return inside ? readBlob(runner, await commitNamed(sha), inside, maxBytes) : null;
    },
    async list(sha, path = '') {
      const inside = treePath(path);
      await commitNamed(sha);
      return inside === null ? [] : await runner.run(listTree(inside === '' ? sha : `${sha}:${inside}`)) ?? [];
    },
    archive(sha, path = '', signal) {
      const inside = treePath(path);
      return archiveStream(runner, sha, inside ?? '', async () => {
        await commitNamed(sha);
        if (inside === null) throw fail('usage.no-such-path', `${path} is not a path inside the repository.`, { details: { path } });
        if (safeTrees.has(sha)) return;
        // What is pinned was checked when it was copied.
        if (!(await pins()).some((pin) => pin.sha === sha)) await checkTree(folder, runner, sha);
        safeTrees.add(sha);
      }, signal);
    },
    pin(name, sha) {
      const ref = pinRef(name);
      const pin = async (): Promise<void> => {
        await commitNamed(sha);
        const kept = await pins();
        const before = kept.find((known) => known.name === name);
        if (before?.sha === sha) return;
        if (before) throw taken(name, before.sha, sha);
        if (!kept.some((known) => known.sha === sha)) await copyCommit(folder, runner, sha, kept.map((known) => known.sha));
        await runner.run(moveRefs([{ ref, to: sha, from: null }], '0'.repeat(sha.length)));
      };
      // One after the other: each copies only what the pins before it left out.
      const running = pinning.catch(() => undefined).then(pin);
      pinning = running;
      return running;
    },
    pinned,
    async unpin(name) {
      const sha = await pinned(name);
      if (sha !== null) await runner.run(moveRefs([{ ref: pinRef(name), to: null, from: sha }], '0'.repeat(sha.length)));
    },
    async originUrl() {
      const address = await source.runner.run(originAddress).catch((thrown: unknown) => {
        if (problemFrom(thrown).code === gitFailed) return null;
        throw thrown;
      });
      return address === null ? null : withoutCredentials(address);
    },
  };
}

const withoutMessage = ({ message: _message, ...commit }: Commit & { message: string }): Commit => commit;

const taken = (name: string, is: string, asked: string): ReturnType<typeof fail> =>
  fail('conflict.pin-taken', `${name} is pinned to ${is.slice(0, 7)} already, not to ${asked.slice(0, 7)}.`, { details: { name, is, asked } });
