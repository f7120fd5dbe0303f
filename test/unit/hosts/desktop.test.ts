/** What the desktop shell decides, without Electron. */
import { describe, expect, it } from 'vitest';
import { readDesktopArguments } from '../../../electron/hosts/desktop-arguments.ts';
import { chooseEngineProgram } from '../../../electron/hosts/engine-program.ts';
import { externalAddress } from '../../../electron/hosts/external-link.ts';
import { firstPlace, smallest, type WindowPlace } from '../../../electron/hosts/window-place.ts';

const display = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const place = (x: number, y: number, width = 1000, height = 700): WindowPlace => ({
  bounds: { x, y, width, height },
  maximized: false,
  fullScreen: false,
});

describe('where the window opens', () => {
  it('is where it was left, on any display', () => {
    expect(firstPlace(place(2000, 100), [display, second])).toMatchObject({
      position: { x: 2000, y: 100 },
      width: 1000,
      height: 700,
    });
  });

  it.each([
    ['its display is gone', place(2000, 100)],
    ['nothing of its title bar shows', place(100, 1060)],
    ['it is above the screen', place(100, -300)],
  ])('is left to the system when %s', (_case, remembered) => {
    expect(firstPlace(remembered, [display])).toMatchObject({ position: null, width: 1000, height: 700 });
  });

  it('fits the display and is never too small to use', () => {
    const small = { x: 0, y: 0, width: 1024, height: 600 };
    expect(firstPlace(place(0, 0, 3000, 2000), [small])).toMatchObject({ width: 1024, height: 600 });
    expect(firstPlace(place(0, 0, 10, 10), [display])).toMatchObject(smallest);
  });

  it('remembers that it was maximized', () => {
    expect(firstPlace({ ...place(0, 0), maximized: true }, [display]).maximized).toBe(true);
    expect(firstPlace(null, []).position).toBeNull();
  });
});

describe('links that leave the app', () => {
  it.each([
    'https://example.org/a?b#c',
    'http://localhost:8080/',
    'http://127.0.0.1:3000/x',
    'http://[::1]:81/',
    'http://qa.localhost:8080/',
  ])('%s opens', (url) => {
    expect(externalAddress(url)).toBe(url);
  });

  it.each([
    'http://example.org/',
    'http://127.0.0.1.example.org/',
    'http://localhost.example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'smb://server/share',
    'ms-msdt:/id',
    'https://user:secret@example.org/',
    'app://slipway/',
    '-rf',
    '',
  ])('%s does not', (url) => {
    expect(externalAddress(url)).toBeNull();
  });
});

describe('what runs the engine', () => {
  const nodeApi = (file: string): number | null => ({ '/old': 9, '/new': 10 })[file] ?? null;

  it('is this Electron where it can', () => {
    expect(chooseEngineProgram({ napi: '10', electron: '45.4.1' }, ['/new'], nodeApi)).toEqual({ kind: 'utility' });
  });

  it('is the first Node that is new enough where it cannot', () => {
    expect(chooseEngineProgram({ napi: '9', electron: '33.4.11' }, ['/none', '/old', '/new'], nodeApi)).toEqual({
      kind: 'node',
      file: '/new',
    });
  });

  it('is nothing, with the reason, otherwise', () => {
    expect(chooseEngineProgram({ napi: '9', electron: '33.4.11' }, ['/old'], nodeApi)).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('33.4.11') as string,
    });
  });
});

describe('the arguments of the desktop app', () => {
  it('are ours among those of Chromium, relative to the folder of who started it', () => {
    expect(
      readDesktopArguments(['/electron', '--disable-gpu', '--data=data', '--project=/srv/shop', '.'], '/home/me'),
    ).toEqual({ data: '/home/me/data', project: '/srv/shop' });
    expect(readDesktopArguments(['/electron', '--data=', '--project', '/x'], '/')).toEqual({
      data: null,
      project: null,
    });
  });
});
