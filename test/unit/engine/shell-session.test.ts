import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { type ShellItem, shellWindowCharacters } from '../../../shared/api/shell.ts';
import { sessionOf } from '../../../electron/engine/shells/session.ts';
import { newMask } from '../../../electron/secrets/mask.ts';
import type { ContainerShell } from '../../../electron/targets/target.ts';

function opened(options: { idleMs?: number; code?: number | null } = {}) {
  const output = new PassThrough();
  const done: string[] = [];
  const shell: ContainerShell = {
    output: output as AsyncIterable<Buffer>,
    write: () => Promise.resolve(),
    resize: () => Promise.resolve(),
    exitCode: () => Promise.resolve(options.code === undefined ? 0 : options.code),
    hangUp: () => {
      done.push('hung up');
      output.destroy();
      return Promise.resolve();
    },
  };
  const mask = newMask();
  mask.hide('hunter22');
  const session = sessionOf({ id: 's', container: 'c', shell, mask: mask.stream(), idleMs: options.idleMs ?? 60_000 });
  const over = new AbortController();
  const items = session.items(over.signal);
  const next = async (): Promise<ShellItem | undefined> => {
    const { done: isOver, value } = await items.next();
    return isOver ? undefined : value;
  };
  return { output, done, session, next, over };
}

it('ends when nothing happens for too long, and hangs up', async () => {
  const { next, done } = opened({ idleMs: 30 });
  expect(await next()).toEqual({ opened: { shell: 's', container: 'c' } });
  expect(await next()).toEqual({ ended: { why: 'idle', code: null } });
  expect(await next()).toBeUndefined();
  expect(done).toEqual(['hung up']);
});

it('tells its code, and what was printed before; one that ended by itself is let alone', async () => {
  const { output, next, done } = opened({ code: 3 });
  await next();
  output.end('bye');
  expect(await next()).toEqual({ output: 'bye' });
  expect(await next()).toEqual({ ended: { why: 'exit', code: 3 } });
  await next();
  expect(done).toEqual([]);
});

it('keeps the beginning of a secret back for a moment only', async () => {
  const { output, next, over } = opened();
  await next();
  output.write('a hunter22 b');
  expect(await next()).toEqual({ output: 'a •••••• b' });
  output.write('hunt');
  expect(await next()).toEqual({ output: 'hunt' });
  over.abort();
  expect(await next()).toBeUndefined();
});

it('reads no more than may be on its way, until some of it is taken', async () => {
  const { output, session, next, over } = opened();
  await next();
  const piece = 'y'.repeat(shellWindowCharacters);
  output.write(piece);
  let sent = 0;
  while (sent < piece.length) {
    const item = await next();
    sent += item && 'output' in item ? item.output.length : 0;
  }
  output.write('more');
  const waiting = next();
  expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 60, 'nothing'))])).toBe('nothing');
  session.taken(1000);
  expect(await waiting).toEqual({ output: 'more' });
  over.abort();
  await next();
});
