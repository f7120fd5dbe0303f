/** The dependency rules on a tree that breaks them all: each breach is found, and named with both ends of the import. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const leaf = 'export const x = 1;\n';

/** What the check says of a project of these files. */
function check(files: Record<string, string>): { code: number | null; said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-rules-'));
  try {
    for (const name of ['electron', 'shared', 'renderer']) mkdirSync(join(folder, name));
    const libraries = Object.fromEntries(
      ['electron', 'simple-git'].map((name) => [`node_modules/${name}/index.js`, leaf]),
    );
    const manifest = { type: 'module', dependencies: { 'simple-git': '*' }, devDependencies: { electron: '*' } };
    for (const [name, text] of Object.entries({ ...libraries, ...files, 'package.json': JSON.stringify(manifest) })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const args = [
      cruiser,
      '--config',
      join(root, 'build/dependency-rules.cjs'),
      '--output-type',
      'err',
      'electron',
      'shared',
      'renderer',
    ];
    const answer = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    return { code: answer.status, said: answer.stdout + answer.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file at `from` that imports `to`, both relative to the project. */
const importing = (from: string, to: string): string =>
  `export { x } from '${'../'.repeat(from.split('/').length - 1)}${to}';\n`;
const chain = (...files: string[]): Record<string, string> =>
  Object.fromEntries(files.map((file, index) => [file, importing(file, files[index + 1] ?? 'shared/leaf.ts')]));

describe('the dependency rules', () => {
  it('let the layers import downward', { timeout: 60_000 }, () => {
    const { code, said } = check({
      'shared/leaf.ts': leaf,
      ...chain('renderer/a.ts'),
      ...chain(
        'electron/hosts/a.ts',
        'electron/api/b.ts',
        'electron/engine/c.ts',
        'electron/steps/d.ts',
        'electron/store/e.ts',
      ),
      'electron/git/text.ts': "export { x } from 'simple-git';\n",
      'electron/hosts/window.ts': "export { x } from 'electron';\n",
    });
    expect(said).toContain('no dependency violations');
    expect(code).toBe(0);
  });

  const breaches: [rule: string, from: string, to: string][] = [
    ['shared-is-pure', 'shared/a.ts', 'electron/engine/leaf.ts'],
    ['renderer-only-knows-shared', 'renderer/a.ts', 'electron/api/leaf.ts'],
    ['engine-does-not-know-the-renderer', 'electron/api/a.ts', 'renderer/leaf.ts'],
    ['hosts-only-know-the-api', 'electron/hosts/a.ts', 'electron/engine/leaf.ts'],
    ['api-is-above-the-engine', 'electron/api/b.ts', 'electron/hosts/leaf.ts'],
    ['engine-is-below-the-api', 'electron/engine/a.ts', 'electron/api/leaf.ts'],
    ['steps-checks-gates-targets-are-below-the-engine', 'electron/steps/a.ts', 'electron/engine/leaf.ts'],
    ['adapters-know-nothing-above-them', 'electron/git/a.ts', 'electron/steps/leaf.ts'],
    ['adapters-never-import-each-other', 'electron/git/b.ts', 'electron/docker/leaf.ts'],
    ['nobody-imports-a-face', 'electron/compose.ts', 'electron/cli.ts'],
  ];

  it('find every breach and name the import', { timeout: 60_000 }, () => {
    const files = Object.fromEntries(
      breaches.flatMap(([, from, to]) => [
        [to, leaf],
        [from, importing(from, to)],
      ]),
    );
    const { code, said } = check({
      ...files,
      'electron/git/other.ts': "export { x } from 'simple-git';\n",
      'electron/engine/desktop.ts': "export { x } from 'electron';\n",
      'shared/file.ts': "export { readFileSync } from 'node:fs';\n",
      'shared/round.ts': "import { x } from './about.ts';\nexport const y = () => x;\n",
      'shared/about.ts': "import { y } from './round.ts';\nexport const x = () => y;\n",
    });
    for (const [rule, from, to] of breaches) expect(said).toContain(`${rule}: ${from} → ${to}`);
    expect(said).toContain('only-one-user-of-simple-git: electron/git/other.ts → node_modules/simple-git/index.js');
    expect(said).toContain(
      'only-the-desktop-face-imports-electron: electron/engine/desktop.ts → node_modules/electron/index.js',
    );
    expect(said).toContain('shared-has-no-node: shared/file.ts → fs');
    expect(said).toContain('no-cycles: shared/about.ts');
    expect(code).not.toBe(0);
  });
});
