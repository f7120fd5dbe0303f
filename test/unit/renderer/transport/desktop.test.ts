import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { desktopLink } from '../../../../renderer/transport/desktop.ts';
import { problemOf } from '../../../../shared/problem.ts';
import { fakeBridge, gone, settled } from '../browser.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function connected() {
  const shell = fakeBridge();
  const link = desktopLink(shell.bridge);
  await shell.answer('engine.info', { ok: { version: '0.1.0' } });
  return { shell, link, client: link.client };
}

describe('the connection of the desktop window', () => {
  it('is there once the engine behind the shell answers', async () => {
    const { link } = await connected();
    expect(link.state()).toEqual({ phase: 'connected', version: '0.1.0' });
  });

  it('is tried again until the engine is back', async () => {
    const { shell, link, client } = await connected();
    const lost = expect(client.call('project.list', {})).rejects.toMatchObject({ problem: gone });
    await shell.answer('project.list', { problem: gone });
    await lost;
    expect(link.state()).toEqual({ phase: 'lost', attempt: 1, retryAt: Date.now() + 500 });
    await vi.advanceTimersByTimeAsync(500);
    await shell.answer('engine.info', { problem: gone });
    expect(link.state()).toMatchObject({ phase: 'lost', attempt: 2 });
    link.retryNow();
    await shell.answer('engine.info', { ok: { version: '0.1.1' } });
    expect(link.state()).toEqual({ phase: 'connected', version: '0.1.1' });
    await vi.runAllTimersAsync();
    expect(shell.waiting('engine.info')).toBe(0);
  });

  it('is not lost for a problem of the call itself', async () => {
    const { shell, link, client } = await connected();
    const problem = problemOf('usage.no-repository', 'There is no repository.');
    const refused = expect(client.call('project.open', { path: '/nowhere' })).rejects.toMatchObject({ problem });
    await shell.answer('project.open', { problem });
    await refused;
    expect(link.state()).toMatchObject({ phase: 'connected' });
  });
});

describe('a stream of the desktop window', () => {
  it('gives its own items, and ends with the engine’s end', async () => {
    const { shell, client } = await connected();
    const items: unknown[] = [];
    const ended = (async () => {
      for await (const item of client.stream('events.follow', {})) items.push(item);
    })();
    await settled();
    const { id, name } = shell.streams[0]!;
    expect(name).toBe('events.follow');
    await shell.send({ id, item: 1 });
    await shell.send({ id: 'another', item: 2 });
    await shell.send({ id, end: true });
    await ended;
    expect(items).toEqual([1]);
    expect(shell.cancelled).toEqual([]);
  });

  it('throws when the engine is gone, and the connection with it', async () => {
    const { shell, link, client } = await connected();
    const next = client.stream('events.follow', {})[Symbol.asyncIterator]().next();
    const lost = expect(next).rejects.toMatchObject({ problem: gone });
    await settled();
    await shell.send({ id: shell.streams[0]!.id, problem: gone });
    await lost;
    expect(link.state()).toMatchObject({ phase: 'lost' });
  });

  it('is cancelled once by its signal', async () => {
    const { shell, client } = await connected();
    const stop = new AbortController();
    const next = client.stream('events.follow', {}, stop.signal)[Symbol.asyncIterator]().next();
    await settled();
    stop.abort();
    expect((await next).done).toBe(true);
    expect(shell.cancelled).toEqual([shell.streams[0]!.id]);
  });
});
