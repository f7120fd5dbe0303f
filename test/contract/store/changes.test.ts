import { describe, expect, it } from 'vitest';
import type { RecordedCorrection } from '../../../shared/domain/change.ts';
import type { CommitFacts } from '../../../shared/planning/changes/facts.ts';
import { readMessage } from '../../../shared/planning/changes/message.ts';
import { folder, project, raw, seeded, storeIn } from './setting.ts';

const factsOf = (sha: string): CommitFacts => ({
  sha,
  parents: [],
  author: 'Ada',
  email: 'ada@example.com',
  authoredAt: 1,
  committedAt: 2,
  subject: `Change ${sha}`,
  workItems: ['#12'],
  message: readMessage(`Change ${sha}\n\n(cherry picked from commit ${'a'.repeat(40)})`),
  paths: [1, 2],
  pathSet: 'x',
});
const correction = (at: number): RecordedCorrection => ({
  correction: { kind: 'same', one: 'a'.repeat(40), other: 'b'.repeat(40) },
  by: 'ada',
  why: `Reason ${String(at)}`,
  at,
});

describe('what is known of commits', () => {
  it('is kept by their names, and over a restart', () => {
    const data = folder();
    const store = seeded(data);
    store.transact(() => {
      store.changes.keepFacts([factsOf('one'), factsOf('two')]);
      store.changes.keepPatches(
        new Map([
          ['one', 'patch'],
          ['two', ''],
        ]),
      );
    });
    store.changes.keepFacts([factsOf('one')]);
    const again = storeIn(data);
    expect(again.changes.facts(['one', 'two', 'three'])).toEqual([factsOf('one'), factsOf('two')]);
    expect([...again.changes.patches(['one', 'two', 'three'])]).toEqual([
      ['one', 'patch'],
      ['two', ''],
    ]);
  });

  it('is read again when it was read by an earlier Slipway', () => {
    const data = folder();
    const store = seeded(data);
    store.changes.keepFacts([factsOf('one')]);
    raw(data).exec('UPDATE commit_facts SET reading = 0');
    expect(store.changes.facts(['one'])).toEqual([]);
    store.changes.keepFacts([factsOf('one')]);
    expect(store.changes.facts(['one'])).toHaveLength(1);
  });
});

describe('corrections', () => {
  it('are kept in order, with who and why, and told apart by project', () => {
    const store = seeded();
    store.projects.insert({ id: 'other', name: 'other', path: '/other', openedAt: 1 });
    expect(store.changes.correctionsVersion(project)).toBe(0);
    for (const at of [1, 2]) store.changes.correct(project, correction(at));
    expect(store.changes.corrections(project)).toEqual([correction(1), correction(2)]);
    expect(store.changes.corrections('other')).toEqual([]);
    const version = store.changes.correctionsVersion(project);
    store.changes.correct(project, correction(3));
    expect(store.changes.correctionsVersion(project)).toBeGreaterThan(version);
  });

  it.each([
    ['edited', "UPDATE corrections SET why = 'x'"],
    ['removed', 'DELETE FROM corrections'],
  ])('are never %s', (_what, sql) => {
    const data = folder();
    const store = seeded(data);
    store.changes.correct(project, correction(1));
    expect(() => raw(data).exec(sql)).toThrow('append-only');
  });
});
