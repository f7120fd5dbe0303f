/** The app's window: a sandboxed renderer that can go nowhere, in the place where it was left. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { app, BrowserWindow, protocol, screen, session, shell, type WebContents } from 'electron';
import { rendererOrigin } from './bridge.ts';
import { externalAddress } from './external-link.ts';
import { pageFor, textPage, type Page } from './pages.ts';
import { firstPlace, smallest, windowPlaceSchema, type WindowPlace } from './window-place.ts';

/** Call before the app is ready: only then a scheme can be made a standard and secure one. */
export function claimScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built renderer at `app://slipway/` and nothing anywhere else. */
export function serveRenderer(folder: string): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const page =
      `${url.protocol}//${url.host}` === rendererOrigin
        ? await pageFor({ method: request.method, path: url.pathname, host: null }, folder)
        : textPage(404, 'There is nothing at this address.');
    return responseOf(page);
  });
}

function responseOf(page: Page): Response {
  return new Response(typeof page.body === 'string' ? page.body : new Uint8Array(page.body), {
    status: page.status,
    headers: page.headers,
  });
}

/** Denies every page that there will ever be to go anywhere; call before the first one. */
export function denyNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openExternal(url);
      return { action: 'deny' };
    });
  });
}

/** Denies whatever a page could ask the machine for; call once the app is ready. */
export function denyPermissions(): void {
  // Copying a digest is the one thing asked for, and it only ever writes plain text.
  const isAllowed = (permission: string, contents: WebContents | null): boolean =>
    permission === 'clipboard-sanitized-write' && contents?.mainFrame.origin === rendererOrigin;
  session.defaultSession.setPermissionRequestHandler((contents, permission, decide) =>
    decide(isAllowed(permission, contents)),
  );
  session.defaultSession.setPermissionCheckHandler((contents, permission) => isAllowed(permission, contents));
  session.defaultSession.setDevicePermissionHandler(() => false);
}

/** Opens an address in the person's browser, if it is one that may be. */
export function openExternal(url: string): void {
  const address = externalAddress(url);
  if (address !== null) void shell.openExternal(address);
}

export interface WindowOptions {
  readonly preload: string;
  /** Where the window's place is remembered. */
  readonly placeFile: string;
  /** Address inside the app, such as `#/p/shop-1`; empty for the first screen. */
  readonly address: string;
}

/** Opens the window where it was left; it shows itself once there is something to see. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const displays = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
  const place = firstPlace(readPlace(options.placeFile), displays);
  const window = new BrowserWindow({
    ...place.position,
    width: place.width,
    height: place.height,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Slipway',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  window.once('ready-to-show', () => {
    if (place.maximized) window.maximize();
    if (place.fullScreen) window.setFullScreen(true);
    window.show();
  });
  rememberPlace(window, options.placeFile);
  void window.loadURL(`${rendererOrigin}/${options.address}`);
  return window;
}

function rememberPlace(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    writePlace(file, {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
    });
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, 500);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('maximize', soon);
  window.on('unmaximize', soon);
  window.on('close', write);
  window.on('closed', () => clearTimeout(timer));
}

function readPlace(file: string): WindowPlace | null {
  try {
    return existsSync(file) ? windowPlaceSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
  } catch {
    // Damaged or of another version: the window opens as on the first day.
    return null;
  }
}

function writePlace(file: string, place: WindowPlace): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(place));
    renameSync(`${file}.new`, file);
  } catch (error) {
    console.error('The place of the window was not remembered:', error);
  }
}
