import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { StepState } from '../../../../shared/domain/operation.ts';
import { desktopWindow, settled } from '../browser.ts';
import { environment, operation, status, step } from '../pictures.ts';

const shell = desktopWindow('#/p/shop-1');
const { moved, operationsOf, progressOf } = await import('../../../../renderer/state/operations.ts');
const { useStore } = await import('../../../../renderer/state/store.ts');

const moves = (change: Partial<Parameters<typeof moved>[1]> = {}) => ({
  live: 'operation' as const,
  project: 'shop-1',
  operation: 'o1',
  environment: 'qa',
  status: 'running' as const,
  step: null,
  note: null,
  ...change,
});

describe('an operation after a live event', () => {
  const before = operation({ steps: [step('fetch', 'done'), step('start', 'pending')] });

  it('has the new state of the step that moved, and keeps the others', () => {
    const after = moved(before, moves({ step: step('start', 'running') }));
    expect(after.steps.map(({ status }) => status)).toEqual(['done', 'running']);
    expect(before.steps[1]?.status).toBe('pending');
  });

  it('has the new status when no step moved', () => {
    expect(moved(before, moves({ status: 'needs-attention' }))).toEqual({ ...before, status: 'needs-attention' });
  });

  it('is not given a step that it does not have', () => {
    expect(moved(before, moves({ step: step('other', 'running') }))).toEqual(before);
  });
});

describe('the progress of an operation', () => {
  const of = (...steps: StepState['status'][]) => steps.map((one, index) => step(`s${index}`, one));

  it('counts steps that are over, and names the one at work', () => {
    const { over, total, percent, current } = progressOf(
      operation({ steps: of('done', 'skipped', 'running', 'pending') }),
    );
    expect({ over, total, percent, current: current?.id }).toEqual({ over: 2, total: 4, percent: 50, current: 's2' });
  });

  it('names the step that failed rather than those to come', () => {
    expect(progressOf(operation({ steps: of('done', 'failed', 'pending') })).current?.id).toBe('s1');
  });

  it('goes back as steps are undone', () => {
    const undo = (...steps: StepState['status'][]) =>
      progressOf(operation({ direction: 'undo', steps: of(...steps) })).over;
    expect(undo('done', 'undoing', 'pending')).toBe(2);
    expect(undo('undoing', 'undone', 'pending')).toBe(1);
    expect(undo('undone', 'undone', 'skipped')).toBe(0);
  });

  it('is between nothing and all for any steps', () => {
    const any = fc.constantFrom<StepState['status']>(
      ...(['pending', 'running', 'done', 'failed', 'undoing', 'undone', 'unknown', 'skipped'] as const),
    );
    fc.assert(
      fc.property(fc.array(any), fc.constantFrom('forward' as const, 'undo' as const), (steps, direction) => {
        const { over, total, percent } = progressOf(operation({ direction, steps: of(...steps) }));
        expect(over >= 0 && over <= total && percent >= 0 && percent <= 100).toBe(true);
      }),
    );
  });
});

it('lists the open operations of a project first, then the newest', () => {
  const all = [
    operation({ id: 'old', status: 'done', startedAt: 1 }),
    operation({ id: 'new', status: 'failed', startedAt: 9 }),
    operation({ id: 'open', status: 'needs-attention', startedAt: 2 }),
    operation({ id: 'elsewhere', project: 'other' }),
  ];
  const known = Object.fromEntries(all.map((one) => [one.id, one]));
  expect(operationsOf(known, 'shop-1').map(({ id }) => id)).toEqual(['open', 'new', 'old']);
});

describe('what the state knows of operations', () => {
  const done = operation({ status: 'done', endedAt: 5, steps: [step('start', 'done')] });
  const running = operation({ steps: [step('start', 'running')] });
  const known = () => useStore.getState().operations['o1'];
  beforeEach(() => useStore.setState({ operations: {}, statuses: {} }));

  it('comes from the status of its environment, and moves with live events', async () => {
    const loading = useStore.getState().loadStatus('shop-1');
    await shell.answer('project.status', { ok: status({ environments: [environment({ operation: running })] }) });
    await loading;
    expect(known()).toEqual(running);
    expect(useStore.getState().moveOperation(moves({ step: step('start', 'done') }))).toBe(true);
    expect(known()?.steps[0]?.status).toBe('done');
  });

  it('says when a live event is of an operation that is not known', () => {
    expect(useStore.getState().moveOperation(moves())).toBe(false);
    expect(known()).toBeUndefined();
  });

  it('stays ended when a picture that was taken before comes after its end', async () => {
    const loading = useStore.getState().loadStatus('shop-1');
    useStore.getState().takeOperations([done]);
    await shell.answer('project.status', { ok: status({ environments: [environment({ operation: running })] }) });
    await loading;
    expect(known()).toEqual(done);
    useStore.getState().moveOperation(moves());
    expect(known()).toEqual(done);
  });

  it('takes a newer account of an operation that has ended', () => {
    useStore.getState().takeOperations([done]);
    useStore.getState().takeOperations([{ ...done, why: 'It was asked for.' }]);
    expect(known()?.why).toBe('It was asked for.');
  });

  it('keeps the last status when asking fails, and forgets the problem with the next answer', async () => {
    const problem = { code: 'failed.unexpected' as const, message: 'No.', hint: null, retry: false, details: {} };
    for (const answer of [{ ok: status({ seq: 7 }) }, { problem }]) {
      const loading = useStore.getState().loadStatus('shop-1');
      await shell.answer('project.status', answer);
      await loading;
    }
    expect(useStore.getState().statuses['shop-1']?.seq).toBe(7);
    expect(useStore.getState().statusProblems['shop-1']).toEqual(problem);
    const loading = useStore.getState().loadStatus('shop-1');
    await shell.answer('project.status', { ok: status({ seq: 8 }) });
    await loading;
    expect(useStore.getState().statusProblems).toEqual({});
  });

  it('asks for the status once for a burst of events', async () => {
    vi.useFakeTimers();
    for (let i = 0; i < 10; i += 1) useStore.getState().refreshStatus();
    await vi.advanceTimersByTimeAsync(150);
    await settled();
    expect(shell.waiting('project.status')).toBe(1);
    await shell.answer('project.status', { ok: status({ seq: 9 }) });
    vi.useRealTimers();
    expect(useStore.getState().statuses['shop-1']?.seq).toBe(9);
  });
});
