/** The renderer's files, over whatever they are asked for, under a Content-Security-Policy with a nonce of its own for each response. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
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

/** The policy of one response. Not every browser counts `ws:` of the page's own host as `'self'`. */
function contentSecurityPolicy(nonce: string, host: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    host === null ? "connect-src 'self'" : `connect-src 'self' ws://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** An answer before it is written: over HTTP by the loopback server, over `app://` by the desktop shell. */
export interface Page {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
}

export interface PageRequest {
  readonly method: string;
  /** The address without its scheme and host; a query and a fragment are ignored. */
  readonly path: string;
  /** The page's own `host:port` where it speaks WebSocket to it, as a browser does; null in the desktop shell. */
  readonly host: string | null;
}

/** A short text, under the same headers as a page. */
export function textPage(status: number, text: string, headers: Record<string, string> = {}): Page {
  return {
    status,
    headers: {
      ...common,
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      ...headers,
    },
    body: `${text}\n`,
  };
}

/** The answer to a request for a page or one of its files, out of `folder` (the built renderer). */
export async function pageFor(request: PageRequest, folder: string): Promise<Page> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return textPage(405, 'Only GET and HEAD are answered here.', { Allow: 'GET, HEAD' });
  }
  const path = request.path.split(/[?#]/, 1)[0] ?? '/';
  if (
    path === '/' ||
    path === '/index.html' ||
    (plainPath.test(path) && extname(path) === '' && !path.startsWith('/assets/'))
  ) {
    return indexPage(request.host, folder);
  }
  const type = types[extname(path)];
  const body = type !== undefined && plainPath.test(path) ? await readIfThere(join(folder, path)) : null;
  if (type === undefined || body === null) return textPage(404, 'There is nothing at this address.');
  const caching = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { status: 200, headers: { ...common, 'Content-Type': type, 'Cache-Control': caching }, body };
}

async function indexPage(host: string | null, folder: string): Promise<Page> {
  const template = await readIfThere(join(folder, 'index.html'));
  if (template === null)
    return textPage(503, 'The interface has not been built. Run "npm start" once, then try again.');
  const nonce = randomBytes(16).toString('base64');
  return {
    status: 200,
    headers: {
      ...common,
      'Content-Security-Policy': contentSecurityPolicy(nonce, host),
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
    },
    body: template.toString('utf8').replaceAll('__CSP_NONCE__', nonce),
  };
}

/** Writes a page as the answer to a request; HEAD gets the headers alone. */
export function sendPage(response: ServerResponse, page: Page): void {
  response.writeHead(page.status, { ...page.headers, 'Content-Length': Buffer.byteLength(page.body) });
  response.end(response.req.method === 'HEAD' ? undefined : page.body);
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch {
    return null;
  }
}
