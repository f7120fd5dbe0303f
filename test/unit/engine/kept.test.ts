import { expect, it } from 'vitest';
import type { Engine } from '../../../electron/engine/engine.ts';
import { tidyKept } from '../../../electron/engine/shells/kept.ts';
import { label } from '../../../electron/targets/labels.ts';
import type { FoundWorker, Target } from '../../../electron/targets/target.ts';

const project = 'p';
const run = 'r1';
let now = 100;
let operation = { status: 'running', endedAt: null as number | null, plan: { kind: 'run', ref: 'main' } };
const engine = {
  now: () => now,
  store: {
    operations: { get: () => operation },
    runs: { list: () => [{ id: run }], stage: () => ({ status: 'failed' }) },
  },
} as unknown as Engine;

const worker = (change: Partial<FoundWorker>): FoundWorker => ({
  name: 'left',
  labels: { [label.operation]: run, [label.service]: ':test' },
  running: false,
  endedAt: 150,
  ...change,
});

/** An engine with one container of a stage; `meanwhile` happens between its look and its answer. */
async function removedOf(seen: FoundWorker, meanwhile: () => void = () => undefined): Promise<string[]> {
  const removed: string[] = [];
  const find = (labels: Record<string, string>): Promise<FoundWorker[]> => {
    if (labels[label.role] !== 'stage') return Promise.resolve([]);
    meanwhile();
    return Promise.resolve([seen]);
  };
  const removeContainer = (name: string): Promise<void> => {
    removed.push(name);
    return Promise.resolve();
  };
  const target = { workers: { find }, shells: { snapshots: () => Promise.resolve([]) }, removeContainer };
  await tidyKept(engine, project, target as unknown as Target);
  return removed;
}

it('a stage whose run ends while it is looked at stays: it was seen before it had failed', async () => {
  const ends = (): void => {
    now = 200;
    operation = { ...operation, status: 'failed', endedAt: 200 };
  };
  expect(await removedOf(worker({ running: true, endedAt: null }), ends)).toEqual([]);
  now = 201;
  expect(await removedOf(worker({}))).toEqual([]);
  now += 2 * 60 * 60_000;
  expect(await removedOf(worker({}))).toEqual(['left']);
});
