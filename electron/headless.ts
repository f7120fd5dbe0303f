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
import { fileURLToPath } from 'node:url';
import { composeEngine } from './compose.ts';
import { runEngineProcess } from './hosts/engine-main.ts';
import { version } from './version.ts';

const renderer = import.meta.url.endsWith('.ts') ? '../dist/renderer' : '../renderer';

await runEngineProcess(process.argv.slice(2), {
  version,
  renderer: fileURLToPath(new URL(renderer, import.meta.url)),
  compose: composeEngine,
});
