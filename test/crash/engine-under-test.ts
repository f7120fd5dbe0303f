/** The engine as a process of its own, which may be told where to die, and a client of it. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { attach, type Attached } from '../../electron/hosts/attach.ts';
import { spawnEngine, type StartedEngine } from '../../electron/hosts/spawn.ts';
import { version } from '../../electron/version.ts';

/** Hundreds of engines are started: as built, which is what people run, each is there in a third of the time. */
const entry = fileURLToPath(new URL('../../dist/electron/headless.js', import.meta.url));
/** What the first one compiled serves the others. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/slipway-crash', import.meta.url));
const startTimeoutMs = 60_000;

export interface EngineUnderTest {
  readonly client: Attached;
  /** Resolves with the signal when it was killed, null when it ended by itself. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  log(): string;
}

export interface DeathWish {
  /** `point` or `point#n`: where it kills itself. */
  readonly at?: string;
  /** File that gets the name of every crash point passed. */
  readonly record?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Starts the engine of a data directory and attaches to it; rejects with the end of its log when it does not come up. */
export async function startEngineUnderTest(dataDirectory: string, wish: DeathWish = {}): Promise<EngineUnderTest> {
  const { started, ended } = launch(dataDirectory, wish);
  const deadline = performance.now() + startTimeoutMs;
  while (started.exitCode() === null && performance.now() < deadline) {
    const client = await attach(dataDirectory, { version, face: 'terminal' });
    if (client) return { client, ended, log: () => started.log(), kill: () => kill(started, ended) };
    await sleep(20);
  }
  await kill(started, ended);
  throw new Error(`The engine did not come up:\n${started.log()}`);
}

/** Starts an engine that is expected to die while it recovers; resolves when it is dead. */
export async function startAndDie(dataDirectory: string, at: string): Promise<void> {
  const { started, ended } = launch(dataDirectory, { at });
  const signal = await Promise.race([ended, sleep(startTimeoutMs, 'late' as const, { ref: false })]);
  if (signal === 'SIGKILL') return;
  await kill(started, ended);
  throw new Error(`The recovering engine never came to ${at} (${String(signal)}):\n${started.log()}`);
}

function launch(
  dataDirectory: string,
  wish: DeathWish,
): { started: StartedEngine; ended: Promise<NodeJS.Signals | null> } {
  const started = spawnEngine({
    entry,
    dataDirectory,
    life: 'owned',
    environment: {
      ...process.env,
      ...wish.environment,
      NODE_OPTIONS: '',
      NODE_COMPILE_CACHE: compiled,
      ...(wish.at === undefined ? {} : { SLIPWAY_CRASH_AT: wish.at }),
      ...(wish.record === undefined ? {} : { SLIPWAY_CRASH_RECORD: wish.record }),
    },
  });
  const ended = once(started.process, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  return { started, ended };
}

async function kill(started: StartedEngine, ended: Promise<unknown>): Promise<void> {
  started.process.kill('SIGKILL');
  await ended;
}
