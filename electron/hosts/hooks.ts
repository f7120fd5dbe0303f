/**
 * `POST /hooks/<project>`: a forge says that something was pushed. Whoever cannot sign it learns nothing: not whether the
 * project exists, nor whether it takes any. Nothing is read that is longer than a push is told in.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Deliver } from '../api/face.ts';
import { type Page, sendPage, textPage } from './pages.ts';

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

  /** Why it is not even read; null when it is. */
  const refusalOf = ({ method, headers }: IncomingMessage): Page | null => {
    if (method !== 'POST') return textPage(405, 'Only POST is taken here.', { Allow: 'POST' });
    // No forge is a page in a browser, and every browser says that it is one.
    if (headers.origin !== undefined) return textPage(403, 'Pages have no access.');
    if (Number(headers['content-length'] ?? 0) > bodyLimitBytes) return tooLong;
    return mayTake() ? null : textPage(429, 'Too many at once.', { 'Retry-After': '5' });
  };

  const answerTo = async (request: IncomingMessage): Promise<Page> => {
    const refusal = refusalOf(request);
    if (refusal) return refusal;
    reading += 1;
    const body = await bodyOf(request).finally(() => {
      reading -= 1;
    });
    if (body === null) return tooLong;
    const project = (request.url ?? '').split('?', 1)[0]?.slice(hooksPath.length) ?? '';
    const answer = await deliver(project, { headers: headersOf(request), body }).catch(() => 'refused' as const);
    if (answer === 'refused') return textPage(401, 'The signature is missing or wrong.');
    return answer === 'taken' ? textPage(202, 'Taken.') : textPage(200, 'Known already.');
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const page = await answerTo(request);
    // What is left of a body that was not read would be taken for the next request.
    const headers = request.complete ? page.headers : { ...page.headers, Connection: 'close' };
    sendPage(response, { ...page, headers });
    if (!request.complete) request.resume().setTimeout(1000, () => request.destroy());
  };
}

const tooLong = textPage(413, 'That is too long, or did not come in time.');

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
