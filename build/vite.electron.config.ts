/**
 * Bundles what runs in Electron: `--mode engine` the headless engine and `--mode git` the
 * process that starts git for it as ES modules, `--mode main` and `--mode preload`
 * one CommonJS file each. The sandbox asks for that of the preload; the main process needs it because a module that is
 * loaded asynchronously may come too late to claim its scheme, which is possible only before the app is ready.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

function bundle(name: string, entry: string, format: 'es' | 'cjs'): UserConfig {
  return {
    root: path('..'),
    // better-sqlite3 is native, dockerode reads files beside its own code, electron is given by the runtime.
    ssr: { noExternal: true, external: ['better-sqlite3', 'dockerode', 'electron'] },
    build: {
      ssr: true,
      outDir: path('../dist/electron'),
      emptyOutDir: false,
      // The Node of the oldest Electron that the shell runs on.
      target: 'node20',
      rolldownOptions: {
        input: { [name]: path(entry) },
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: 'parts/[name].js',
        },
      },
    },
  };
}

export default defineConfig(({ mode }) => {
  if (mode === 'preload') return bundle('preload', '../electron/preload.ts', 'cjs');
  if (mode === 'main') return bundle('main', '../electron/main.ts', 'cjs');
  if (mode === 'git') return bundle('git-process', '../electron/git-process.ts', 'es');
  return bundle('headless', '../electron/headless.ts', 'es');
});
