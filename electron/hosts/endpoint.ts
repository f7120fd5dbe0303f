/** Where the engine of a data directory is: `engine.json`, for the user's eyes only, since it holds the token. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fail } from '../../shared/problem.ts';

const endpointSchema = z.object({
  /** `http://127.0.0.1:PORT/`, without the token. */
  url: z.string(),
  port: z.number().int().min(1).max(65535),
  token: z.string().min(43),
  pid: z.number().int(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  version: z.string(),
  protocol: z.number().int(),
});
export type Endpoint = z.infer<typeof endpointSchema>;

const fileOf = (dataDirectory: string): string => join(dataDirectory, 'engine.json');

/** Writes the endpoint so that a reader sees the old file or the new one, never a part. */
export function publishEndpoint(dataDirectory: string, endpoint: Endpoint): void {
  const temporary = join(dataDirectory, `engine.json.${endpoint.pid}`);
  rmSync(temporary, { force: true });
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify(endpoint, null, 2)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, fileOf(dataDirectory));
}

/**
 * Reads the endpoint. It says where an engine was, not that it lives: only an answer on the port does.
 *
 * @returns null when there is none, or nothing that this version can read
 * @throws ProblemError `failed.endpoint` when the file may not be read
 */
export function readEndpoint(dataDirectory: string): Endpoint | null {
  let text: string;
  try {
    text = readFileSync(fileOf(dataDirectory), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw fail('failed.endpoint', `${fileOf(dataDirectory)} cannot be read (${String(code)}).`, {
      hint: 'The engine may run for another user. Name another data directory by --data or SLIPWAY_DATA.',
      cause: error,
    });
  }
  return parseEndpoint(text);
}

function parseEndpoint(text: string): Endpoint | null {
  try {
    return endpointSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Removes the endpoint, unless it is another engine's by now. */
export function removeEndpoint(dataDirectory: string, token: string): void {
  if (readEndpoint(dataDirectory)?.token === token) rmSync(fileOf(dataDirectory), { force: true });
}

/** Removes what a dead engine left. Only for the holder of the lock. */
export function clearEndpoint(dataDirectory: string): void {
  rmSync(fileOf(dataDirectory), { force: true });
}

/** The address for a browser. The token is in the fragment, which no request carries. */
export const browserAddress = (endpoint: Pick<Endpoint, 'url' | 'token'>): string =>
  `${endpoint.url}#token=${endpoint.token}`;
