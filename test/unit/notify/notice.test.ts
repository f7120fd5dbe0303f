import { describe, expect, it } from 'vitest';
import { noticeFor } from '../../../electron/notify/notice.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import { problemOf } from '../../../shared/problem.ts';

const possible = { possible: false, reason: null };
const operation = (changes: Partial<Operation>): Operation => ({
  id: 'op 1',
  project: 'shop',
  kind: 'promote',
  environment: 'qa',
  title: 'Promote 3f2a1c9 to qa',
  release: 'r1',
  revision: 4,
  status: 'done',
  direction: 'forward',
  steps: [],
  problem: null,
  by: 'ann',
  why: null,
  startedAt: 1000,
  endedAt: 60_000,
  can: { resume: possible, abort: possible },
  ...changes,
});
const away = { focused: false, now: 100_000 };

describe('a native notification', () => {
  it('tells of a long operation that is done, and leads to it', () => {
    expect(noticeFor(operation({}), away)).toEqual({
      title: 'Done',
      body: 'Promote 3f2a1c9 to qa',
      address: '#/p/shop/operation/op%201',
    });
  });

  it('tells of every failure with its reason', () => {
    const problem = problemOf('failed.unhealthy', 'web never became healthy.');
    expect(noticeFor(operation({ status: 'failed', endedAt: 1500, problem }), away)?.body).toBe(
      'Promote 3f2a1c9 to qa: web never became healthy.',
    );
    expect(noticeFor(operation({ status: 'needs-attention', endedAt: null, problem }), away)?.title).toBe(
      'Needs attention',
    );
  });

  it('is not made for what was short, still moves, or is being looked at', () => {
    expect(noticeFor(operation({ endedAt: 9000 }), away)).toBeNull();
    expect(noticeFor(operation({ status: 'running', endedAt: null }), away)).toBeNull();
    expect(noticeFor(operation({ status: 'failed' }), { ...away, focused: true })).toBeNull();
  });
});
