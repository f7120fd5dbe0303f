/** A data directory whose disk fills up: on a small file system of its own, which takes root on Linux. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProblemError } from '../../shared/problem.ts';
import { startEngine } from '../fixtures/engine/index.ts';
import { brokenPromises } from './checks.ts';
import { startEngineUnderTest } from './engine-under-test.ts';
import { makeLane, newKey, settled, type Lane } from './lane.ts';

let disk: string | null = null;
let lane: Lane | undefined;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=120m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return; // not root, or a container that may not mount: the tests skip themselves
  }
  disk = folder;
  lane = await makeLane((await startEngine()).docker, { data: join(folder, 'data') });
});
afterAll(async () => {
  await lane?.remove();
  if (disk === null) return;
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

/** Fills the disk but for so many bytes; answers how to free it. */
function fill(at: string, leftBytes: number): () => void {
  const ballast = openSync(join(at, 'ballast'), 'w');
  const block = Buffer.alloc(64 * 1024);
  try {
    for (let stats = statfsSync(at); stats.bavail * stats.bsize > leftBytes; stats = statfsSync(at))
      writeSync(ballast, block);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error; // the engine took the last of it
  } finally {
    closeSync(ballast);
  }
  return () => {
    rmSync(join(at, 'ballast'), { force: true });
  };
}

describe('on a disk that is full', () => {
  it('nothing new is begun, history can be read, and what is at work is finished when there is room again', async (test) => {
    if (disk === null || !lane) return test.skip('A small file system cannot be mounted here.');
    const engine = await startEngineUnderTest(lane.data);
    const { client } = engine;
    try {
      const promote = async () =>
        (
          await client.call('promotion.start', {
            project: lane?.project ?? '',
            release: lane?.two ?? '',
            to: 'production',
            key: newKey(),
          })
        ).operation;
      const nearlyFull = fill(disk, 20_000_000);
      const refused = await promote().catch((error: unknown) =>
        error instanceof ProblemError ? error.problem.code : error,
      );
      expect(refused).toBe('refused.disk-full');
      nearlyFull();

      const { id } = await promote();
      const free = fill(disk, 0);
      await sleep(1500);
      expect((await client.call('history.list', { project: lane.project })).revisions.length).toBeGreaterThan(0);
      expect((await client.call('audit.verify', {})).valid).toBe(true);
      free();
      const ended = await settled(client, id);
      expect([ended.status, ended.problem]).toEqual(['done', null]);
      expect(await brokenPromises(lane, client, ended)).toEqual([]);
    } finally {
      await engine.kill();
    }
  });
});
