import { describe, expect, it } from 'vitest';
import { statSync } from 'node:fs';
import { openDatabase } from '../../../electron/store/driver.ts';
import {
  appendEvents,
  digest,
  fileIn,
  folder,
  insertRevision,
  operationOf,
  problemOfThrowing,
  project,
  raw,
  releaseOf,
  seeded,
  storeIn,
} from './setting.ts';

describe('a connection', () => {
  it('has the settings that the promises need', () => {
    const data = folder();
    storeIn(data);
    const connection = openDatabase(fileIn(data));
    const setting = (name: string): unknown => connection.pragma(name, { simple: true });
    expect(
      Object.fromEntries(
        ['journal_mode', 'synchronous', 'busy_timeout', 'foreign_keys', 'trusted_schema', 'cell_size_check'].map(
          (name) => [name, setting(name)],
        ),
      ),
    ).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      busy_timeout: 5000,
      foreign_keys: 1,
      trusted_schema: 0,
      cell_size_check: 1,
    });
    connection.close();
  });

  it('makes a file that nobody else may read', () => {
    const data = `${folder()}/new/folder`;
    storeIn(data);
    expect((statSync(fileIn(data)).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(data).mode & 0o777).toString(8)).toBe('700');
  });
});

describe('what was written', () => {
  it.each([
    ['an event', "UPDATE events SET by = 'x'", 'append-only'],
    ['events', 'DELETE FROM events', 'append-only'],
    ['a journal entry', "UPDATE journal SET entry = 'x'", 'append-only'],
    ['a journal', 'DELETE FROM journal', 'append-only'],
    ['the release of a revision', "UPDATE revisions SET release = 'x'", 'append-only'],
    ['the digests of a revision', "UPDATE revisions SET digests = '{}'", 'append-only'],
    ['the number of a revision', 'UPDATE revisions SET number = 9', 'append-only'],
    ['a revision', 'DELETE FROM revisions', 'append-only'],
    ['what a release consists of', "UPDATE releases SET data = '{}'", 'append-only'],
    ['a release', 'DELETE FROM releases', 'append-only'],
    ['a configuration', "UPDATE configurations SET application = '{}'", 'append-only'],
    ['a project that has a history', 'DELETE FROM projects', 'FOREIGN KEY'],
  ])('cannot be changed or removed: %s', (_what, sql, words) => {
    const data = folder();
    const store = seeded(data);
    appendEvents(store, 1);
    store.operations.insert(operationOf('one'));
    store.operations.append('one', { type: 'abort', by: 'ada', why: null, at: 1 });
    store.releases.insert(releaseOf('r1'));
    insertRevision(store, { environment: 'qa', number: 1 });
    expect(() => raw(data).exec(sql)).toThrow(words);
  });

  it('has its outcome filled in, and nothing else', () => {
    const store = seeded();
    insertRevision(store, { environment: 'qa', number: 1 });
    const before = store.revisions.get(project, 'qa', 1);
    expect(store.revisions.setRunning(project, 'qa', 1, 50, 'http://localhost:1')).toBeNull();
    expect(store.revisions.get(project, 'qa', 1)).toEqual({
      ...before,
      status: 'running',
      healthy: true,
      runningAt: 50,
      url: 'http://localhost:1',
    });
    insertRevision(store, { environment: 'qa', number: 2 });
    expect(store.revisions.setRunning(project, 'qa', 2, 60, null)).toBe(1);
    expect(store.revisions.get(project, 'qa', 1)).toMatchObject({ status: 'replaced', healthy: true, endedAt: 60 });
    insertRevision(store, { environment: 'qa', number: 3 });
    store.revisions.setEnded(project, 'qa', 3, 'failed', 70);
    expect(store.revisions.get(project, 'qa', 3)).toMatchObject({
      status: 'failed',
      healthy: false,
      runningAt: null,
      endedAt: 70,
    });
    expect(store.revisions.running(project, 'qa')?.number).toBe(2);
    store.revisions.setEnded(project, 'qa', 2, 'undone', 80);
    expect(store.revisions.get(project, 'qa', 2)?.status).toBe('running');
  });
});

describe('what the database itself refuses', () => {
  it('a second running revision of an environment', () => {
    const data = folder();
    const store = seeded(data);
    for (const number of [1, 2]) insertRevision(store, { environment: 'qa', number });
    insertRevision(store, { environment: 'staging', number: 1 });
    store.revisions.setRunning(project, 'qa', 1, 1, null);
    store.revisions.setRunning(project, 'staging', 1, 1, null);
    expect(() => raw(data).exec("UPDATE revisions SET status = 'running' WHERE number = 2")).toThrow('UNIQUE');
    expect(
      store.revisions
        .allRunning(project)
        .map(({ environment }) => environment)
        .sort(),
    ).toEqual(['qa', 'staging']);
  });

  it('a second open operation in a scope, and not one in another, nor after the first has ended', () => {
    const store = seeded();
    store.operations.insert(operationOf('one'));
    expect(() => store.operations.insert(operationOf('two'))).toThrow('UNIQUE');
    store.operations.insert(operationOf('three', { scope: 'environment:staging' }));
    for (const status of ['waiting', 'needs-attention'] as const) {
      store.operations.setStatus('one', status, null, null);
      expect(() => store.operations.insert(operationOf('two'))).toThrow('UNIQUE');
    }
    store.operations.setStatus('one', 'done', null, 5);
    store.operations.insert(operationOf('two'));
    expect(store.operations.openInScope(project, 'environment:qa')?.id).toBe('two');
    expect(store.operations.open().map(({ id }) => id)).toEqual(['three', 'two']);
    expect(store.operations.openOfProject(project).map(({ id }) => id)).toEqual(['two', 'three']);
  });

  it('an idempotency key twice in a project', () => {
    const store = seeded();
    store.projects.insert({ id: 'bbbbbb', name: 'other', path: '/other', openedAt: 1 });
    store.operations.insert(operationOf('one', { key: 'the key', status: 'done' }));
    expect(() => store.operations.insert(operationOf('two', { key: 'the key', scope: 'build:x' }))).toThrow('UNIQUE');
    store.operations.insert(operationOf('three', { key: 'the key', project: 'bbbbbb' }));
    expect(store.operations.byKey(project, 'the key')?.id).toBe('one');
    expect(store.operations.byKey('bbbbbb', 'the key')?.id).toBe('three');
  });

  it('a revision number or a release id twice', () => {
    const store = seeded();
    insertRevision(store, { environment: 'qa', number: 1 });
    expect(() => insertRevision(store, { environment: 'qa', number: 1 })).toThrow('UNIQUE');
    store.releases.insert(releaseOf('r1'));
    expect(() => store.releases.insert(releaseOf('r1', { inputs: 'others' }))).toThrow('UNIQUE');
    expect(() => store.releases.insert(releaseOf('r2', { inputs: 'inputs of r1' }))).toThrow('UNIQUE');
  });

  it('a revision of a configuration or project that is not there', () => {
    const store = seeded();
    const revision = {
      project,
      environment: 'qa',
      number: 1,
      release: 'r',
      commit: 'c',
      cause: 'promotion',
      restores: null,
      operation: 'o',
      by: 'a',
      why: null,
      startedAt: 1,
      digests: { web: digest(1) },
      url: null,
    } as const;
    expect(() => store.revisions.insert({ ...revision, configuration: 'unknown' }, '')).toThrow('FOREIGN KEY');
    expect(() =>
      store.revisions.insert({ ...revision, project: 'unknown', configuration: 'configuration' }, ''),
    ).toThrow('FOREIGN KEY');
  });
});

describe('a lease', () => {
  it('has a fence that only grows, and lets go only of the owner with that fence', () => {
    const store = seeded();
    expect(store.operations.takeLease(project, 'environment:qa', 'one', 'engine 1')).toBe(1);
    expect(store.operations.takeLease(project, 'environment:qa', 'one', 'engine 2')).toBe(2);
    store.operations.releaseLease(project, 'environment:qa', 1);
    expect(store.operations.lease(project, 'environment:qa')).toEqual({
      fence: 2,
      operation: 'one',
      owner: 'engine 2',
    });
    store.operations.releaseLease(project, 'environment:qa', 2);
    expect(store.operations.lease(project, 'environment:qa')).toEqual({ fence: 2, operation: null, owner: null });
    expect(store.operations.takeLease(project, 'environment:qa', 'two', 'engine 2')).toBe(3);
  });
});

describe('a second writer', () => {
  it('is waited for, and explained when it does not end', () => {
    const data = folder();
    const store = seeded(data);
    const other = raw(data);
    other.exec('BEGIN IMMEDIATE');
    const start = performance.now();
    const problem = problemOfThrowing(() => store.transact(() => appendEvents(store, 1)));
    expect(performance.now() - start).toBeGreaterThan(4500);
    expect(problem).toMatchObject({ code: 'conflict.history-locked', retry: true });
    expect(problem.hint).toBeTruthy();
    expect(store.events.since(0, 10)).toEqual([]);
    other.exec('COMMIT');
    store.transact(() => appendEvents(store, 1));
    expect(store.events.head().seq).toBe(1);
  });
});
