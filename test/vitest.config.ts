/**
 * Unit, property, contract and crash tests. Each kind is a project of its own: `vitest --config test/vitest.config.ts
 * --project unit`. Those that need a Docker engine get one from test/fixtures/engine.
 */
import '../electron/guard.ts';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const seconds = 1000;

function project(
  name: string,
  options: { engine: boolean; built?: boolean; timeoutMs: number; sequential?: boolean; shared?: boolean },
): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      root,
      include: [`test/${name}/**/*.test.ts`],
      testTimeout: options.timeoutMs,
      hookTimeout: Math.max(options.timeoutMs, 60 * seconds),
      fileParallelism: !options.sequential,
      // To load the modules anew for each file takes as long as many of them.
      isolate: !options.shared,
      // Where a busy machine runs them, real containers are given a second chance; what fails twice has failed.
      ...(options.engine ? { retry: process.env.CI ? 1 : 0 } : {}),
      globalSetup: [
        ...(options.engine ? ['test/fixtures/engine/global.ts'] : []),
        ...(options.built ? ['test/fixtures/engine/built.ts'] : []),
      ],
    },
  };
}

export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vite-test',
  test: {
    projects: [
      project('unit', { engine: false, timeoutMs: 20 * seconds }),
      project('property', { engine: false, timeoutMs: 120 * seconds, shared: true }),
      project('contract', { engine: true, timeoutMs: 120 * seconds }),
      // Kills and real containers: several at once would only measure each other.
      project('crash', { engine: true, built: true, timeoutMs: 300 * seconds, sequential: true }),
    ],
  },
});
