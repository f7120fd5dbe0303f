/** The terminal's face: `slipway <verb> …`. It is a client of the engine, which it starts if there is none. */
import './guard.ts';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { attachOrStart, type AttachOptions } from './hosts/attach.ts';
import { spawnEngine, type StartedEngine } from './hosts/spawn.ts';
import { type Engines, runCommandLine } from './hosts/terminal/program.ts';
import { terminalOfProcess } from './hosts/terminal/terminal.ts';
import { version } from './version.ts';

/** The engine process beside this file, as source or as built. */
const entry = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './headless.ts' : './headless.js', import.meta.url),
);
const identity: AttachOptions = { version, face: 'terminal' };

const engines: Engines = {
  attach: (dataDirectory) =>
    attachOrStart(dataDirectory, {
      ...identity,
      start: () => spawnEngine({ entry, dataDirectory, environment: process.env, life: 'background' }),
    }),
  serve: async (dataDirectory, port) => {
    let own: StartedEngine | null = null;
    const engine = await attachOrStart(dataDirectory, {
      ...identity,
      start: () => {
        own = spawnEngine({ entry, dataDirectory, environment: process.env, life: 'owned', port });
        return own;
      },
    });
    return { engine, started: isThis(own, engine.endpoint.pid), stop: () => end(own, () => engine.close()) };
  },
};

const isThis = (started: StartedEngine | null, pid: number): boolean => started !== null && started.process.pid === pid;

/** Ends an owned engine by its standard input, and waits until it has closed its store. */
async function end(started: StartedEngine | null, close: () => void): Promise<void> {
  close();
  if (started === null || started.exitCode() !== null) return;
  const exit = once(started.process, 'exit');
  started.process.stdin?.end();
  await exit;
}

process.exitCode = await runCommandLine(process.argv.slice(2), terminalOfProcess(), engines, version);
