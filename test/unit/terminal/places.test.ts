import { describe, expect, it } from 'vitest';
import { defaultDataDirectory } from '../../../electron/hosts/data-directory.ts';
import { dataDirectoryOf, startingFolder } from '../../../electron/hosts/terminal/session.ts';
import { terminalWith } from './terminal.ts';

describe('where things are', () => {
  it("keeps data in the platform's user-data folder unless SLIPWAY_DATA says otherwise", () => {
    expect(defaultDataDirectory({}, 'linux', '/home/a')).toBe('/home/a/.local/share/slipway');
    expect(defaultDataDirectory({ XDG_DATA_HOME: '/x' }, 'linux', '/home/a')).toBe('/x/slipway');
    expect(defaultDataDirectory({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Application Support/Slipway');
    expect(defaultDataDirectory({ APPDATA: 'C:/R' }, 'win32', 'C:/a').replaceAll('\\', '/')).toBe('C:/R/Slipway');
    expect(defaultDataDirectory({ SLIPWAY_DATA: '/d' }, 'linux', '/home/a')).toBe('/d');
  });
  it('prefers --data, and resolves it against the current folder', () => {
    expect(dataDirectoryOf({ data: 'mine' }, terminalWith({ environment: { SLIPWAY_DATA: '/d' } }))).toBe(
      '/home/someone/shop/mine',
    );
    expect(dataDirectoryOf({}, terminalWith({ environment: { SLIPWAY_DATA: '/d' } }))).toBe('/d');
  });
  it('starts from where npm was called, but only when npm runs this very command', () => {
    const INIT_CWD = '/home/someone/elsewhere';
    expect(startingFolder({ cwd: '/slipway', environment: { INIT_CWD, npm_lifecycle_event: 'slipway' } })).toBe(
      INIT_CWD,
    );
    expect(startingFolder({ cwd: '/shop', environment: { INIT_CWD, npm_lifecycle_event: 'test' } })).toBe('/shop');
    expect(startingFolder({ cwd: '/shop', environment: {} })).toBe('/shop');
  });
});
