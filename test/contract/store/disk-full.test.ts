import { spawnSync } from 'node:child_process';
import { statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { logsIn } from '../../../electron/store/logs.ts';
import { openStore } from '../../../electron/store/store.ts';
import { appendEvents, folder, problemOfThrowing, seed } from './setting.ts';

/** A disk of two megabytes, or the reason why there is none. */
function smallDisk(): string | null {
  const disk = folder();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
  if (status !== 0) return null;
  onTestFinished(() => {
    spawnSync('umount', ['-l', disk]);
  });
  return disk;
}

function fill(disk: string): () => void {
  const file = join(disk, 'ballast');
  for (;;) {
    const { bavail, bsize } = statfsSync(disk);
    try {
      writeFileSync(file, Buffer.alloc(Math.max(bsize, bavail * bsize), 1), { flag: 'a' });
    } catch {
      return () => unlinkSync(file);
    }
  }
}

describe('a full disk', () => {
  it('is explained, loses nothing that was acknowledged, and lets the history be read; with room again it goes on', async (context) => {
    const disk = smallDisk();
    if (disk === null) return context.skip('mounting a small disk needs root');
    const data = join(disk, 'data');
    const store = openStore(data);
    seed(store);
    appendEvents(store, 5);
    const empty = fill(disk);
    let written = 5;
    const problem = problemOfThrowing(() => {
      for (; written < 10_000; written += 1) appendEvents(store, 1);
    });
    expect(problem).toMatchObject({ code: 'failed.disk-full', retry: true });
    expect(problem.hint).toContain('Free some space');
    expect(store.events.head().seq).toBe(written);
    expect(store.projects.list()).toHaveLength(1);
    const log = logsIn(join(disk, 'logs'), (text) => text);
    log.append('operation', { at: 1, source: 'step', stream: 'out', text: 'the log never fails the operation' });
    empty();
    appendEvents(store, 1);
    expect(store.events.head().seq).toBe(written + 1);
    expect(await store.events.verify()).toMatchObject({ events: written + 1, brokenAt: null });
    store.close();
  });

  it('still opens a history for reading', async (context) => {
    const disk = smallDisk();
    if (disk === null) return context.skip('mounting a small disk needs root');
    const data = join(disk, 'data');
    const before = openStore(data);
    seed(before);
    appendEvents(before, 50);
    before.close();
    const empty = fill(disk);
    const store = openStore(data);
    expect(store.events.since(0, 100)).toHaveLength(50);
    expect(store.projects.list()).toHaveLength(1);
    expect(await store.events.verify()).toMatchObject({ events: 50, brokenAt: null });
    expect(problemOfThrowing(() => store.transact(() => appendEvents(store, 1)))).toMatchObject({
      code: 'failed.disk-full',
    });
    store.close();
    empty();
    const again = openStore(data);
    appendEvents(again, 1);
    expect(again.events.head().seq).toBe(51);
    again.close();
  });
});
