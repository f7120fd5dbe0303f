/** What only a desktop has: the native menu, the folder dialog, one instance, and the engine's process. */
import { spawnSync } from 'node:child_process';
import { closeSync, createWriteStream, mkdirSync, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, type MenuItemConstructorOptions, utilityProcess } from 'electron';
import { fail } from '../../shared/problem.ts';
import { chooseEngineProgram } from './engine-program.ts';
import { spawnEngine, type StartedEngine } from './spawn.ts';

/**
 * Makes this the one instance for its user-data folder. `again` is called in the first one for every later start, with
 * the project that was asked for there.
 *
 * @returns false when another instance runs: it has been told, and this one has to quit
 */
export function becomeOnlyInstance(project: string | null, again: (project: string | null) => void): boolean {
  app.on('second-instance', (_event, _argv, _folder, told) => {
    again(
      typeof told === 'object' && told !== null && 'project' in told && typeof told.project === 'string'
        ? told.project
        : null,
    );
  });
  return app.requestSingleInstanceLock({ project });
}

/** Asks for a folder; null when the person thinks better of it. */
export async function chooseFolder(window: BrowserWindow): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, { title: 'Open a repository', properties: ['openDirectory'] });
  return answer.filePaths[0] ?? null;
}

/** The menu. Keys of the interface itself (search, navigation) are the renderer's and stand in its own help. */
export function installMenu(actions: { openRepository: () => void; openAddress: (address: string) => void }): void {
  const mac = process.platform === 'darwin';
  const file: MenuItemConstructorOptions[] = [
    { label: 'Open Repository…', accelerator: 'CmdOrCtrl+O', click: actions.openRepository },
    { label: 'Projects', accelerator: 'CmdOrCtrl+Shift+P', click: () => actions.openAddress('#/') },
    { type: 'separator' },
    mac ? { role: 'close' } : { role: 'quit' },
  ];
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
    ...(app.isPackaged ? [] : [{ type: 'separator' } as const, { role: 'toggleDevTools' } as const]),
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [{ role: 'appMenu' } as const] : []),
      { label: 'File', submenu: file },
      { role: 'editMenu' },
      { label: 'View', submenu: view },
      { role: 'windowMenu' },
    ]),
  );
}

/** An engine process that ends with this one. */
export interface OwnEngine extends Pick<StartedEngine, 'exitCode' | 'log'> {
  stop(): void;
}

/**
 * Starts the engine for a data directory: in a utility process, so that no work of it blocks the window; by a Node of
 * the machine where this Electron is too old for it.
 *
 * @param entry the built `headless.js`
 * @throws ProblemError `failed.no-node` when nothing here can run it
 */
export function startOwnEngine(entry: string, dataDirectory: string): OwnEngine {
  const versions = { napi: process.versions.napi ?? '0', electron: process.versions.electron };
  const program = chooseEngineProgram(versions, nodesOfMachine(), nodeApiOf);
  if (program.kind === 'none')
    throw fail('failed.no-node', program.reason, {
      hint: 'Install a current Node, or start "slipway serve" under one.',
    });
  if (program.kind === 'utility') return startUtility(entry, dataDirectory);
  const engine = spawnEngine({ entry, dataDirectory, environment: process.env, program: program.file, life: 'owned' });
  return { exitCode: engine.exitCode, log: engine.log, stop: () => void engine.process.kill('SIGTERM') };
}

function startUtility(entry: string, dataDirectory: string): OwnEngine {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const logFile = join(dataDirectory, 'engine.log');
  closeSync(openSync(logFile, 'a', 0o600));
  const engine = utilityProcess.fork(entry, ['--data', dataDirectory], {
    serviceName: 'Slipway engine',
    stdio: 'pipe',
    cwd: dataDirectory,
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  engine.stdout?.pipe(log, { end: false });
  engine.stderr?.pipe(log, { end: false });
  let exitCode: number | null = null;
  engine.once('exit', (code) => {
    exitCode = code;
    log.end();
  });
  return {
    exitCode: () => exitCode,
    log: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n'),
    stop: () => void engine.kill(),
  };
}

/** The Node that `npm start` chose, then those on the PATH. */
function nodesOfMachine(): string[] {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name));
  return process.env.SLIPWAY_NODE ? [process.env.SLIPWAY_NODE, ...onPath] : onPath;
}

function nodeApiOf(file: string): number | null {
  const answer = spawnSync(file, ['-p', 'process.versions.napi'], { encoding: 'utf8', timeout: 5000 });
  return answer.status === 0 ? Number(answer.stdout) : null;
}
