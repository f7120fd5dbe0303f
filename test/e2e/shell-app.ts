/** Starts the desktop app for the shell's specs, on whichever Electron this machine has. */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';

const require = createRequire(import.meta.url);
const { findElectron, noDisplay } = require('../../build/bootstrap/electron.cjs') as {
  findElectron(): string | null;
  noDisplay(): string | null;
};

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const electron = findElectron();
/** Why the shell cannot be tested here; null where it can. */
export const obstacle =
  electron === null ? "Electron's runtime is not on this machine (ELECTRON_OVERRIDE_DIST_PATH names one)" : noDisplay();
export const isRequired = process.env.SLIPWAY_REQUIRE_ELECTRON === '1';

/** As root the app runs as nobody, who must own what it writes. */
const nobody = 65534;
export function giveToApp(folder: string): void {
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', `${nobody}:${nobody}`, folder]);
}

export interface Shell {
  readonly app: ElectronApplication;
  readonly page: Page;
}

export interface ShellFixtures {
  /** A folder of this spec's own that the app may write. */
  folder: string;
  /** Starts the app on a data directory below `folder`; it is closed with the test. */
  launch: (data?: string) => Promise<Shell>;
}

export const test = base.extend<ShellFixtures>({
  // Playwright reads the fixtures that are needed from this pattern, also where there are none.
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted: none
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-shell-'));
    if (process.getuid?.() === 0) chownSync(folder, nobody, nobody);
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  launch: async ({ folder }, use) => {
    const open: ElectronApplication[] = [];
    await use(async (data = 'data') => {
      if (electron === null) throw new Error(obstacle ?? 'unreachable');
      const app = await _electron.launch({
        executablePath: electron,
        args: [`--data=${join(folder, data)}`, root],
        env: environment(),
      });
      open.push(app);
      const page = await app.firstWindow();
      await page.waitForLoadState('load');
      return { app, page };
    });
    // One that a test has closed already answers at once.
    for (const app of open) await app.close().catch(() => undefined);
  },
});

export function environment(): Record<string, string> {
  const given = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(given), SLIPWAY_NODE: process.execPath };
}
