import { describe, expect, it } from 'vitest';
import { appendEvents, folder, project, raw, seeded, storeIn } from './setting.ts';

const forget = 'DROP TRIGGER events_are_never_edited; DROP TRIGGER events_are_never_deleted;';

/** Verifies a history of 20 events after somebody with the file in hands has changed it. */
async function verifyAfter(sql: string): Promise<{ events: number; brokenAt: number | null }> {
  const data = folder();
  const store = seeded(data);
  appendEvents(store, 20);
  raw(data).exec(forget + sql);
  return store.events.verify();
}

describe('the hash chain', () => {
  it('is whole when nobody touched it, however often it is opened', async () => {
    const data = folder();
    const store = seeded(data);
    appendEvents(store, 30);
    const head = store.events.head();
    expect(await store.events.verify()).toEqual({ events: 30, head: head.hash, brokenAt: null });
    const again = storeIn(data);
    expect(again.events.head()).toEqual(head);
    appendEvents(again, 1);
    expect(await store.events.verify()).toMatchObject({ events: 31, brokenAt: null });
  });

  it('is whole in an empty history', async () => {
    expect(await seeded().events.verify()).toEqual({ events: 0, head: '0'.repeat(64), brokenAt: null });
  });

  it.each([
    ['at', 'at = at + 1'],
    ['type', "type = 'release.built'"],
    ['project', 'project = NULL'],
    ['environment', "environment = ''"],
    ['operation', "operation = 'x'"],
    ['by', "by = 'grace'"],
    ['data', "data = replace(data, '4', '5')"],
    ['hash', "hash = replace(hash, substr(hash, 1, 1), 'x')"],
  ])('finds a changed %s', async (_field, change) => {
    expect(await verifyAfter(`UPDATE events SET ${change} WHERE seq = 5`)).toMatchObject({ brokenAt: 5 });
  });

  it('finds text that moved from one field to the next', async () => {
    expect(await verifyAfter("UPDATE events SET by = 'ad', data = 'a' || data WHERE seq = 5")).toMatchObject({
      brokenAt: 5,
    });
  });

  it('finds a deleted event', async () => {
    expect(await verifyAfter('DELETE FROM events WHERE seq = 5')).toMatchObject({ brokenAt: 6 });
    expect(await verifyAfter('DELETE FROM events WHERE seq = 1')).toMatchObject({ brokenAt: 2 });
  });

  it('finds a gap that was closed again', async () => {
    expect(
      await verifyAfter('DELETE FROM events WHERE seq = 5; UPDATE events SET seq = seq - 1 WHERE seq > 5;'),
    ).toMatchObject({ brokenAt: 5 });
  });

  it('finds events that were cut off at the end', async () => {
    expect(await verifyAfter('DELETE FROM events WHERE seq > 17')).toMatchObject({ events: 17, brokenAt: 18 });
    expect(await verifyAfter('DELETE FROM events')).toMatchObject({ events: 0, brokenAt: 1 });
  });

  it('finds an inserted event', async () => {
    expect(
      await verifyAfter(
        'INSERT INTO events (at, type, by, data, hash) SELECT at, type, by, data, hash FROM events WHERE seq = 20',
      ),
    ).toMatchObject({ brokenAt: 21 });
  });

  it('finds two events that changed places', async () => {
    expect(
      await verifyAfter(
        'UPDATE events SET seq = 100 WHERE seq = 5; UPDATE events SET seq = 5 WHERE seq = 6; UPDATE events SET seq = 6 WHERE seq = 100;',
      ),
    ).toMatchObject({ brokenAt: 5 });
  });

  it('finds an edit in a later page of a long history', async () => {
    const data = folder();
    const store = seeded(data);
    store.transact(() => {
      for (let index = 0; index < 12_000; index += 1)
        store.events.append({ type: 'operation.started', project, by: 'ada' }, index);
    });
    raw(data).exec(`${forget} UPDATE events SET by = 'grace' WHERE seq = 11111`);
    expect(await store.events.verify()).toMatchObject({ events: 11_110, brokenAt: 11_111 });
  });
});

describe('events', () => {
  it('are given out after a sequence number, of all projects or of one, in order', () => {
    const store = seeded();
    for (let index = 1; index <= 10; index += 1)
      store.events.append(
        { type: 'operation.started', project: index % 3 === 0 ? 'bbbbbb' : project, by: 'ada' },
        index,
      );
    expect(store.events.since(4, 100).map(({ seq }) => seq)).toEqual([5, 6, 7, 8, 9, 10]);
    expect(store.events.since(0, 2).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(store.events.since(3, 100, 'bbbbbb').map(({ seq }) => seq)).toEqual([6, 9]);
    expect(store.events.since(Number.MAX_SAFE_INTEGER, 1)).toEqual([]);
    expect(store.events.head().seq).toBe(10);
  });

  it('leave no trace of a transaction that failed', () => {
    const store = seeded();
    expect(() =>
      store.transact(() => {
        appendEvents(store, 3);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(store.events.head().seq).toBe(0);
    appendEvents(store, 1);
    expect(store.events.since(0, 10)).toHaveLength(1);
  });
});
