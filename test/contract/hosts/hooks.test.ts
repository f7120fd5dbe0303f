import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deliver } from '../../../electron/api/face.ts';
import { type Server, serveLoopback } from '../../../electron/hosts/websocket.ts';
import { fakeFace } from './fake-face.ts';

let server: Server;
let given: { project: string; headers: Readonly<Record<string, string | undefined>>; bytes: number }[];

beforeEach(async () => {
  given = [];
  const deliver: Deliver = (project, { headers, body }) => {
    given.push({ project, headers, bytes: body.length });
    if (body.toString() === 'fault') return Promise.reject(new Error('a fault with details'));
    return Promise.resolve(headers['x-signed'] === 'yes' ? 'taken' : 'refused');
  };
  server = await serveLoopback({
    face: fakeFace({}),
    deliver,
    port: 0,
    token: 'T'.repeat(43),
    renderer: '/nonexistent',
    user: 'someone',
    hello: { protocol: 1, version: '0.1.0', pid: 1 },
  });
});
afterEach(async () => {
  await server.close();
});

interface Answer {
  status: number;
  text: string;
}

function send(path: string, headers: Record<string, string | string[]>, body = '{}', method = 'POST'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port: server.port, host: '127.0.0.1', path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: text.trim() }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('hooks', () => {
  it('reach the engine under whatever name a forwarder was called by, and tell the unsigned nothing', async () => {
    const signed = { 'x-signed': 'yes', host: 'slipway.example.com' };
    expect(await send('/hooks/shop?x=1', signed)).toEqual({ status: 202, text: 'Taken.' });
    const refused = { status: 401, text: 'The signature is missing or wrong.' };
    expect(await send('/hooks/shop', {})).toEqual(refused);
    expect(await send('/hooks/nothing', {})).toEqual(refused);
    expect(await send('/hooks/', {})).toEqual(refused);
    expect(await send('/hooks/shop', {}, 'fault')).toEqual(refused);
    expect(given.map(({ project }) => project)).toEqual(['shop', 'shop', 'nothing', '', 'shop']);
    expect((await send('/hooks/shop', { ...signed, origin: 'https://evil.example' })).status).toBe(403);
    expect((await send('/hooks/shop', signed, '', 'GET')).status).toBe(405);
    // One that says two things says nothing.
    expect((await send('/hooks/shop', { 'x-signed': ['yes', 'yes'] })).status).toBe(401);
  });

  it('are read to a megabyte, whatever they say of their length', async () => {
    const body = 'x'.repeat(1024 * 1024);
    expect((await send('/hooks/shop', { 'x-signed': 'yes' }, body)).status).toBe(202);
    expect((await send('/hooks/shop', { 'x-signed': 'yes', 'content-length': String(2 ** 40) }, '')).status).toBe(413);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(server.port, '127.0.0.1');
      let text = '';
      socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      socket.on('close', () => resolve(text)).on('error', () => undefined);
      socket.write('POST /hooks/shop HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
      const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`;
      const more = (): void => {
        if (socket.writable) socket.write(piece, () => setImmediate(more));
      };
      more();
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(given).toHaveLength(1);
  });

  it('are taken so many at a time', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 120 }, async () => (await send('/hooks/shop', { 'x-signed': 'yes' })).status),
    );
    expect(new Set(statuses)).toEqual(new Set([202, 429]));
    expect(statuses.filter((status) => status === 202).length).toBeLessThan(100);
  });
});
