import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../shared/problem.ts';
import { openStore, type Store } from '../../../electron/store/store.ts';
import {
  appendEvents,
  fileIn,
  folder,
  insertRevision,
  operationOf,
  project,
  releaseOf,
  seed,
  problemOfThrowing,
  seeded,
} from './setting.ts';

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Everything that a screen reads; answers the problems that reading met. */
function readAll(store: Store): string[] {
  const reads: (() => unknown)[] = [
    () => store.projects.list(),
    () => store.revisions.list(project, { limit: 500 }),
    () => store.revisions.list(project, { limit: 50, search: 'ada' }),
    () => store.revisions.list(project, { limit: 50, at: 100 }),
    () => store.releases.list(project, { limit: 500 }),
    () => store.operations.list(project, Number.MAX_SAFE_INTEGER, 200),
    () => store.events.since(0, 1000),
  ];
  return reads.flatMap((read) => {
    try {
      read();
      return [];
    } catch (error) {
      return [error instanceof ProblemError ? error.problem.code : `not a problem: ${String(error)}`];
    }
  });
}

function filled(data: string): void {
  const store = seeded(data);
  store.transact(() => {
    for (let number = 1; number <= 300; number += 1) {
      store.releases.insert(releaseOf(`r${String(number)}`, { createdAt: number }));
      insertRevision(store, {
        environment: 'qa',
        number,
        release: `r${String(number)}`,
        startedAt: number,
        words: 'ada',
      });
      store.revisions.setRunning(project, 'qa', number, number, null);
      store.operations.insert(operationOf(String(number), { status: 'done', startedAt: number }));
    }
    appendEvents(store, 300);
  });
  store.close();
}

describe('a damaged history', () => {
  it('is opened for reading or refused with its reason, and never written, wherever 64 bytes are flipped', async () => {
    const data = folder();
    filled(data);
    const whole = readFileSync(fileIn(data));
    const random = numbers(7);
    const seen = { writable: 0, readOnly: 0, refused: 0 };
    for (let round = 0; round < 100; round += 1) {
      const damaged = Buffer.from(whole);
      const at = round === 0 ? 0 : Math.floor(random.next().value * (damaged.length - 64));
      for (let index = at; index < at + 64; index += 1)
        damaged[index] = damaged[index]! ^ (1 + Math.floor(random.next().value * 255));
      const place = join(data, String(round));
      mkdirSync(place);
      writeFileSync(fileIn(place), damaged);
      let store: Store;
      try {
        store = openStore(place);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        expect(['failed.history-damaged', 'usage.newer-history']).toContain(error.problem.code);
        expect(readFileSync(fileIn(place)).equals(damaged)).toBe(true);
        seen.refused += 1;
        continue;
      }
      expect(readAll(store).filter((code) => code !== 'failed.history-damaged')).toEqual([]);
      if (store.readOnlyBecause !== null) {
        seen.readOnly += 1;
        expect(store.readOnlyBecause).toContain('damaged');
        expect(() => store.transact(() => appendEvents(store, 1))).toThrow(ProblemError);
        store.close();
        expect(readFileSync(fileIn(place)).equals(damaged)).toBe(true);
      } else {
        seen.writable += 1;
        await store.events.verify();
        store.close();
      }
    }
    expect(seen.readOnly).toBeGreaterThan(20);
  });

  it('that is no database at all is refused with what to do, and left alone', () => {
    const data = folder();
    writeFileSync(fileIn(data), 'This is no database, and it is longer than a header.'.repeat(100));
    const problem = problemOfThrowing(() => openStore(data));
    expect(problem.code).toBe('failed.history-damaged');
    expect(problem.hint).toContain('copy');
    expect(readFileSync(fileIn(data), 'utf8')).toContain('no database');
  });
});

describe('after a power cut', () => {
  it('the history is a prefix of what was written, each transaction whole, wherever the write-ahead log ends or breaks', async () => {
    const data = folder();
    seeded(data).close();
    const store = openStore(data);
    const transactions = 40;
    for (let number = 1; number <= transactions; number += 1) {
      store.transact(() => {
        insertRevision(store, { environment: 'qa', number, words: 'ada' });
        store.revisions.setRunning(project, 'qa', number, number, null);
        store.events.append(
          { type: 'revision.running', project, environment: 'qa', by: 'ada', data: { number } },
          number,
        );
      });
    }
    const main = join(data, 'main');
    copyFileSync(fileIn(data), main);
    const log = readFileSync(`${fileIn(data)}-wal`);
    store.close();
    const random = numbers(11);
    const lengths = new Set<number>();
    for (let round = 0; round < 300; round += 1) {
      const place = join(data, String(round));
      mkdirSync(place);
      copyFileSync(main, fileIn(place));
      writeFileSync(
        `${fileIn(place)}-wal`,
        round % 3 === 0
          ? flipped(log, random.next().value)
          : log.subarray(0, Math.floor(random.next().value * log.length)),
      );
      const torn = openStore(place);
      expect(torn.readOnlyBecause).toBeNull();
      const events = torn.events.since(0, 1000).map(({ data: { number } }) => number);
      expect(events).toEqual(Array.from({ length: events.length }, (_, index) => index + 1));
      expect(torn.revisions.list(project, { limit: 500 }).map(({ number }) => number)).toEqual([...events].reverse());
      expect(torn.revisions.list(project, { limit: 500, search: 'ada' })).toHaveLength(events.length);
      expect(torn.revisions.running(project, 'qa')?.number ?? 0).toBe(events.length);
      expect(await torn.events.verify()).toMatchObject({ events: events.length, brokenAt: null });
      lengths.add(events.length);
      torn.close();
    }
    expect(lengths.size).toBeGreaterThan(20);
  });
});

function flipped(log: Buffer, where: number): Buffer {
  const copy = Buffer.from(log);
  const at = Math.floor(where * copy.length);
  copy[at] = copy[at]! ^ 0x55;
  return copy;
}

describe('a history that was opened and closed', () => {
  it('is one file, without a log beside it', () => {
    const data = folder();
    const store = openStore(data);
    seed(store);
    store.close();
    expect(existsSync(`${fileIn(data)}-wal`)).toBe(false);
    expect(new Database(fileIn(data), { readonly: true }).pragma('integrity_check', { simple: true })).toBe('ok');
  });
});
