import { expect, it } from 'vitest';
import { runCheck, type CheckContext } from '../../../electron/checks/index.ts';
import type { CheckOf } from '../../../shared/domain/verification.ts';

const check: CheckOf<'command'> = { kind: 'command', name: 'till', service: 'web', run: 'x', timeoutMs: 1 };

it('what a check found is without known secrets, in its sentence and in its evidence', async () => {
  const context = {
    containers: [{ name: 'web-1', service: { name: 'web' } }],
    target: { checkHealth: () => Promise.resolve({ passed: false, output: 'no hunter22 here' }) },
    mask: (text: string) => text.replaceAll('hunter22', '•'),
  } as unknown as CheckContext;
  expect(await runCheck(check, context, () => 7)).toMatchObject([
    { check: 'till', verdict: 'failed', detail: 'It failed: no • here.', evidence: { output: 'no • here' }, at: 7 },
  ]);
});
