/** The renderer's files over HTTP, under a Content-Security-Policy with a nonce of its own for each response. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Names that may be looked for. No segment begins with a dot and nothing is percent-decoded, so that no address can
 * lead out of the folder.
 */
const plainPath = /^(?:\/[\w-][\w.-]*)+$/;

const common = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
};

/** The policy of one response. `host` is the page's own `host:port`; not every browser counts `ws:` as `'self'`. */
export function contentSecurityPolicy(nonce: string, host: string): string {
  return [
    "default-src 'none'", "script-src 'self'", "worker-src 'self'", `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'", "img-src 'self' data:", "font-src 'self'", `connect-src 'self' ws://${host}`,
    "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].join('; ');
}

/** Answers with a short text, under the same headers as a page. */
export function sendText(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    ...common, 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'", 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : `${text}\n`);
}

/** Answers a request for a page or one of its files, out of `folder` (the built renderer). */
export async function sendPage(request: IncomingMessage, response: ServerResponse, folder: string): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendText(response, 405, 'Only GET and HEAD are answered here.', { Allow: 'GET, HEAD' });
    return;
  }
  const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
  if (path === '/' || path === '/index.html' || plainPath.test(path) && extname(path) === '' && !path.startsWith('/assets/')) {
    await sendIndex(request, response, folder);
    return;
  }
  const type = types[extname(path)];
  const body = type !== undefined && plainPath.test(path) ? await readIfThere(join(folder, path)) : null;
  if (type === undefined || body === null) {
    sendText(response, 404, 'There is nothing at this address.');
    return;
  }
  response.writeHead(200, {
    ...common, 'Content-Type': type, 'Content-Length': body.length,
    'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function sendIndex(request: IncomingMessage, response: ServerResponse, folder: string): Promise<void> {
  const template = await readIfThere(join(folder, 'index.html'));
  if (template === null) {
    sendText(response, 503, 'The interface has not been built. Run "npm start" once, then try again.');
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  const body = template.toString('utf8').replaceAll('__CSP_NONCE__', nonce);
  response.writeHead(200, {
    ...common,
    // The Host was compared with the server's own names before this.
    'Content-Security-Policy': contentSecurityPolicy(nonce, request.headers.host ?? ''),
    'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch {
    return null;
  }
}
