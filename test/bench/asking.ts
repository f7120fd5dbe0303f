/**
 * Asks an engine for its status and its queue again and again, as a window does, in a thread of its own so that what it
 * measures is not its neighbour's work: a Worker whose `workerData` is `{ dataDirectory, project }`. It asks until it is
 * told anything, and answers that with an `Asked`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { attachOrStart } from '../../electron/hosts/attach.ts';
import { version } from '../../electron/version.ts';
import { timed } from './measure.ts';

export interface Asked {
  /** How long each took, in milliseconds. */
  readonly status: number[];
  readonly watch: number[];
  /** Looks at the queue that showed a branch twice, or more at work than are allowed. */
  readonly dishonest: number;
}

const pauseMs = 50;
const warmUpCalls = 20;
const { dataDirectory, project } = workerData as { dataDirectory: string; project: string };

const client = await attachOrStart(dataDirectory, {
  version,
  face: 'desktop',
  start: () => {
    throw new Error('The engine is not there.');
  },
});
const status: number[] = [];
const watch: number[] = [];
let dishonest = 0;
let going = true;
// A thread that has just begun is slow by itself.
for (let call = 0; call < warmUpCalls; call += 1) {
  await client.call('project.status', { project });
  await client.call('watch.get', { project });
}
parentPort?.once('message', () => (going = false));
parentPort?.postMessage('begun');
while (going) {
  status.push((await timed(() => client.call('project.status', { project }))).ms);
  const { ms, value } = await timed(() => client.call('watch.get', { project }));
  watch.push(ms);
  const waiting = value.queue.map(({ branch }) => branch);
  if (new Set(waiting).size < waiting.length || value.running.length > value.atOnce) dishonest += 1;
  await sleep(pauseMs);
}
client.close();
parentPort?.postMessage({ status, watch, dishonest } satisfies Asked);
