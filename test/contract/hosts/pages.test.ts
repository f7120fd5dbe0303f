import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Server, serveLoopback } from '../../../electron/hosts/websocket.ts';
import { fakeFace } from './fake-face.ts';
import { get } from './get.ts';

let folder: string;
let server: Server;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-pages-'));
  const renderer = join(folder, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(
    join(renderer, 'index.html'),
    '<meta property="csp-nonce" nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>',
  );
  writeFileSync(join(renderer, 'assets', 'index-4f2a.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'nobody may read this');
  const hello = { protocol: 1, version: '0.1.0', pid: 4711 };
  server = await serveLoopback({
    deliver: () => Promise.resolve('refused'),
    face: fakeFace({}),
    port: 0,
    token: 'T'.repeat(43),
    renderer,
    user: 'someone',
    hello,
  });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the pages', () => {
  it('have a nonce of their own for each response, in the policy and in the text', async () => {
    const answers = await Promise.all([get(server.port, '/'), get(server.port, '/')]);
    const nonces = answers.map(({ headers, text }) => {
      const policy = String(headers['content-security-policy']);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
      expect(text).toBe(`<meta property="csp-nonce" nonce="${nonce}"><style nonce="${nonce}"></style>`);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port};`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*/);
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('are not sniffed, shared or kept, but hashed assets are', async () => {
    const index = await get(server.port, '/');
    expect(index.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'content-type': 'text/html; charset=utf-8',
    });
    const asset = await get(server.port, '/assets/index-4f2a.js');
    expect(asset).toMatchObject({ status: 200, text: 'export {};' });
    expect(asset.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  it('answer the addresses of the application with index.html, and unknown files with 404', async () => {
    expect((await get(server.port, '/projects/shop/releases')).text).toContain('csp-nonce');
    expect((await get(server.port, '/assets/gone-0000.js')).status).toBe(404);
    expect((await get(server.port, '/assets/gone')).status).toBe(404);
    expect((await get(server.port, '/favicon.ico')).status).toBe(404);
    expect((await get(server.port, '/index.html', {}, 'HEAD')).text).toBe('');
    expect((await get(server.port, '/', {}, 'POST')).status).toBe(405);
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..\\..\\secret.txt',
    '//secret.txt',
    '/.git/config',
    '/assets/%00.js',
    '/..;/secret.txt',
  ])('do not lead out of their folder by %s', async (path) => {
    const status = await new Promise<string>((resolve) => {
      const socket = connectTcp(server.port, '127.0.0.1');
      let text = '';
      socket
        .on('data', (chunk) => {
          text += chunk.toString();
        })
        .on('end', () => resolve(text));
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`);
    });
    expect(status).toMatch(/^HTTP\/1\.1 404 /);
    expect(status).not.toContain('nobody may read this');
  });

  it('say so when they were not built', async () => {
    rmSync(join(folder, 'renderer', 'index.html'));
    const { status, text } = await get(server.port, '/');
    expect(status).toBe(503);
    expect(text).toContain('npm start');
  });
});
