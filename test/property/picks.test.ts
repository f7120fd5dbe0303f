/** Random histories: every pick on every tip comes out as `git cherry-pick` says. */
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createGit } from '../../electron/git/git.ts';
import { createRepository, temporaryFolder, type FixtureRepository } from '../fixtures/repository.ts';
import { PickingClone, sameAsReal } from '../fixtures/real-pick.ts';

const folder = temporaryFolder('slipway-picks-');
afterAll(folder.remove);

const names = ['a', 'b', 'dir/a', 'dir/b', 'dir/deep/c', 'dir'] as const;
const branches = ['main', 'release', 'topic'] as const;

type Act =
  | { readonly act: 'edit'; readonly file: number; readonly line: number; readonly text: string }
  | { readonly act: 'delete' | 'executable'; readonly file: number }
  | { readonly act: 'rename'; readonly file: number; readonly to: number }
  | { readonly act: 'attributes'; readonly file: number; readonly text: string };

interface Step {
  readonly branch: (typeof branches)[number];
  readonly acts: readonly Act[];
  readonly merge: (typeof branches)[number] | null;
  readonly revert: boolean;
}

const file = fc.nat(names.length - 2);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('edit' as const),
      file,
      line: fc.nat(11),
      text: fc.constantFrom('red', 'green', 'blue', 'red\nmore'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('delete' as const, 'executable' as const), file }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('rename' as const), file, to: fc.nat(names.length - 1) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('attributes' as const),
      file,
      text: fc.constantFrom('* merge=union\n', 'a -merge\n', '*/a merge=union\n'),
    }),
  },
);
const step: fc.Arbitrary<Step> = fc.record({
  branch: fc.constantFrom(...branches),
  acts: fc.array(act, { minLength: 1, maxLength: 3 }),
  merge: fc.option(fc.constantFrom(...branches), { freq: 5 }),
  revert: fc.boolean(),
});

/** A file of twelve lines, told apart by its name. */
const fresh = (name: string): string[] => Array.from({ length: 12 }, (_none, line) => `${name} ${String(line)}`);

/** Builds it with plumbing, which takes a tenth of the time of porcelain. Answers the commits. */
class History {
  readonly #repository: FixtureRepository;
  readonly commits: { commit: string; parents: string[] }[] = [];
  readonly #tips = new Map<string, string>();
  readonly #trees = new Map<string, Map<string, { text: string; mode: string }>>();

  constructor(repository: FixtureRepository) {
    this.#repository = repository;
    const start = new Map(
      names.slice(0, -1).map((name) => [name as string, { text: `${fresh(name).join('\n')}\n`, mode: '100644' }]),
    );
    const root = this.#write(start, [], 'root');
    for (const branch of branches) this.#tips.set(branch, root);
  }

  tips(): string[] {
    return [...new Set(this.#tips.values())];
  }

  add({ branch, acts, merge, revert }: Step, index: number): void {
    const tip = this.#tips.get(branch)!;
    const other = merge === null ? undefined : this.#tips.get(merge);
    const parent = this.commits.find(({ commit }) => commit === tip)?.parents[0];
    const files = new Map(this.#trees.get(revert && parent !== undefined ? parent : tip));
    for (const one of acts) change(files, one);
    const parents = [tip, ...(other !== undefined && other !== tip ? [other] : [])];
    this.#tips.set(branch, this.#write(files, parents, `step ${String(index)}`));
  }

  #write(files: Map<string, { text: string; mode: string }>, parents: string[], message: string): string {
    const { git } = this.#repository;
    const marks = [...files].map(
      ([path, { text, mode }]) => `M ${mode} inline ${path}\ndata ${String(text.length)}\n${text}\n`,
    );
    const from = parents.map((parent, index) => `${index === 0 ? 'from' : 'merge'} ${parent}\n`).join('');
    const ref = `refs/heads/made-${String(this.commits.length)}`;
    git(
      ['fast-import', '--quiet', '--force'],
      `commit ${ref}\ncommitter A <a@b> ${String(1_750_000_000 + this.commits.length)} +0000\ndata ${String(message.length)}\n${message}\n${from}deleteall\n${marks.join('')}\n`,
    );
    const commit = git(['rev-parse', ref]);
    this.commits.push({ commit, parents });
    this.#trees.set(commit, files);
    return commit;
  }
}

function change(files: Map<string, { text: string; mode: string }>, one: Act): void {
  const name = names[one.file]!;
  const known = files.get(name);
  if (one.act === 'attributes') {
    files.set(name.replace(/[^/]*$/, '.gitattributes'), { text: one.text, mode: '100644' });
  } else if (one.act === 'edit') {
    const lines = (known?.text ?? `${fresh(name).join('\n')}\n`).split('\n');
    lines[Math.min(one.line, lines.length - 2)] = one.text;
    put(files, name, { text: lines.join('\n'), mode: known?.mode ?? '100644' });
  } else if (known) {
    if (one.act === 'executable') files.set(name, { ...known, mode: '100755' });
    else files.delete(name);
    if (one.act === 'rename') put(files, names[one.to]!, known);
  }
}

/** A file and a folder of one name cannot be together. */
function put(
  files: Map<string, { text: string; mode: string }>,
  name: string,
  entry: { text: string; mode: string },
): void {
  for (const other of [...files.keys()])
    if (other.startsWith(`${name}/`) || name.startsWith(`${other}/`)) files.delete(other);
  files.set(name, entry);
}

describe('forecasts of random histories', () => {
  it('equal git cherry-pick', async () => {
    let runs = 0;
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
        const at = join(folder.path, String((runs += 1)));
        const repository = createRepository(at);
        const history = new History(repository);
        for (const [index, one] of steps.entries()) history.add(one, index);
        const { picks } = await createGit().open(at, `${at}.mirror`);
        const clone = new PickingClone(`${at}.clone`, join(at, '.git', 'objects'));
        for (const onto of history.tips().slice(0, 2)) {
          const asked = history.commits
            .slice(-5)
            .map(({ commit, parents }) => ({ commit, ...(parents.length > 1 ? { mainline: 1 } : {}) }));
          let index = 0;
          for await (const forecast of picks.forecasts(onto, asked)) {
            const { commit, mainline } = asked[index++]!;
            const real = clone.pick(onto, commit, mainline);
            seen.set(forecast.forecast, (seen.get(forecast.forecast) ?? 0) + 1);
            expect(sameAsReal(forecast, real), JSON.stringify([forecast, real], null, 1)).toBe(true);
          }
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
    for (const verdict of ['clean', 'conflict', 'present']) expect(seen.get(verdict), verdict).toBeGreaterThan(0);
  });
});
