/** Runs a service's health check inside its container. */
import type { Readable } from 'node:stream';
import type { Healthcheck } from '../../shared/domain/service.ts';
import { problemFrom } from '../../shared/problem.ts';
import { abortable, type Client } from './client.ts';
import { framePieces } from './logs.ts';
import { statusOf } from './problems.ts';

export interface CheckResult {
  readonly passed: boolean;
  /** What it printed, or why it could not run; bounded, and longer than what is kept of it. */
  readonly output: string;
}

/** More than anybody keeps of it: who does hides secrets first, and those must be whole. */
const maxOutputCharacters = 16 * 1024;

/** What a check runs; of one that is none, nothing. */
export const checkCommand = ({ test: [form, ...rest] }: Healthcheck): string[] =>
  form === 'CMD-SHELL' ? ['/bin/sh', '-c', rest.join(' ')] : rest;

export const checkTimeoutMs = ({ timeoutMs }: Healthcheck): number => (timeoutMs > 0 ? timeoutMs : 30_000);

/**
 * Runs the check once, now. It did not pass when it failed, timed out or the container does not run. One that
 * timed out or was aborted goes on inside the container until it ends: the engine has no way to kill it. Rejects when
 * it was aborted, or the engine fails.
 */
export async function runHealthcheck(
  client: Client,
  name: string,
  check: Healthcheck,
  aborted?: AbortSignal,
): Promise<CheckResult> {
  if (check.test[0] === 'NONE') return { passed: true, output: '' };
  const Cmd = checkCommand(check);
  const timeout = AbortSignal.timeout(checkTimeoutMs(check));
  const ends = aborted ? AbortSignal.any([aborted, timeout]) : timeout;
  const what = `check the health of ${name}`;
  try {
    const exec = await client.call({ what, signal: ends }, (docker, signal) =>
      docker.getContainer(name).exec({ Cmd, AttachStdout: true, AttachStderr: true, abortSignal: signal }),
    );
    const output = await client.call(
      { what, signal: ends },
      (_docker, signal) => exec.start({ abortSignal: AbortSignal.any([signal, ends]) }) as Promise<Readable>,
    );
    const said = await printed(output);
    // What was cut off in the middle looks like what came to its end.
    ends.throwIfAborted();
    const done = await client.call({ what, signal: ends }, (_docker, signal) => exec.inspect(abortable(signal)));
    return { passed: done.ExitCode === 0, output: said || `it ended with code ${done.ExitCode ?? '?'}` };
  } catch (thrown) {
    if (aborted?.aborted) throw thrown;
    // 404 and 409: there is no such container, or it does not run. 400 and 500 of `start`: no such command in it.
    if (timeout.aborted) return { passed: false, output: 'it did not end in time' };
    if (statusOf(thrown) !== null) return { passed: false, output: problemFrom(thrown).message };
    throw thrown;
  }
}

/** The beginning of what an exec printed; the rest is drained, so that the check can end. */
async function printed(output: Readable): Promise<string> {
  let said = '';
  for await (const { text, ends } of framePieces(output))
    if (said.length < maxOutputCharacters) said += ends ? `${text}\n` : text;
  return said.trim().slice(0, maxOutputCharacters);
}
