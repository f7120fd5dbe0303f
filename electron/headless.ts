/**
 * The engine process: the engine of one data directory, without Electron, serving the renderer and the contract on
 * loopback.
 *
 *   node headless.ts --data DIR [--port N] [--renderer DIR] [--exit-when-idle SECONDS] [--print-url]
 *
 * Exit codes: 0 stopped · 1 could not start · 2 wrong use · 4 another engine has the data directory · 70 a fault (the
 * journal makes that safe: the next engine goes on). With SLIPWAY_WATCH_PARENT=1 it ends when its standard input does.
 */
import './guard.ts';
import { fork, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeEngine } from './compose.ts';
import { gitProcess } from './git/process.ts';
import { runTextsBy } from './git/run.ts';
import { runEngineProcess } from './hosts/engine-main.ts';
import { version } from './version.ts';

const isSource = import.meta.url.endsWith('.ts');
const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Other systems start a program without copying anything, and a packaged Electron runs no other Node than this one.
if (process.platform === 'linux' && process.versions.electron === undefined) {
  const entry = beside(isSource ? './git-process.ts' : './git-process.js');
  const start = (): ChildProcess =>
    fork(entry, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {},
      // The folder that an engine was started in may be deleted meanwhile; a port for its debugger is taken.
      cwd: dirname(entry),
      execArgv: process.execArgv.filter((option) => !option.startsWith('--inspect')),
    });
  runTextsBy(gitProcess(start).run);
}

await runEngineProcess(process.argv.slice(2), {
  version,
  renderer: beside(isSource ? '../dist/renderer' : '../renderer'),
  compose: composeEngine,
});
