import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RecordedEvent } from '../../../../shared/api/events.ts';
import { desktopWindow, gone, settled } from '../browser.ts';
import { operation, status, step } from '../pictures.ts';

const notified = vi.hoisted(() => [] as string[]);
// The library draws into a page; what is looked at here is only whether it is asked to.
vi.mock('@mantine/notifications', () => ({
  notifications: { show: ({ message }: { message: string }) => void notified.push(message) },
}));
const shell = desktopWindow('#/p/shop-1');
const { startLive } = await import('../../../../renderer/state/live.ts');
const { useStore } = await import('../../../../renderer/state/store.ts');

const recorded = (seq: number, change: Partial<RecordedEvent> = {}): RecordedEvent => ({
  seq,
  at: seq,
  type: 'release.built',
  project: 'shop-1',
  environment: null,
  operation: null,
  by: 'ada',
  data: {},
  hash: '',
  ...change,
});
const stream = () => shell.streams.at(-1)!;
const tell = (item: unknown) => shell.send({ id: stream().id, item });
const move = (one: string, state: string, at: ReturnType<typeof step> | null = null) => ({
  live: 'operation',
  project: 'shop-1',
  operation: one,
  environment: 'qa',
  status: state,
  step: at,
  note: null,
});
/** Lets the burst pass, and answers whatever was asked for with a status that has this number. */
async function refreshed(seq: number) {
  await vi.advanceTimersByTimeAsync(150);
  while (shell.waiting('project.status') > 0) await shell.answer('project.status', { ok: status({ seq }) });
}

describe('the state while the engine’s events come', () => {
  beforeAll(async () => {
    vi.useFakeTimers();
    startLive();
    await shell.answer('engine.info', { ok: { version: '0.1.0' } });
    await shell.answer('engine.info', { ok: { version: '0.1.0' } });
    await shell.answer('project.list', { ok: { projects: [] } });
    await shell.answer('operation.list', { ok: { operations: [] } });
    await refreshed(1);
  });
  afterAll(() => void vi.useRealTimers());
  beforeEach(() => void (notified.length = 0));

  it('begins with the whole picture, and follows from now on', () => {
    expect(useStore.getState()).toMatchObject({ link: { phase: 'connected' }, statuses: { 'shop-1': { seq: 1 } } });
    expect(stream()).toMatchObject({ name: 'events.follow', input: {} });
  });

  it('asks for one new picture for a burst of events', async () => {
    for (let seq = 2; seq < 12; seq += 1) await tell(recorded(seq));
    await vi.advanceTimersByTimeAsync(150);
    expect(shell.waiting('project.status')).toBe(1);
    await refreshed(11);
    expect(useStore.getState().statuses['shop-1']?.seq).toBe(11);
  });

  it('draws the progress of a known operation without asking', async () => {
    useStore.getState().takeOperations([operation({ steps: [step('start', 'pending')] })]);
    await tell(move('o1', 'running', step('start', 'running')));
    expect(useStore.getState().operations['o1']?.steps[0]?.status).toBe('running');
    await vi.advanceTimersByTimeAsync(150);
    expect([shell.waiting('operation.get'), shell.waiting('project.status')]).toEqual([0, 0]);
  });

  it('says once that an operation is done', async () => {
    const done = operation({ status: 'done', title: 'Promote 3f2a1c9 to qa', endedAt: Date.now() });
    await tell(move('o1', 'done'));
    await tell(recorded(12, { type: 'operation.finished', operation: 'o1' }));
    await shell.answer('operation.get', { ok: { operation: done } });
    await shell.answer('operation.get', { ok: { operation: done } });
    expect(notified).toEqual(['Promote 3f2a1c9 to qa']);
    await refreshed(12);
  });

  it('opens the account of an operation that fails', async () => {
    await tell(move('o2', 'failed'));
    await shell.answer('operation.get', {
      ok: { operation: operation({ id: 'o2', status: 'failed', endedAt: Date.now() }) },
    });
    expect(useStore.getState()).toMatchObject({ drawerOpen: true, route: { screen: 'home', operation: 'o2' } });
    expect(notified).toEqual([]);
    await refreshed(12);
  });

  it('does not speak of what ended long ago, nor of another project’s', async () => {
    for (const old of [
      operation({ id: 'o3', status: 'done', endedAt: Date.now() - 120_000 }),
      operation({ id: 'o4', status: 'failed', endedAt: Date.now(), project: 'other' }),
    ]) {
      await tell(move(old.id, old.status));
      await shell.answer('operation.get', { ok: { operation: old } });
    }
    expect(notified).toEqual([]);
    expect(useStore.getState().route).toMatchObject({ operation: 'o2' });
    await refreshed(12);
  });

  it('asks once for a rollout that moves in bursts, and for none of another project', async () => {
    const moves = (project: string, one: string) =>
      tell({ live: 'rollout', project, environment: 'production', operation: one });
    for (let n = 0; n < 5; n += 1) await moves('shop-1', 'o5');
    await moves('other', 'o6');
    await vi.advanceTimersByTimeAsync(150);
    expect(shell.waiting('rollout.get')).toBe(1);
    await shell.answer('rollout.get', { ok: { rollout: null } });
    expect(useStore.getState().rollouts).toEqual({ o5: null });
  });

  it('follows on from the last event after the engine was gone', async () => {
    await shell.send({ id: stream().id, problem: gone });
    expect(useStore.getState().link.phase).toBe('lost');
    await vi.advanceTimersByTimeAsync(500);
    await shell.answer('engine.info', { ok: { version: '0.1.0' } });
    await settled();
    expect(shell.streams).toHaveLength(2);
    expect(stream()).toMatchObject({ name: 'events.follow', input: { after: 12 } });
    expect(shell.waiting('project.status')).toBe(1);
  });
});
