import { expect, it } from 'vitest';
import type { Client } from '../../../../shared/api/contract.ts';
import type { ShellItem } from '../../../../shared/api/shell.ts';
import { fail } from '../../../../shared/problem.ts';
import { shellKey } from '../../../../renderer/terminal/shell/keys.ts';
import { ShellLine, type LineState } from '../../../../renderer/terminal/shell/line.ts';
import { pasteOf } from '../../../../renderer/terminal/shell/paste.ts';

const key = (name: string, more: object = {}) => ({
  ...{ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...more,
});

it('leaves every key to the shell but for leaving, copying and pasting', () => {
  const ctrl = { ctrlKey: true };
  expect(shellKey(key('Tab'), true)).toBeNull();
  expect(shellKey(key('Escape'), true)).toBeNull();
  expect(shellKey(key('L', { ...ctrl, shiftKey: true }), false)).toBe('leave');
  expect(shellKey(key('l', ctrl), false)).toBeNull();
  expect(shellKey(key('c', ctrl), true)).toBe('copy');
  expect(shellKey(key('c', ctrl), false)).toBeNull();
  expect(shellKey(key('v', { metaKey: true }), false)).toBe('paste');
  expect(shellKey(key('v', { ...ctrl, altKey: true }), false)).toBeNull();
});

it('pastes text only, and counts the lines that would run', () => {
  expect(pasteOf('ls -l\r\n', false)).toEqual({ text: 'ls -l', runs: 0 });
  expect(pasteOf('cd /\nrm -r x\n', false)).toEqual({ text: 'cd /\nrm -r x', runs: 1 });
  expect(pasteOf('cd /\nrm -r x\n', true)).toEqual({ text: 'cd /\nrm -r x', runs: 0 });
  expect(pasteOf('a\u001b[201~\u0003b\tc', true)).toEqual({ text: 'a[201~b\tc', runs: 0 });
});

it('types in order, and takes what is drawn', async () => {
  const calls: object[] = [];
  const told: LineState[] = [];
  async function* printed(): AsyncGenerator<ShellItem> {
    yield { opened: { shell: 's', container: 'c' } };
    yield { output: '$ ' };
    await new Promise((resolve) => setTimeout(resolve, 5));
    yield { ended: { why: 'exit', code: 3 } };
  }
  const client = {
    stream: printed,
    call: (name: string, input: object) => Promise.resolve(void calls.push({ name, ...input })),
  } as unknown as Client;
  const screen = { size: () => ({ columns: 80, rows: 24 }), write: () => Promise.resolve() };
  const line = new ShellLine(client, screen, (state) => told.push(state));
  line.type('l');
  const over = line.open({ project: 'p', environment: 'qa' });
  line.type('s');
  line.resized();
  await over;
  expect(calls).toEqual([
    { name: 'shell.write', shell: 's', text: 'ls' },
    { name: 'shell.taken', shell: 's', characters: 2 },
  ]);
  expect(told).toEqual([{ phase: 'open' }, { phase: 'ended', why: 'exit', code: 3 }]);
});

it('says why it could not be opened', async () => {
  const told: LineState[] = [];
  const client = {
    // eslint-disable-next-line require-yield -- what is refused has no items
    async *stream() {
      throw fail('refused.no-shell', 'There is none.');
    },
  } as unknown as Client;
  const screen = { size: () => ({ columns: 80, rows: 24 }), write: () => Promise.resolve() };
  await new ShellLine(client, screen, (state) => told.push(state)).open({ project: 'p', environment: 'qa' });
  expect(told).toMatchObject([{ phase: 'failed', problem: { code: 'refused.no-shell' } }]);
});
