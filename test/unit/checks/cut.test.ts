import { expect, it } from 'vitest';
import { command } from '../../../electron/checks/command.ts';
import type { CheckContext } from '../../../electron/checks/index.ts';
import { script } from '../../../electron/checks/script.ts';

const secret = 'hunter22-hunter22';
const long = `${'x'.repeat(1990)}${secret} and more`;
const context = {
  containers: [{ name: 'web-1', service: { name: 'web' } }],
  plan: { projectName: 'shop', project: 'p', environment: 'qa' },
  side: { application: { services: [] } },
  id: 'alone-0',
  target: {
    checkHealth: () => Promise.resolve({ passed: false, output: long }),
    ensureImage: () => Promise.resolve('image'),
    inspect: () => Promise.resolve({ state: 'exited', exitCode: 1 }),
    ensureContainer: () => Promise.resolve(),
    startContainer: () => Promise.resolve(),
    stopContainer: () => Promise.resolve(),
    removeContainer: () => Promise.resolve(),
    logs: async function* () {
      for (const text of [`${'y'.repeat(490)}${secret}`, 'z']) yield await Promise.resolve({ text });
    },
  },
  signal: new AbortController().signal,
  mask: (text: string) => text.replaceAll(secret, '•'),
} as unknown as CheckContext;

it('no half of a secret is left where what was printed is cut', async () => {
  const ran = await command.run({ kind: 'command', name: 'c', service: 'web', run: 'x', timeoutMs: 1 }, context);
  expect(ran[0]?.evidence['output']).toBe(`${'x'.repeat(1990)}• and more`);
  const scripted = await script.run({ kind: 'script', name: 's', path: 'x', in: 'image', timeoutMs: 1 }, context);
  expect(scripted[0]?.evidence['output']).toBe(`${'y'.repeat(490)}•\nz`);
});
