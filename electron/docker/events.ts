/** Watches containers by the engine's events, for as long as it is asked to, whatever happens to the connection. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import type { Client } from './client.ts';
import { jsonLines } from './json-lines.ts';

/** Not `exec_…`: a health check makes three of these every time it runs. */
const events = [
  'create',
  'start',
  'restart',
  'die',
  'stop',
  'kill',
  'oom',
  'pause',
  'unpause',
  'rename',
  'destroy',
  'update',
  'health_status',
];
const gatherMs = 100;
const firstWaitMs = 250;
const longestWaitMs = 10_000;
const pingEveryMs = 15_000;
const pingTimeoutMs = 5_000;

/**
 * Calls `changed` soon after anything happens to a container with these labels: a burst is one call. Also when the
 * connection comes about, is lost or comes back, since what happened in between was not heard. Ends with the signal.
 */
export function watchContainers(
  client: Client,
  labels: Readonly<Record<string, string>>,
  changed: () => void,
  signal: AbortSignal,
): void {
  const tell = gathered(changed, signal);
  const watch = async () => {
    let waitMs = firstWaitMs;
    while (!signal.aborted) {
      try {
        const stream = await listen(client, labels, signal);
        waitMs = firstWaitMs;
        tell();
        await hear(client, stream, tell);
      } catch {
        // The engine is away, which is a change as well. Whoever observes finds out why.
      }
      tell();
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    }
  };
  void watch();
}

function listen(client: Client, labels: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Readable> {
  const label = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const filters = JSON.stringify({ type: ['container'], label, event: events });
  return client.stream(`/events?${new URLSearchParams({ filters }).toString()}&`, { what: 'watch containers', signal });
}

/** Tells of every event, until the stream ends. A quiet stream may be a dead one, so the engine is asked now and then. */
async function hear(client: Client, stream: Readable, tell: () => void): Promise<void> {
  const check = setInterval(() => {
    client.ping(pingTimeoutMs).catch((thrown: unknown) => stream.destroy(thrown as Error));
  }, pingEveryMs);
  try {
    for await (const _event of jsonLines(stream)) tell();
  } finally {
    clearInterval(check);
  }
}

/** Makes one call of many within a tenth of a second; the first waits as long, so that none is lost. */
function gathered(act: () => void, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | null = null;
  signal.addEventListener(
    'abort',
    () => {
      if (timer) clearTimeout(timer);
    },
    { once: true },
  );
  return () => {
    if (timer !== null || signal.aborted) return;
    timer = setTimeout(() => {
      timer = null;
      act();
    }, gatherMs);
  };
}
