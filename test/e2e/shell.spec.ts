/** The desktop shell on a real Electron: what only it does. What the app does in it is the browser's specs' business. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
// Declares `window.slipway`.
import type {} from '../../renderer/transport/bridge.ts';
import { electron, environment, giveToApp, isRequired, obstacle, root, test } from './shell-app.ts';

test.beforeAll(() => {
  if (isRequired && obstacle !== null) throw new Error(`SLIPWAY_REQUIRE_ELECTRON=1, but ${obstacle}.`);
});
test.skip(!isRequired && obstacle !== null, obstacle ?? '');

test('opens a sandboxed window that reaches the engine through the bridge alone', async ({ launch }) => {
  const { app, page } = await launch();
  expect(page.url()).toMatch(/^app:\/\/slipway\//);
  await expect(page).toHaveTitle(/Slipway/);
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    // Electron answers with it and leaves it out of its types.
    const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { sandbox, contextIsolation, nodeIntegration, webviewTag } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webviewTag };
  });
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  expect(
    await page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis)),
  ).toEqual([]);
  const info = await page.evaluate(() => window.slipway!.call('engine.info', {}));
  expect(info).toMatchObject({ ok: { dataDirectory: expect.stringContaining('data') } });
});

test('answers a wrong call with its problem', async ({ launch }) => {
  const { page } = await launch();
  const answer = await page.evaluate(() => window.slipway!.call('project.status', { project: 'none' }));
  expect(answer).toMatchObject({ problem: { code: expect.stringMatching(/^\w+\./), message: expect.any(String) } });
  const stream = await page.evaluate(() => window.slipway!.call('events.follow', {}));
  expect(stream).toMatchObject({ problem: { code: 'usage.not-a-call' } });
});

test('breaks no rule of its Content-Security-Policy', async ({ launch }) => {
  const { page } = await launch();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.reload();
  await expect(page.locator('#root > :not(style)').first()).toBeVisible();
  await page.waitForTimeout(1000);
  expect(said.filter((text) => /content.security.policy/i.test(text))).toEqual([]);
  const policy = await page.evaluate(async () =>
    (await fetch('app://slipway/')).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(policy).not.toContain('ws:');
});

test('hears no other page, not even one with its preload', async ({ launch }) => {
  const { app } = await launch();
  const answers = await app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const heard: string[] = [];
      for (const url of ['data:text/html,foreign', 'app://slipway/index.html']) {
        const other = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        });
        await other.loadURL(url);
        const ask = "slipway.call('engine.info', {}).then(() => 'answered', (error) => error.message)";
        heard.push((await other.webContents.executeJavaScript(ask)) as string);
        other.destroy();
      }
      return heard;
    },
    join(root, 'dist/electron/preload.cjs'),
  );
  expect(answers).toHaveLength(2);
  for (const answer of answers) expect(answer).toContain('Only the app itself is answered here');
});

test('goes nowhere else, and hands only safe links to the browser', async ({ launch }) => {
  const { app, page } = await launch();
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    // The real one would start a browser on the machine that runs the tests.
    shell.openExternal = (url) => Promise.resolve(void opened.push(url));
  });
  const before = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await page.evaluate(() => {
    location.href = 'file:///etc/passwd';
  });
  await page.waitForTimeout(500);
  expect(page.url()).toBe(before);
  const windows = await page.evaluate(
    () =>
      [
        window.open('https://example.org/a'),
        window.open('file:///etc/passwd'),
        window.open('http://192.0.2.1/'),
        window.open('http://localhost:8080/b'),
      ].filter(Boolean).length,
  );
  expect(windows).toBe(0);
  await page.evaluate(() => window.slipway!.openExternal('javascript:alert(1)'));
  await page.evaluate(() => window.slipway!.openExternal('https://example.org/c'));
  const opened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  await expect.poll(opened).toEqual(['https://example.org/a', 'http://localhost:8080/b', 'https://example.org/c']);
  expect(app.windows()).toHaveLength(1);
});

test('denies every permission but writing to the clipboard', async ({ launch }) => {
  const { page } = await launch();
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'] as PermissionName[];
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
  });
  expect(new Set(states)).toEqual(new Set(['denied']));
  const write = await page.evaluate(
    async () => (await navigator.permissions.query({ name: 'clipboard-write' as PermissionName })).state,
  );
  expect(write).toBe('granted');
});

test('serves nothing but the built renderer', async ({ launch }) => {
  const { page } = await launch();
  const statuses = await page.evaluate(() =>
    Promise.all(
      ['app://slipway/../package.json', 'app://slipway/..%2f..%2fpackage.json', 'app://slipway/assets/none.js'].map(
        async (url) => (await fetch(url)).status,
      ),
    ),
  );
  expect(statuses).toEqual([404, 404, 404]);
});

test('a second start opens its project in the first window', async ({ launch, folder }) => {
  const repository = makeRepository(folder);
  const { app, page } = await launch();
  if (electron === null) throw new Error('unreachable: the test is skipped without it');
  const second = spawn(electron, [`--data=${join(folder, 'data')}`, `--project=${repository}`, root], {
    env: environment(),
    stdio: 'ignore',
  });
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
  await expect(page).toHaveURL(/#\/p\/./);
  expect(app.windows()).toHaveLength(1);
});

test('opens where it was left', async ({ launch }) => {
  const first = await launch();
  const bounds = { x: 90, y: 70, width: 1000, height: 640 };
  await first.app.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]!.setBounds(wanted), bounds);
  await first.app.close();
  const second = await launch();
  const found = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds());
  expect(found).toMatchObject({ width: bounds.width, height: bounds.height });
});

function makeRepository(folder: string): string {
  const repository = join(folder, 'shop');
  mkdirSync(repository);
  writeFileSync(join(repository, 'README.md'), 'shop\n');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], { cwd: repository });
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Begin');
  giveToApp(repository);
  return repository;
}
