/**
 * A `fetch` for a forge that may be anybody: it only reads, follows nowhere (the token would go along), and answers
 * with JSON of a bounded size in a bounded time, or not at all.
 */
import { fail, type ProblemError } from '../../shared/problem.ts';

const defaultTimeoutMs = 15_000;
const mostBytes = 8 * 1024 * 1024;
const longestPauseMs = 3_600_000;

/** What the forges' own clients take in place of the global one. */
export type Fetch = typeof fetch;

/** `signal` ends every request that is under way; `timeoutMs` is for a whole answer. */
export function boundedFetch(name: string, signal: AbortSignal, timeoutMs = defaultTimeoutMs): Fetch {
  return async (input, init = {}) => {
    const { method = 'GET', headers } = init;
    if (method !== 'GET') throw fail('failed.forge', `${name} is only ever read.`);
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(input, {
        ...(headers === undefined ? {} : { headers }),
        redirect: 'manual',
        signal: AbortSignal.any([signal, timeout]),
      });
      requireAnswer(name, response);
      const text = await bodyOf(name, response);
      return new Response(text, { status: response.status, headers: { 'content-type': 'application/json' } });
    } catch (thrown) {
      if (signal.aborted || (thrown instanceof Error && thrown.name === 'ProblemError')) throw thrown;
      const why = timeout.aborted ? `no whole answer within ${String(timeoutMs / 1000)} s` : reasonOf(thrown);
      throw fail('failed.forge', `${name} does not answer: ${why}.`, { retry: true, cause: thrown });
    }
  };
}

function requireAnswer(name: string, response: Response): void {
  const { status, headers } = response;
  // GitHub refuses who asks too much, and says of some limits only how long to wait.
  const isLimit = headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after');
  if (status === 429 || (status === 403 && isLimit))
    throw fail('failed.forge', `${name} asks to be left in peace for a while (${String(status)}).`, {
      retry: true,
      details: { retryAfterMs: pauseMs(headers) },
    });
  if (status === 401 || status === 403 || status === 404)
    throw fail('refused.forge', `${name} does not show the repository (${String(status)}).`, {
      hint: 'Look at forge.repository in slipway.yaml, and whether the token may read merge requests.',
    });
  if (status !== 200) throw unusable(name, `it answered ${String(status)}`);
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(headers.get('content-type') ?? ''))
    throw unusable(name, 'it answered with a page and no data, as a login or a proxy does');
}

async function bodyOf(name: string, response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const piece of body ?? []) {
    bytes += piece.byteLength;
    if (bytes > mostBytes) throw unusable(name, 'it answered with more than 8 MB');
    pieces.push(piece);
  }
  const text = Buffer.concat(pieces).toString('utf8');
  try {
    JSON.parse(text);
  } catch {
    throw unusable(name, 'what it answered is no JSON');
  }
  return text;
}

const unusable = (name: string, why: string): ProblemError =>
  fail('failed.forge', `${name} does not answer as it should: ${why}.`, {
    hint: 'Look at forge.url in slipway.yaml.',
    retry: true,
  });

/** What the forge asks for, in seconds or as a time, between a second and an hour. */
function pauseMs(headers: Headers): number {
  const after = Number(headers.get('retry-after') ?? Number.NaN);
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000 - Date.now();
  const wanted = Number.isFinite(after) ? after * 1000 : Number.isFinite(reset) ? reset : 60_000;
  return Math.min(longestPauseMs, Math.max(1000, wanted));
}

const reasonOf = (thrown: unknown): string => {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
};
