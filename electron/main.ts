/** The desktop face: wires the window, the menu and the notifications to the engine of the data directory. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, type BrowserWindow, dialog } from 'electron';
import { problemFrom } from '../shared/problem.ts';
import { attachOrStart } from './hosts/attach.ts';
import { channel } from './hosts/bridge.ts';
import { keepConnection } from './hosts/connection-keeper.ts';
import { defaultDataDirectory } from './hosts/data-directory.ts';
import { readDesktopArguments } from './hosts/desktop-arguments.ts';
import { serveIpc } from './hosts/ipc.ts';
import { becomeOnlyInstance, chooseFolder, installMenu, type OwnEngine, startOwnEngine } from './hosts/shell.ts';
import {
  claimScheme,
  denyNavigation,
  denyPermissions,
  openExternal,
  openWindow,
  serveRenderer,
} from './hosts/window.ts';
import { notifyOnDesktop } from './notify/desktop.ts';
import { version } from './version.ts';

// This file runs as bundled: beside it are the preload and the engine, one folder up the renderer.
const built = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const options = readDesktopArguments(process.argv, process.env.INIT_CWD ?? process.cwd());
const dataDirectory = options.data ?? defaultDataDirectory(process.env, process.platform, homedir());
const profile = join(dataDirectory, 'desktop');
app.setPath('userData', profile);

let window: BrowserWindow | null = null;
let engine: OwnEngine | null = null;
const ended = new AbortController();
const connection = keepConnection(() =>
  attachOrStart(dataDirectory, {
    version,
    face: 'desktop',
    start: () => (engine = startOwnEngine(built('headless.js'), dataDirectory)),
  }),
);

claimScheme();
if (becomeOnlyInstance(options.project, (project) => void openAgain(project))) {
  denyNavigation();
  void app.whenReady().then(open);
} else {
  app.quit();
}
app.on('window-all-closed', () => app.quit());
app.on('will-quit', () => {
  ended.abort();
  void connection.close();
  engine?.stop();
});

async function open(): Promise<void> {
  denyPermissions();
  serveRenderer(built('../renderer'));
  installMenu({ openRepository: () => void openRepository(), openAddress: show });
  const address = options.project === null ? '' : await addressOf(options.project);
  const opened = openWindow({ preload: built('preload.cjs'), placeFile: join(profile, 'window.json'), address });
  window = opened;
  opened.on('closed', () => {
    window = null;
  });
  serveIpc({ window: opened, client: connection.client, chooseFolder: () => chooseFolder(opened), openExternal });
  await notifyOnDesktop({
    client: connection.client,
    isFocused: () => window?.isFocused() ?? false,
    show,
    signal: ended.signal,
  });
}

/** Another start of the app ends in this window. */
async function openAgain(project: string | null): Promise<void> {
  bringToFront();
  const address = project === null ? '' : await addressOf(project);
  if (address !== '') show(address);
}

async function openRepository(): Promise<void> {
  const folder = window && (await chooseFolder(window));
  const address = folder ? await addressOf(folder) : '';
  if (address !== '') show(address);
}

/** Opens a repository and answers with its address in the app; empty, after saying why, when it cannot be opened. */
async function addressOf(folder: string): Promise<string> {
  try {
    const { project } = await (await connection.client()).call('project.open', { path: folder });
    return `#/p/${encodeURIComponent(project.id)}`;
  } catch (error) {
    const { message, hint } = problemFrom(error);
    dialog.showErrorBox('The repository was not opened', [message, hint].filter(Boolean).join('\n'));
    return '';
  }
}

function show(address: string): void {
  bringToFront();
  window?.webContents.send(channel, { address });
}

function bringToFront(): void {
  if (window?.isMinimized()) window.restore();
  window?.show();
  window?.focus();
}
