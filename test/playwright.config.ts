/**
 * End-to-end specs. `browser` opens the app that the headless engine serves; `electron` opens the desktop shell and
 * needs Electron's runtime: without one its specs are skipped with the reason, or fail under SLIPWAY_REQUIRE_ELECTRON=1.
 */
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = process.env.SLIPWAY_CHROMIUM ?? '/usr/bin/chromium';
const shellSpecs = /shell.*\.spec\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../test-results/e2e',
  globalSetup: './fixtures/engine/global.ts',
  // One engine and two cores: specs that run side by side would wait for each other and time out.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['./reporters/playwright.ts']],
  use: {
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      // Without Playwright's own download, Debian's Chromium; root cannot use its sandbox.
      ...(existsSync(chromium) ? { executablePath: chromium } : {}),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'browser', testIgnore: shellSpecs },
    { name: 'electron', testMatch: shellSpecs },
  ],
});
