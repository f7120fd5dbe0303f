import { describe, expect, it } from 'vitest';
import type { Handlers } from '../../contract/hosts/fake-face.ts';
import { slipway } from './slipway.ts';

const verification = {
  id: 'v',
  environment: 'qa',
  revision: 4,
  cause: 'person',
  operation: null,
  by: 'ada',
  startedAt: 0,
  endedAt: 0,
  verdict: 'failed',
  checks: [
    { check: 'web/', kind: 'http', verdict: 'passed', detail: 'fine', evidence: {}, at: 0, tookMs: 3 },
    {
      check: 'smoke',
      kind: 'command',
      verdict: 'failed',
      detail: 'it said \u001b[31mno',
      evidence: {},
      at: 0,
      tookMs: 3,
    },
  ],
};
const handlers: Handlers = {
  'verification.run': () => ({ verification }),
  'verification.list': () => ({ declared: ['web answers /'], verifications: [verification] }),
};

describe('verify', () => {
  it('names what failed, and ends with code 1', async () => {
    const { stdout, exitCode } = await slipway('verify qa', handlers);
    expect(stdout).toBe('qa  r4  failed\n  ✓ web/  fine\n  ✗ smoke  it said no\n');
    expect(exitCode).toBe(1);
    expect((await slipway('verify qa --json', handlers)).json()).toMatchObject({
      verification: { verdict: 'failed', endedAt: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('ends with code 5 when there is nothing to judge by', async () => {
    const unjudged = { ...verification, verdict: 'unjudged', checks: [] };
    const { stdout, exitCode } = await slipway('verify qa', { 'verification.run': () => ({ verification: unjudged }) });
    expect(stdout).toBe('qa  r4  not judged\n');
    expect(exitCode).toBe(5);
  });

  it('lists what is declared, and what was found before', async () => {
    const { stdout, exitCode } = await slipway('verify qa --list', handlers);
    expect(stdout).toContain('Declared:\n  web answers /\n');
    expect(stdout).toContain('it said no');
    expect(exitCode).toBe(0);
  });
});
