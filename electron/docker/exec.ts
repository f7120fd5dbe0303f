/** Runs a service's health check inside its container. */
import type { Readable } from 'node:stream';
import type { Healthcheck } from '../../shared/domain/service.ts';
import { abortable, type Client } from './client.ts';
import { statusOf } from './problems.ts';

/**
 * Runs the check once, now. True when it passed; false when it failed, timed out or the container does not run. One that
 * timed out goes on inside the container until it ends: the engine has no way to kill it. Rejects when the engine fails.
 */
export async function runHealthcheck(client: Client, name: string, check: Healthcheck): Promise<boolean> {
  const [form, ...rest] = check.test;
  if (form === 'NONE') return true;
  const Cmd = form === 'CMD-SHELL' ? ['/bin/sh', '-c', rest.join(' ')] : rest;
  const timeout = AbortSignal.timeout(check.timeoutMs > 0 ? check.timeoutMs : 30_000);
  const what = `check the health of ${name}`;
  try {
    const exec = await client.call({ what, signal: timeout }, (docker, signal) =>
      docker.getContainer(name).exec({ Cmd, AttachStdout: true, AttachStderr: true, abortSignal: signal }),
    );
    const output = await client.call(
      { what, signal: timeout },
      (_docker, signal) => exec.start({ abortSignal: AbortSignal.any([signal, timeout]) }) as Promise<Readable>,
    );
    output.resume();
    await new Promise<void>((resolve, reject) => output.once('end', resolve).once('error', reject));
    const done = await client.call({ what }, (_docker, signal) => exec.inspect(abortable(signal)));
    return done.ExitCode === 0;
  } catch (thrown) {
    // 404 and 409: there is no such container, or it does not run. 400 and 500 of `start`: no such command in it.
    if (timeout.aborted || statusOf(thrown) !== null) return false;
    throw thrown;
  }
}
