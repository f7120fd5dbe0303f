/** Nothing that a repository holds or configures runs, and nothing of it changes, whatever is asked of it. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Repository } from '../../../electron/git/repository.ts';
import type { FixtureRepository } from '../../fixtures/repository.ts';
import { bytesOf, git, workspace } from './workspace.ts';

const space = workspace();

const hooks = [
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
  'fsmonitor-watchman',
  'post-index-change',
];

/** Plants every kind of payload that is known; each would leave its name in `ran`. */
function plant(repository: FixtureRepository, ran: string): void {
  const payload = (name: string): string => {
    const file = join(ran, '..', `payload-${name}`);
    writeFileSync(file, `#!/bin/sh\necho ${name} >> '${join(ran, name)}'\ncat\n`);
    chmodSync(file, 0o755);
    return file;
  };
  mkdirSync(ran, { recursive: true });
  for (const hook of hooks) {
    writeFileSync(join(repository.path, '.git/hooks', hook), readFileSync(payload(hook)));
    chmodSync(join(repository.path, '.git/hooks', hook), 0o755);
  }
  const sections: Record<string, string> = {
    'core.fsmonitor': 'fsmonitor',
    'core.sshCommand': 'ssh',
    'core.pager': 'pager',
    'core.editor': 'editor',
    'core.askPass': 'askpass',
    'core.gitProxy': 'proxy',
    'core.alternateRefsCommand': 'alternate-refs',
    'sequence.editor': 'sequence',
    'diff.external': 'diff-external',
    'diff.evil.command': 'diff-command',
    'diff.evil.textconv': 'textconv',
    'filter.evil.clean': 'clean',
    'filter.evil.smudge': 'smudge',
    'filter.evil.process': 'process',
    'merge.evil.driver': 'merge-driver',
    'gpg.program': 'gpg',
    'gpg.ssh.program': 'gpg-ssh',
    'uploadpack.packObjectsHook': 'pack-objects-hook',
    'tar.tar.command': 'tar',
    'interactive.diffFilter': 'diff-filter',
    'remote.origin.uploadpack': 'upload-pack',
    'pager.log': 'pager-log',
    'man.viewer': 'man',
    'trailer.x.command': 'trailer',
  };
  for (const [key, name] of Object.entries(sections)) repository.git(['config', key, payload(name)]);
  for (const [key, name] of [
    ['alias.log', 'alias'],
    ['alias.for-each-ref', 'alias-refs'],
    ['credential.helper', 'credential'],
  ] as const) {
    repository.git(['config', key, `!${payload(name)}`]);
  }
  for (const event of ['reference-transaction', 'post-index-change', 'pre-commit']) {
    repository.git(['config', `hook.evil-${event}.event`, event]);
    repository.git(['config', `hook.evil-${event}.command`, payload(`configured-${event}`)]);
  }
  writeFileSync(join(repository.path, '.git/included'), `[core]\n\tpager = ${payload('included')}\n`);
  repository.git(['config', 'include.path', join(repository.path, '.git/included')]);
  repository.git(['config', 'log.showSignature', 'true']);
  repository.git(['config', 'remote.origin.url', 'ext::sh -c "touch x"']);
  repository.git(['config', 'extensions.partialClone', 'origin']);
  repository.git(['config', 'remote.origin.promisor', 'true']);
  writeFileSync(join(repository.path, '.git/info/attributes'), '* diff=evil filter=evil merge=evil\n');
}

/** A hash over every file, link and mode below a folder. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const name of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
    const path = join(folder, name);
    const found = lstatSync(path);
    const content = found.isSymbolicLink() ? readlinkSync(path) : found.isFile() ? readFileSync(path) : '';
    hash.update(`${name}\0${found.mode}\0${found.mtimeMs}\0`).update(content);
  }
  return hash.digest('hex');
}

function everyMethod(opened: Repository, sha: string, other: string): [string, () => Promise<unknown>][] {
  return [
    ['refresh', () => opened.refresh()],
    ['refs', () => opened.refs()],
    ['resolve', () => opened.resolve('main')],
    ['log', () => opened.log({ limit: 100, search: 'o' })],
    ['detail', () => opened.detail(sha)],
    ['count', () => opened.count(other, sha)],
    ['range', () => opened.range(other, sha, 10)],
    ['isAncestor', () => opened.isAncestor(other, sha)],
    ['tagAt', () => opened.tagAt(sha)],
    ['treeOf', () => opened.treeOf(sha)],
    ['readFile', () => opened.readFile(sha, 'a.txt')],
    ['list', () => opened.list(sha)],
    ['archive', () => bytesOf(opened.archive(sha))],
    ['archive of a file', () => bytesOf(opened.archive(other, 'a.txt'))],
    ['pin', () => opened.pin('x/y', sha)],
    ['pinned', () => opened.pinned('x/y')],
    ['unpin', () => opened.unpin('x/y')],
    ['originUrl', () => opened.originUrl()],
    ['workingTree.state', () => opened.workingTree.state()],
    ['workingTree.snapshot', () => opened.workingTree.snapshot({ by: 'ada', at: 1 })],
  ];
}

describe('a hostile repository', () => {
  it('runs nothing and stays as it is, byte by byte', async () => {
    const repository = space.repository();
    const ran = join(space.folder('ran'), 'ran');
    const other = repository.commit({
      files: { 'a.txt': 'one\n', '.gitattributes': '* diff=evil filter=evil merge=evil\nsubst.txt export-subst\n' },
    });
    repository.commit({
      files: { 'a.txt': 'two\n', 'subst.txt': '$Format:%H %G? %GG %an$\n', '.lfsconfig': '[lfs]\n' },
    });
    repository.git(['tag', '-a', '-m', 'x', 'v1']);
    // A commit that says it is signed: showing its signature would start gpg.
    const unsigned = repository.git(['cat-file', 'commit', 'HEAD']);
    const signed = unsigned.replace(
      '\n\n',
      '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n',
    );
    const sha = repository.git(['hash-object', '-t', 'commit', '-w', '--stdin'], `${signed}\n`);
    repository.git(['update-ref', 'refs/heads/signed', sha]);
    repository.write('a.txt', 'dirty\n');
    repository.git(['stash']);
    repository.write('a.txt', 'staged\n');
    repository.git(['add', 'a.txt']);
    repository.write('a.txt', 'not staged\n');
    repository.write('untracked.txt', 'x');
    plant(repository, ran);
    const before = fingerprint(repository.path);
    expect(await git.probe(repository.path)).toMatchObject({ root: repository.path });
    const opened = await space.open(repository);
    expect(fingerprint(repository.path), 'open').toBe(before);
    for (const [name, call] of everyMethod(opened, sha, other)) {
      await call();
      expect(fingerprint(repository.path), name).toBe(before);
      expect(readdirSync(ran), name).toEqual([]);
    }
    expect((await bytesOf(opened.archive(sha, 'a.txt'))).toString()).toContain('two\n');
    // The payloads are live: git without this protection runs one at once.
    repository.git(['update-ref', 'refs/heads/proof', sha]);
    expect(readdirSync(ran)).toContain('reference-transaction');
  });

  it('cannot be reached by what the person’s own environment says', async () => {
    const repository = space.repository();
    const sha = repository.commit({ files: { 'a.txt': '1' } });
    const folder = space.folder('ambient');
    mkdirSync(folder);
    const proof = join(folder, 'ran');
    writeFileSync(join(folder, 'payload'), `#!/bin/sh\ntouch '${proof}'\n`);
    chmodSync(join(folder, 'payload'), 0o755);
    const planted = {
      GIT_EXTERNAL_DIFF: join(folder, 'payload'),
      GIT_PAGER: join(folder, 'payload'),
      GIT_SSH_COMMAND: join(folder, 'payload'),
      GIT_DIR: folder,
      GIT_TEMPLATE_DIR: folder,
      GIT_CONFIG_PARAMETERS: `'core.fsmonitor=${join(folder, 'payload')}'`,
      GIT_OBJECT_DIRECTORY: folder,
      GIT_INDEX_FILE: folder,
    };
    const saved = Object.keys(planted).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, planted);
    try {
      const opened = await space.open(repository);
      for (const [, call] of everyMethod(opened, sha, sha)) await call();
    } finally {
      for (const [name, value] of saved) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    }
    expect(existsSync(proof)).toBe(false);
  });
});
