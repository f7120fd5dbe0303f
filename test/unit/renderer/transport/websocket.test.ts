import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { webSocketLink } from '../../../../renderer/transport/websocket.ts';
import { clientFrameLimitBytes } from '../../../../shared/api/limits.ts';
import { problemOf } from '../../../../shared/problem.ts';
import { settled } from '../browser.ts';
import { FakeSocket } from './fake-socket.ts';

const goneCode = { problem: { code: 'failed.engine-gone', retry: true } };
/** Whether the engine answers a plain request. */
let serverAnswers: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  serverAnswers = true;
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('location', { host: '127.0.0.1:4711', pathname: '/' });
  vi.stubGlobal('fetch', async () => {
    if (!serverAnswers) throw new TypeError('Failed to fetch');
    return new Response();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function connected() {
  const link = webSocketLink('secret');
  await FakeSocket.last.greet();
  return { link, socket: FakeSocket.last, client: link.client };
}

/** Follows the engine's events; answers what came so far. */
function follow(client: ReturnType<typeof webSocketLink>['client'], signal?: AbortSignal) {
  const items: unknown[] = [];
  const ended = (async () => {
    for await (const item of client.stream('events.follow', {}, signal)) items.push(item);
  })();
  ended.catch(() => undefined);
  return { items, ended };
}

describe('connecting', () => {
  it('brings the token as a subprotocol, and is connected once the engine says hello', async () => {
    const link = webSocketLink('secret');
    const states: string[] = [];
    link.subscribe((state) => states.push(state.phase));
    expect(FakeSocket.last.url).toBe('ws://127.0.0.1:4711/api');
    expect(FakeSocket.last.protocols).toEqual(['slipway.v1', 'slipway.token.secret']);
    expect(link.state()).toEqual({ phase: 'connecting' });
    await FakeSocket.last.greet();
    expect(link.state()).toEqual({ phase: 'connected', version: '0.1.0' });
    expect(states).toEqual(['connected']);
  });

  it('is not tried without a token', async () => {
    const link = webSocketLink(null);
    link.retryNow();
    expect(FakeSocket.all).toEqual([]);
    expect(link.state()).toEqual({ phase: 'refused', why: 'no-token' });
    await expect(link.client.call('engine.info', {})).rejects.toMatchObject(goneCode);
  });

  it('is given up when an engine answers and does not let the page in', async () => {
    const link = webSocketLink('old');
    await FakeSocket.last.drop();
    expect(link.state()).toEqual({ phase: 'refused', why: 'wrong-token' });
    await vi.runAllTimersAsync();
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('is tried again, ever more slowly, while nothing answers', async () => {
    serverAnswers = false;
    const link = webSocketLink('secret');
    for (const [attempt, pauseMs] of [500, 1000, 2000].entries()) {
      await FakeSocket.last.drop();
      expect(link.state()).toEqual({ phase: 'lost', attempt: attempt + 1, retryAt: Date.now() + pauseMs });
      await vi.advanceTimersByTimeAsync(pauseMs - 1);
      expect(FakeSocket.all).toHaveLength(attempt + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(FakeSocket.all).toHaveLength(attempt + 2);
    }
    await FakeSocket.last.greet();
    expect(link.state()).toMatchObject({ phase: 'connected' });
    await FakeSocket.last.drop();
    expect(link.state()).toMatchObject({ phase: 'lost', attempt: 1 });
  });

  it('is not given up for an older attempt whose end is found out only after it was made', async () => {
    const asked = Promise.withResolvers<Response>();
    vi.stubGlobal('fetch', () => asked.promise);
    const link = webSocketLink('secret');
    await FakeSocket.last.drop();
    link.retryNow();
    await FakeSocket.last.greet();
    asked.resolve(new Response());
    await settled();
    expect(link.state()).toMatchObject({ phase: 'connected' });
  });

  it('makes one connection, however often a person asks for it at once', async () => {
    const { link } = await connected();
    await FakeSocket.last.drop();
    link.retryNow();
    link.retryNow();
    expect(FakeSocket.all).toHaveLength(2);
    await FakeSocket.last.greet();
    link.retryNow();
    await vi.runAllTimersAsync();
    expect(FakeSocket.all).toHaveLength(2);
    expect(link.state()).toMatchObject({ phase: 'connected' });
  });
});

describe('a call', () => {
  it('gets the answer that carries its id, whatever comes first', async () => {
    const { client, socket } = await connected();
    const first = client.call('project.list', {});
    const second = client.call('engine.info', {});
    await settled();
    expect(socket.sent).toEqual([
      { id: 1, call: 'project.list', input: {} },
      { id: 2, call: 'engine.info', input: {} },
    ]);
    await socket.receive({ id: 2, ok: 'second' });
    await socket.receive({ id: 77, ok: 'nobody asked' });
    await socket.receive({ id: 1, ok: 'first' });
    expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  });

  it('that is larger than a frame may be is refused here, and the connection stays', async () => {
    const { link, client, socket } = await connected();
    const input = { project: 'p', lane: 'l', pick: 'p', path: 'f' };
    const content = 'é'.repeat(clientFrameLimitBytes / 2);
    await expect(client.call('hotfix.draft', { ...input, content })).rejects.toMatchObject({
      problem: { code: 'usage.too-large' },
    });
    expect(socket.sent).toEqual([]);
    expect(link.state()).toMatchObject({ phase: 'connected' });
  });

  it('rejects with the problem that the engine answers', async () => {
    const { client, socket } = await connected();
    const call = client.call('project.open', { path: '/nowhere' });
    call.catch(() => undefined);
    await settled();
    const problem = problemOf('usage.no-repository', 'There is no repository.');
    await socket.receive({ id: 1, problem });
    await expect(call).rejects.toMatchObject({ name: 'ProblemError', problem });
  });

  it('waits a little for a connection in the making', async () => {
    const { client } = webSocketLink('secret');
    const call = client.call('engine.info', {});
    await FakeSocket.last.greet();
    expect(FakeSocket.last.sent).toHaveLength(1);
    await FakeSocket.last.receive({ id: 1, ok: 'answer' });
    expect(await call).toBe('answer');
  });

  it('does not wait forever for one', async () => {
    const { client } = webSocketLink('secret');
    const refused = expect(client.call('engine.info', {})).rejects.toMatchObject(goneCode);
    await vi.advanceTimersByTimeAsync(5000);
    await refused;
  });

  it('rejects when the connection ends before the answer, and at once while it is gone', async () => {
    const { client, socket } = await connected();
    const refused = expect(client.call('engine.info', {})).rejects.toMatchObject(goneCode);
    await settled();
    await socket.drop();
    await refused;
    await expect(client.call('engine.info', {})).rejects.toMatchObject(goneCode);
  });
});

describe('a stream', () => {
  it('gives its items, and ends with the engine’s end', async () => {
    const { client, socket } = await connected();
    const { items, ended } = follow(client);
    await settled();
    expect(socket.sent).toEqual([{ id: 1, call: 'events.follow', input: {} }]);
    await socket.receive({ id: 1, item: { n: 1 } });
    await socket.receive({ id: 1, item: null });
    await socket.receive({ id: 1, end: true });
    await socket.receive({ id: 1, item: 'too late' });
    await ended;
    expect(items).toEqual([{ n: 1 }, null]);
    expect(socket.sent).toHaveLength(1);
  });

  it('throws the engine’s problem after the items before it', async () => {
    const { client, socket } = await connected();
    const { items, ended } = follow(client);
    await settled();
    const problem = problemOf('failed.too-slow', 'It reads too slowly.');
    await socket.receive({ id: 1, item: 1 });
    await socket.receive({ id: 1, problem });
    await expect(ended).rejects.toMatchObject({ problem });
    expect(items).toEqual([1]);
  });

  it('is cancelled once when its reader leaves', async () => {
    const { client, socket } = await connected();
    void settled().then(() => socket.receive({ id: 1, item: 'first' }));
    for await (const item of client.stream('events.follow', {})) {
      expect(item).toBe('first');
      break;
    }
    expect(socket.sent.slice(1)).toEqual([{ id: 1, cancel: true }]);
  });

  it('is cancelled by its signal, and ends without a problem', async () => {
    const { client, socket } = await connected();
    const stop = new AbortController();
    const { items, ended } = follow(client, stop.signal);
    await settled();
    await socket.receive({ id: 1, item: 1 });
    stop.abort();
    await ended;
    expect(socket.sent.slice(1)).toEqual([{ id: 1, cancel: true }]);
    await socket.receive({ id: 1, item: 2 });
    expect(items).toEqual([1]);
  });

  it('never begins when its signal has aborted before', async () => {
    const { client, socket } = await connected();
    await follow(client, AbortSignal.abort()).ended;
    expect(socket.sent).toEqual([]);
  });

  it('throws when the connection ends, and a new one works after the reconnect', async () => {
    const { client, socket } = await connected();
    const before = follow(client);
    await settled();
    await socket.drop();
    await expect(before.ended).rejects.toMatchObject(goneCode);
    await vi.advanceTimersByTimeAsync(500);
    await FakeSocket.last.greet();
    const after = follow(client);
    await settled();
    const { id } = FakeSocket.last.sent[0] as { id: number };
    await FakeSocket.last.receive({ id, item: 'again' });
    expect(after.items).toEqual(['again']);
  });
});
