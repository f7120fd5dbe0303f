import { describe, expect, it } from 'vitest';
import { operation } from './engine.ts';
import { event, preview, refused } from './preview.ts';
import { slipway } from './slipway.ts';

describe('rollback', () => {
  it('starts the plan that it showed, and answers what leaves', async () => {
    let asked: unknown;
    const answer = await slipway('rollback staging --to 2 --json', {
      'rollback.preview': () => preview,
      'rollback.start': (input: object) => {
        asked = input;
        return { operation: operation({ kind: 'rollback', status: 'done' }) };
      },
    });
    expect(asked).toMatchObject({ environment: 'staging', to: 2, plan: 'hash', key: 'key-number-1' });
    expect(answer.json()).toMatchObject({
      operation: { status: 'done' },
      deployment: { environment: 'staging', revision: 4 },
      plan: {
        from: { revision: 3, release: 'r0' },
        to: { revision: 2, release: 'r1a2b3' },
        leaves: {
          commits: [{ sha: 'f'.repeat(40) }],
          migrations: [],
          configuration: [{ path: 'web.environment.LEVEL' }],
          data: [],
        },
      },
    });
  });

  it('of several environments begins them in one request', async () => {
    let asked: unknown;
    const answer = await slipway('rollback qa staging --reject slow --json', {
      'rollback.preview': (input: { environment: string }) => ({ ...preview, environment: input.environment }),
      'rollback.startAll': (input: object) => {
        asked = input;
        return { operations: ['qa', 'staging'].map((environment) => operation({ environment, status: 'done' })) };
      },
    });
    const rollbacks = ['qa', 'staging'].map((environment) => ({ environment, plan: 'hash' }));
    expect(asked).toEqual({ project: 'p1', rollbacks, reject: 'slow', key: 'key-number-1' });
    expect(answer.exitCode).toBe(0);
    expect(answer.json()).toMatchObject({
      operations: [{ deployment: { environment: 'qa' } }, { deployment: { environment: 'staging' } }],
    });
    expect((await slipway('rollback qa staging --to 2')).exitCode).toBe(2);
  });

  it('of several environments prints all events of each, also those of their beginning', async () => {
    const begun = ['op-1', 'op-2'].map((id) => operation({ id }));
    let recorded = 4;
    const { stdout } = await slipway('rollback qa staging --events', {
      'rollback.preview': (input: { environment: string }) => ({ ...preview, environment: input.environment }),
      'rollback.startAll': () => {
        recorded = 6;
        return { operations: begun };
      },
      'operation.get': ({ operation: id }: { operation: string }) => ({ operation: operation({ id, status: 'done' }) }),
      'events.since': ({ seq }: { seq: number }) => ({
        events: [5, 6].filter((one) => one > seq).map((one) => event(one, `op-${String(one - 4)}`)),
        head: recorded,
        headHash: 'h',
      }),
    });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq?: number }).seq)).toEqual([5, 6, undefined]);
  });

  it('shows a person what leaves, inert', async () => {
    const { stdout } = await slipway('rollback staging --dry-run', { 'rollback.preview': () => preview });
    expect(stdout).toContain('1 commit leaves:\n  fffffff Break  it\n');
    expect(stdout).toContain('web.environment.LEVEL: info → debug');
    expect(stdout).toContain('Rollout:\n  canary: 5 % for 30.0 s\n  GET / answers 200\n');
  });

  it('does not start when it is refused', async () => {
    const { exitCode, json } = await slipway('rollback staging --json', { 'rollback.preview': () => refused });
    expect(exitCode).toBe(3);
    expect(json()).toMatchObject({ problem: { code: 'refused.soak', hint: 'Wait.' } });
  });
});
