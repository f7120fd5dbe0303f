/**
 * `POST /hooks/<project>`: a forge says that something was pushed. Whoever cannot sign it learns nothing: not whether the
 * project exists, nor whether it takes any. Nothing is read that is longer than a push is told in.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Deliver } from '../api/face.ts';
import { sendPage, textPage } from './pages.ts';

export const hooksPath = '/hooks/';

const bodyLimitBytes = 1024 * 1024;
const bodyTimeoutMs = 10_000;
/** Bodies that are read at one time. */
const readAtOnce = 8;
/** So many in a row, and so many a second on the long run, whoever sends them. */
const burst = 60;
const perSecond = 20;

/** Answers requests below `/hooks/`. `now` is in milliseconds, from any start, and only grows. */
export function hooksOn(deliver: Deliver, now: () => number) {
  let left = burst;
  let filledAt = now();
  let reading = 0;

  const mayTake = (): boolean => {
    left = Math.min(burst, left + ((now() - filledAt) / 1000) * perSecond);
    filledAt = now();
    if (left < 1 || reading >= readAtOnce) return false;
    left -= 1;
    return true;
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // What is not read of a body would be taken for the next request.
    const refuse = (status: number, text: string, headers: Record<string, string> = {}): void => {
      sendPage(response, textPage(status, text, { ...headers, Connection: 'close' }));
      request.resume().setTimeout(1000, () => request.destroy());
    };
    if (request.method !== 'POST') return refuse(405, 'Only POST is taken here.', { Allow: 'POST' });
    // No forge is a page in a browser, and every browser says that it is one.
    if (request.headers.origin !== undefined) return refuse(403, 'Pages have no access.');
    if (Number(request.headers['content-length'] ?? 0) > bodyLimitBytes) return refuse(413, 'That is too long.');
    if (!mayTake()) return refuse(429, 'Too many at once.', { 'Retry-After': '5' });
    reading += 1;
    const body = await bodyOf(request).finally(() => {
      reading -= 1;
    });
    if (body === null) return refuse(413, 'That is too long, or did not come in time.');
    const project = (request.url ?? '').split('?', 1)[0]?.slice(hooksPath.length) ?? '';
    const answer = await deliver(project, { headers: headersOf(request), body }).catch(() => 'refused' as const);
    if (answer === 'refused') return refuse(401, 'The signature is missing or wrong.');
    sendPage(response, textPage(answer === 'taken' ? 202 : 200, answer === 'taken' ? 'Taken.' : 'Known already.'));
  };
}

/** Null for one that is too long, or that stops in the middle. */
function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let size = 0;
    const end = (body: Buffer | null): void => {
      clearTimeout(timer);
      request.removeListener('data', take);
      resolve(body);
    };
    const take = (piece: Buffer): void => {
      size += piece.length;
      pieces.push(piece);
      if (size > bodyLimitBytes) end(null);
    };
    const timer = setTimeout(() => end(null), bodyTimeoutMs);
    request.on('data', take);
    request.once('end', () => end(Buffer.concat(pieces)));
    request.once('error', () => end(null));
    request.once('close', () => end(null));
  });
}

/** Each header that came once: one that came twice says two things. */
const headersOf = (request: IncomingMessage): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [
      name,
      values?.length === 1 ? values[0] : undefined,
    ]),
  );
