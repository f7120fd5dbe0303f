/** Commands of the tools that Slipway is measured beside, as a person types them. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program; answers what it printed, rejects with what it complained. */
export const run = async (program: string, ...args: readonly string[]): Promise<string> =>
  (await execute(program, args, { maxBuffer: 16 * 1024 * 1024 })).stdout;

export const docker = (...args: readonly string[]): Promise<string> => run('docker', ...args);

/** For what may be gone already. */
export const quietly = (working: Promise<unknown>): Promise<void> =>
  working.then(
    () => undefined,
    () => undefined,
  );
