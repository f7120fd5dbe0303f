/**
 * End-to-end specs, on real engine processes, repositories and containers. `browser` opens the app that the headless
 * engine serves; `electron` opens the same specs in the desktop shell and needs Electron's runtime: without one they are
 * skipped with the reason, or fail under SLIPWAY_REQUIRE_ELECTRON=1.
 */
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = process.env.SLIPWAY_CHROMIUM ?? '/usr/bin/chromium';
// By the file's own name: a folder may be called so too.
const shellSpecs = /[\\/]shell[^\\/]*\.spec\.ts$/;
const storySpecs = /(?:story|engine-killed)\.spec\.ts$/;
const pictures = /screenshots\.spec\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../test-results/e2e',
  globalSetup: './e2e/fixtures/global.ts',
  // Every test has its own engine process, repository and ports; two at a time is what two cores carry.
  workers: 2,
  fullyParallel: true,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  // On a busy machine a window may miss a deadline that a person would not notice: tried once more, and printed as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list'], ['./reporters/playwright.ts']],
  use: {
    actionTimeout: 30_000,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    // A trace of everything costs a tenth of the time: the second try of what failed is traced.
    trace: 'on-first-retry',
    launchOptions: {
      // Without Playwright's own download, Debian's Chromium; root cannot use its sandbox.
      ...(existsSync(chromium) ? { executablePath: chromium } : {}),
      // Without a graphics card its place is taken by a processor, which the machine has no second of to spare.
      args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    },
    // What moves is drawn again and again; nothing here looks at how it moves.
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    { name: 'browser', testIgnore: [shellSpecs, pictures] },
    // The same tests, and the shell's own beside them; windows of one display come one after another, so by default only
    // those that tell the whole story run here too. SLIPWAY_ELECTRON_ALL=1 runs every one.
    {
      name: 'electron',
      ...(process.env.SLIPWAY_ELECTRON_ALL === '1'
        ? { testIgnore: pictures }
        : { testMatch: [shellSpecs, storySpecs] }),
      workers: 1,
    },
    // Not part of `npm test`: `npm run screenshots`.
    { name: 'screenshots', testMatch: pictures, workers: 1 },
  ],
});
