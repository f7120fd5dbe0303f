/** A branch is given an environment, the engine is killed on the way, and nobody asks again. */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attached } from '../../electron/hosts/attach.ts';
import { answerOf } from './checks.ts';
import { startEngineUnderTest } from './engine-under-test.ts';
import { newKey, settled, type Lane } from './lane.ts';

const withinMs = 60_000;
let branches = 0;

/** Promises that do not hold once an engine that nobody asked anything has gone on with it. */
export async function killedCreation(lane: Lane, point: string): Promise<string[]> {
  const branch = `killed-${String(process.pid)}-${String(++branches)}`;
  const page = `page of ${branch}`;
  const sha = lane.commit(page);
  const git = (...args: string[]): unknown => execFileSync('git', ['-C', lane.repository, ...args]);
  git('branch', branch, sha);
  // Main does not have it: it is a branch on its way there.
  git('update-ref', 'refs/heads/main', `${sha}~1`);
  const environment = `test.${branch}`;
  try {
    const doomed = await startEngineUnderTest(lane.data, { at: point });
    const asked = { project: lane.project, branch, key: newKey() };
    await Promise.all([doomed.ended, doomed.client.call('testEnvironment.create', asked).catch(() => undefined)]);
    const engine = await startEngineUnderTest(lane.data);
    try {
      // Opened, as every window does it; nothing more is asked for.
      await engine.client.call('project.status', { project: lane.project });
      const text = await comes(engine.client, lane, environment, page);
      const { revisions } = await engine.client.call('history.list', {
        ...{ project: lane.project, environment, limit: 10 },
      });
      // Left there, it would be ended by itself in the middle of the next test, once main has its commit.
      const { operation } = await engine.client.call('testEnvironment.remove', {
        ...{ project: lane.project, environment, key: newKey() },
      });
      await settled(engine.client, operation.id);
      return [
        ...(text === page ? [] : [`it answers ${JSON.stringify(text)}`]),
        ...(revisions.length === 1 ? [] : [`${String(revisions.length)} revisions were made`]),
      ];
    } finally {
      await engine.kill();
    }
  } finally {
    git('update-ref', 'refs/heads/main', sha);
    await lane.clear(environment);
  }
}

async function comes(client: Attached, { project }: Lane, environment: string, page: string): Promise<string | null> {
  let text: string | null = null;
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    const { environments } = await client.call('testEnvironment.list', { project });
    const url = environments.find((one) => one.environment === environment)?.url;
    text = url ? await answerOf(url) : null;
    if (text === page) break;
    await sleep(100);
  }
  return text;
}
