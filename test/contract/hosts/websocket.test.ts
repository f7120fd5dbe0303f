import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { clientOf } from '../../../electron/hosts/client.ts';
import { type Server, serveLoopback } from '../../../electron/hosts/websocket.ts';
import { jsonOf } from '../../../electron/hosts/wire.ts';
import { clientFrameLimitBytes } from '../../../shared/api/limits.ts';
import { fail } from '../../../shared/problem.ts';
import { engineInfo, fakeFace } from './fake-face.ts';
import { get } from './get.ts';

const token = 'T'.repeat(43);
const hello = { protocol: 1, version: '0.1.0', pid: 4711 };
const line = (seq: number, text = 'a line') => ({ seq, at: 1, source: 'web', stream: 'out', text });
const browser = ['slipway.v1', `slipway.token.${token}`];

let server: Server;
/** What the streams of this test's face did. */
let produced: number;
let cancelled: number;

beforeEach(async () => {
  produced = 0;
  cancelled = 0;
  server = await serve();
});
afterEach(async () => {
  await server.close();
});

function serve(heartbeatMs = 15_000): Promise<Server> {
  const face = fakeFace({
    'engine.info': (_input, { by, face: name }) => engineInfo({ user: `${by} by ${name}` }),
    'engine.folders': () => new Promise(() => undefined),
    'project.list': () => {
      throw fail('conflict.example', 'Somebody was first.');
    },
    'operation.logs': async function* (_input, _caller, signal) {
      for (let seq = 1; seq <= 3; seq += 1) yield line(seq);
      signal.throwIfAborted();
    },
    'environment.logs': async function* (_input, _caller, signal) {
      try {
        while (!signal.aborted) {
          produced += 1;
          yield line(produced, 'x'.repeat(100_000));
        }
      } finally {
        cancelled += 1;
      }
    },
    'events.follow': async function* (_input, _caller, signal) {
      await once(signal, 'abort');
      cancelled += 1;
      yield* [];
    },
  });
  return serveLoopback({
    deliver: () => Promise.resolve('refused'),
    face,
    port: 0,
    token,
    renderer: '/nonexistent',
    user: 'someone',
    hello,
    heartbeatMs,
  });
}

/** Status of an upgrade: 101, or that of the refusal. */
function upgrade(protocols: string[], options: ClientOptions = {}, path = '/api'): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, protocols, options);
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('error', reject);
  });
}

/** A connected client that speaks raw frames. */
async function raw(protocols = browser, options: ClientOptions = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api`, protocols, options);
  const frames: unknown[] = [];
  socket.on('message', (data) => frames.push(jsonOf(data)));
  await once(socket, 'open');
  const until = async (enough: () => boolean) => {
    while (!enough()) await sleep(2);
  };
  await until(() => frames.length === 1);
  return {
    socket,
    frames,
    until,
    send: (frame: object) => socket.send(JSON.stringify(frame)),
    of: (id: number | null) => frames.filter((frame) => (frame as { id: unknown }).id === id),
  };
}

describe('who may open the contract', () => {
  const bearer = { Authorization: `Bearer ${token}` };

  it('lets in the browser by subprotocol and other clients by header, and echoes only slipway.v1', async () => {
    const page = await raw(browser, { origin: `http://127.0.0.1:${server.port}` });
    expect(page.socket.protocol).toBe('slipway.v1');
    expect(page.socket.extensions).toBe('');
    expect(page.frames[0]).toEqual({ hello });
    page.socket.close();
    expect(await upgrade(['slipway.v1'], { headers: bearer })).toBe(101);
    expect(
      await upgrade(browser, {
        headers: { Host: `localhost:${server.port}` },
        origin: `http://localhost:${server.port}`,
      }),
    ).toBe(101);
  });

  it.each([
    'evil.example',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.evil.example:PORT',
    '127.0.0.1:PORT.evil.example',
    '0.0.0.0:PORT',
    'LOCALHOST:PORT@evil',
  ])('answers the Host %s with 421, pages too', async (host) => {
    const Host = host.replace('PORT', String(server.port));
    expect(await upgrade(browser, { headers: { Host } })).toBe(421);
    expect((await get(server.port, '/', { Host })).status).toBe(421);
  });

  it.each([
    'http://evil.example',
    'null',
    'https://127.0.0.1:PORT',
    'http://localhost:PORT',
    'http://127.0.0.1:1',
    'http://127.0.0.1:PORT.evil.example',
    'app://slipway',
  ])('answers the Origin %s with 403', async (origin) => {
    expect(await upgrade(browser, { origin: origin.replace('PORT', String(server.port)) })).toBe(403);
    expect(
      await upgrade(['slipway.v1'], { headers: bearer, origin: origin.replace('PORT', String(server.port)) }),
    ).toBe(403);
  });

  it('answers a missing or wrong token with 401, wherever it stands', async () => {
    expect(await upgrade(['slipway.v1'])).toBe(401);
    expect(await upgrade(['slipway.v1', 'slipway.token.wrong'])).toBe(401);
    expect(await upgrade(['slipway.v1', `slipway.token.${token}x`])).toBe(401);
    expect(await upgrade(['slipway.v1'], { headers: { Authorization: `Basic ${token}` } })).toBe(401);
    expect(await upgrade(['slipway.v1'], {}, `/api?token=${token}`)).toBe(401);
    expect(await upgrade(['slipway.v1'], { headers: { Cookie: `token=${token}` } })).toBe(401);
  });

  it('checks the Host before the Origin, and the Origin before the token', async () => {
    expect(await upgrade(['slipway.v1'], { headers: { Host: 'evil.example' }, origin: 'http://evil.example' })).toBe(
      421,
    );
    expect(await upgrade(['slipway.v1'], { origin: 'http://evil.example' })).toBe(403);
  });

  it('refuses other subprotocols and other addresses', async () => {
    expect(await upgrade([`slipway.token.${token}`])).toBe(400);
    expect(await upgrade(browser, {}, '/other')).toBe(404);
    expect((await get(server.port, '/api')).status).toBe(426);
  });

  it('listens on loopback only', () => {
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/`);
  });
});

describe('calls', () => {
  it('answers, and tells the face who asks', async () => {
    const client = await raw();
    client.send({ id: 1, call: 'engine.info', input: {} });
    await client.until(() => client.of(1).length === 1);
    expect(client.of(1)).toMatchObject([{ id: 1, ok: { user: 'someone by browser' } }]);
    client.socket.close();
    const desktop = await raw(['slipway.v1'], {
      headers: { Authorization: `Bearer ${token}`, 'Slipway-Face': 'desktop' },
    });
    desktop.send({ id: 1, call: 'engine.info', input: {} });
    await desktop.until(() => desktop.of(1).length === 1);
    expect(desktop.of(1)).toMatchObject([{ ok: { user: 'someone by desktop' } }]);
    desktop.socket.close();
  });

  it('answers with problems, also for calls that there are not', async () => {
    const client = await raw();
    client.send({ id: 1, call: 'project.list', input: {} });
    client.send({ id: 2, call: '__proto__', input: {} });
    client.send({ id: 3, call: 'no.such.call' });
    await client.until(() => client.frames.length === 4);
    expect(client.of(1)).toMatchObject([{ problem: { code: 'conflict.example' } }]);
    expect(client.of(2)).toMatchObject([{ problem: { code: 'usage.unknown-call' } }]);
    expect(client.of(3)).toMatchObject([{ problem: { code: 'usage.unknown-call' } }]);
    client.socket.close();
  });

  it('answers malformed frames and goes on', async () => {
    const client = await raw();
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '{"id":"1","call":"engine.info"}',
      '{"id":0,"call":"engine.info"}',
      '{"id":1}',
      '{"id":1,"call":"engine.info","extra":1}',
    ])
      client.socket.send(text);
    client.socket.send(Buffer.from('{"id":1,"call":"engine.info"}'));
    client.send({ id: 7, call: 'engine.info', input: {} });
    await client.until(() => client.frames.length === 11);
    expect(client.of(null)).toHaveLength(9);
    expect(client.of(null)[0]).toMatchObject({ problem: { code: 'usage.malformed' } });
    expect(client.of(7)).toMatchObject([{ ok: {} }]);
    client.socket.close();
  });

  it('closes a connection that sends nothing else', async () => {
    const client = await raw();
    for (let sent = 0; sent < 20; sent += 1) client.socket.send('nonsense');
    expect((await once(client.socket, 'close'))[0]).toBe(1008);
  });

  it('takes the largest text that can be settled, and closes a connection that sends a frame above the limit', async () => {
    const client = await raw();
    client.send({ id: 1, call: 'engine.info', input: { padding: '\n"é'.repeat(1_700_000) } });
    await client.until(() => client.of(1).length === 1);
    client.send({ id: 1, call: 'engine.info', input: { padding: 'x'.repeat(clientFrameLimitBytes) } });
    expect((await once(client.socket, 'close'))[0]).toBe(1009);
    while (server.clients() > 0) await sleep(2);
  });

  it('refuses more calls than it keeps open, and an id that is in use', async () => {
    const client = await raw();
    for (let id = 1; id <= 257; id += 1) client.send({ id, call: 'engine.folders', input: {} });
    client.send({ id: 1, call: 'engine.folders', input: {} });
    await client.until(() => client.frames.length === 3);
    expect(client.of(257)).toMatchObject([{ problem: { code: 'refused.too-many-calls', retry: true } }]);
    expect(client.of(null)).toMatchObject([{ problem: { code: 'usage.malformed' } }]);
    client.socket.terminate();
  });

  it('closes with 1001 when the engine stops', async () => {
    const client = await raw();
    const closed = once(client.socket, 'close');
    await server.close();
    expect((await closed)[0]).toBe(1001);
  });
});

describe('streams', () => {
  it('sends items, then the end', async () => {
    const client = await raw();
    client.send({ id: 1, call: 'operation.logs', input: { operation: 'o' } });
    await client.until(() => client.of(1).length === 4);
    expect(client.of(1)).toEqual([...[1, 2, 3].map((seq) => ({ id: 1, item: line(seq) })), { id: 1, end: true }]);
    client.socket.close();
  });

  it('ends one that is cancelled; its id may be used again', async () => {
    const client = await raw();
    client.send({ id: 1, call: 'events.follow', input: {} });
    client.send({ id: 1, cancel: true });
    client.send({ id: 99, cancel: true });
    await client.until(() => client.of(1).length === 1);
    expect(client.of(1)).toEqual([{ id: 1, end: true }]);
    expect(cancelled).toBe(1);
    client.send({ id: 1, call: 'engine.info', input: {} });
    await client.until(() => client.of(1).length === 2);
    client.socket.close();
  });

  it('cancels every stream of a client that goes away', async () => {
    const client = await raw();
    for (let id = 1; id <= 3; id += 1) client.send({ id, call: 'events.follow', input: {} });
    client.send({ id: 4, call: 'engine.info', input: {} });
    await client.until(() => client.of(4).length === 1);
    client.socket.terminate();
    await client.until(() => cancelled === 3);
  });

  it('refuses more than 64 of them', async () => {
    const client = await raw();
    for (let id = 1; id <= 65; id += 1) client.send({ id, call: 'events.follow', input: {} });
    await client.until(() => client.of(65).length === 1);
    expect(client.of(65)).toMatchObject([{ problem: { code: 'refused.too-many-calls' } }]);
    client.socket.terminate();
    await client.until(() => cancelled === 64);
  });

  it('holds back while a client does not read, and goes on when it does', async () => {
    const client = await raw();
    client.socket.pause();
    client.send({ id: 1, call: 'environment.logs', input: { project: 'p', environment: 'e' } });
    await client.until(() => produced > 0);
    await sleep(300);
    const whilePaused = produced;
    await sleep(300);
    expect(produced).toBe(whilePaused);
    // What fits the kernel's buffers and the one megabyte of the connection.
    expect(whilePaused).toBeLessThan(200);
    client.socket.resume();
    await client.until(() => produced > whilePaused + 50);
    client.send({ id: 1, cancel: true });
    await client.until(() => client.of(1).some((frame) => (frame as { end?: true }).end));
    expect(cancelled).toBe(1);
    client.socket.terminate();
  });

  it('reaches a reader in Node in order, and is cancelled when the reader stops', async () => {
    const { socket } = await raw();
    const client = clientOf(socket);
    const seen: number[] = [];
    for await (const { seq } of client.stream('environment.logs', { project: 'p', environment: 'e' })) {
      seen.push(seq);
      // A call in the middle of a stream must not wait for the stream's end.
      if (seq === 5) expect((await client.call('engine.info', {})).user).toBe('someone by browser');
      if (seq === 100) break;
    }
    expect(seen).toEqual(Array.from({ length: 100 }, (_unused, index) => index + 1));
    while (cancelled === 0) await sleep(2);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    for await (const event of client.stream('events.follow', {}, stop.signal)) expect(event).toBe('never');
    socket.close();
  });
});

describe('clients that are gone without a word', () => {
  it('are cut off when they miss two pings', async () => {
    await server.close();
    server = await serve(40);
    const answering = await raw();
    const silent = await raw(browser, { autoPong: false });
    await once(silent.socket, 'close');
    expect(answering.socket.readyState).toBe(WebSocket.OPEN);
    answering.socket.close();
  });
});
