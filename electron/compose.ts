/** Wires the adapters to the engine. Each face supplies only what it alone has. */
import { randomBytes, randomInt } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { fail } from '../shared/problem.ts';
import type { Deliver, Face } from './api/face.ts';
import { routerOn } from './api/router.ts';
import { crashPointsFrom } from './engine/crash-points.ts';
import type { Engine } from './engine/engine.ts';
import { secretsInUse } from './engine/known-secrets.ts';
import { journalOn } from './engine/journal.ts';
import { operationsOn } from './engine/operations.ts';
import { publisherOn } from './engine/publish.ts';
import { deployGreenRuns } from './engine/runs/deploy.ts';
import { runNews } from './engine/runs/news.ts';
import { runtimeOn } from './engine/runtime.ts';
import { watchTraffic } from './engine/traffic-watch.ts';
import { tendKept } from './engine/shells/kept.ts';
import { shellsOn } from './engine/shells/shells.ts';
import { placeTender } from './engine/places/tender.ts';
import { watchProjects } from './engine/watch.ts';
import { watchPartsOf } from './engine/watching/runs.ts';
import { watchingOn } from './engine/watching/watching.ts';
import { workspaceOf } from './engine/workspace.ts';
import { createGit } from './git/git.ts';
import { secretFrom } from './secrets/environment.ts';
import { newMask } from './secrets/mask.ts';
import { logsIn } from './store/logs.ts';
import { outputsIn } from './store/output.ts';
import { openStore } from './store/store.ts';
import { targetKinds } from './targets/index.ts';
import { version } from './version.ts';

export interface Composed {
  readonly face: Face;
  readonly deliver: Deliver;
  /** From now on it builds what is pushed by itself. */
  serve(): void;
  /** Whether operations run that should not wait for the next start. */
  busy(): boolean;
  /** Takes no more work, leaves the journal as it is, closes the history. */
  close(): Promise<void>;
}

/** Less room than this, and nothing new is started: what runs needs it to finish. */
const roomBytes = 64 * 1024 * 1024;

/** Opens the history of a data directory, goes on with what was interrupted, and answers the contract. */
export async function composeEngine(options: {
  dataDirectory: string;
  environment: NodeJS.ProcessEnv;
}): Promise<Composed> {
  const dataDirectory = resolve(options.dataDirectory);
  const now = Date.now;
  const newId = (): string => randomBytes(5).toString('hex');
  const store = openStore(dataDirectory);
  const mask = newMask();
  const logs = logsIn(join(dataDirectory, 'logs'), mask.apply);
  const outputs = outputsIn(join(dataDirectory, 'runs'), { mask: mask.stream, now });
  const secret = secretFrom(options.environment, mask);
  // One that is not set any more cannot be hidden, and nothing can be started with it.
  for (const name of secretsInUse(store)) await secret(name).catch(() => undefined);
  const publisher = publisherOn(store, now);
  const runMoved = runNews(publisher);
  const crashPoint = crashPointsFrom(options.environment);
  const workspace = workspaceOf({
    dataDirectory,
    store,
    publisher,
    git: createGit(),
    targetAt: targetKinds.docker,
    now,
    newId: () => randomBytes(3).toString('hex'),
  });
  const runtime = runtimeOn({
    store,
    journal: journalOn(store, publisher, newId(), now, mask.apply),
    publisher,
    workspace,
    logs,
    outputs,
    runMoved,
    now,
    crashPoint,
    secret,
    mask: mask.apply,
  });
  const operations = operationsOn(runtime);
  const closing = new AbortController();
  const engine: Engine = {
    version,
    dataDirectory,
    startedAt: now(),
    store,
    publisher,
    operations,
    workspace,
    logs,
    outputs,
    runMoved,
    now,
    newId,
    freePort,
    secret,
    mask: mask.apply,
    crashPoint,
    closing: closing.signal,
    requireRoom: () => requireRoom(dataDirectory),
  };
  const watching = watchingOn(engine, watchPartsOf(engine));
  const stopLookingAtProjects = watchProjects(engine, watching);
  const stopLooking = watchTraffic(engine);
  const stopDeploying = deployGreenRuns(engine);
  const places = placeTender(engine);
  const shells = shellsOn(engine, { newId: () => randomBytes(16).toString('hex'), mask: mask.stream });
  if (store.readOnlyBecause === null) {
    operations.recover();
    void shells.sweep();
  }
  const stopTidying = tendKept(engine);
  await Promise.resolve();
  return {
    face: routerOn(engine, watching, shells),
    deliver: (project, delivery) => watching.deliver(project, delivery),
    serve: () => {
      if (store.readOnlyBecause !== null) return;
      watching.serve();
      places.serve();
    },
    busy: () => operations.busy(),
    async close() {
      closing.abort();
      watching.stop();
      places.stop();
      // What they look at and put right is written down in the history, which is closed behind them.
      await Promise.all([
        stopLookingAtProjects(),
        stopLooking(),
        stopDeploying(),
        stopTidying(),
        shells.closed(),
        operations.close(),
      ]);
      store.close();
    },
  };
}

async function requireRoom(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= roomBytes) return;
  throw fail('refused.disk-full', `The disk of ${folder} has less than 64 MB left.`, {
    hint: 'Free some space: what runs needs the rest to finish.',
    retry: true,
  });
}

/** Below what kernels hand to outgoing connections: a port from there could be in use when a container wants it. */
const lowestPort = 15_000;
const highestPort = 32_000;

/** A port that is free on every address now. */
async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = randomInt(lowestPort, highestPort);
    if (!taken.has(port) && (await canListen(port))) return port;
  }
  throw fail('failed.no-port', 'No free port could be found on this machine.', { retry: true });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
