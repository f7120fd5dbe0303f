/** Starting the engine process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface StartedEngine {
  /** Null while it runs. A signal counts as 128. */
  exitCode(): number | null;
  /** The last lines that it wrote. */
  log(): string;
  /** The process, for who keeps it. */
  readonly process: ChildProcess;
}

export interface SpawnOptions {
  /** `headless.ts`, or what it was built to. */
  readonly entry: string;
  readonly dataDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The Node that runs it; this process's own by default. */
  readonly program?: string;
  readonly port?: number;
  /**
   * `background`: in a session of its own, until it was idle for a minute. `owned`: ends with this process, however that
   * ends, because its standard input does.
   */
  readonly life: 'background' | 'owned';
}

const rotateAboveBytes = 5 * 1024 * 1024;
const idleSeconds = 60;

/** Starts an engine. What it writes goes to `engine.log` in the data directory; the one before is kept at 5 MB. */
export function spawnEngine(options: SpawnOptions): StartedEngine {
  mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 });
  const logFile = join(options.dataDirectory, 'engine.log');
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > rotateAboveBytes) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, 'a', 0o600);
  const owned = options.life === 'owned';
  const lifetime = owned ? [] : ['--exit-when-idle', String(idleSeconds)];
  const child = spawn(
    options.program ?? process.execPath,
    [options.entry, '--data', options.dataDirectory, '--port', String(options.port ?? 0), ...lifetime],
    {
      // The current folder may be unmounted or deleted while a background engine runs.
      cwd: options.dataDirectory,
      detached: !owned,
      stdio: [owned ? 'pipe' : 'ignore', log, log],
      windowsHide: true,
      env: { ...options.environment, SLIPWAY_WATCH_PARENT: owned ? '1' : '0' },
    },
  );
  closeSync(log);
  if (!owned) child.unref();
  // A program that cannot be started is told by exitCode().
  let failed = false;
  child.on('error', () => {
    failed = true;
  });
  return {
    process: child,
    exitCode: () => child.exitCode ?? (failed || child.signalCode !== null ? 128 : null),
    log: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n'),
  };
}
