/** Asks somebody over HTTP who may be anybody: the answer is bounded in size and time, and leads nowhere else. */
import { type IncomingMessage, request as plain } from 'node:http';
import { request as encrypted } from 'node:https';
import type { Duplex } from 'node:stream';

export interface Asked {
  readonly url: URL;
  /** A connection to use; null makes one. */
  readonly connection: Duplex | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  /** At most `longestBody` bytes of it. */
  readonly text: string;
  readonly cut: boolean;
  readonly tookMs: number;
}

/** More is not read: what a check looks for is in front. */
const longestBody = 1024 * 1024;

/**
 * One request, one answer. A redirect is an answer like any other: following it could lead round in circles, or to where
 * nobody meant to ask. Rejects with the reason in words when there is no answer in time.
 */
export function ask({ url, connection, headers = {}, timeoutMs, signal }: Asked): Promise<Answer> {
  const started = performance.now();
  const timeout = AbortSignal.timeout(timeoutMs);
  const ends = AbortSignal.any([signal, timeout]);
  return new Promise((resolve, reject) => {
    const answer = (response: IncomingMessage, text: string, cut: boolean): void =>
      resolve({
        status: response.statusCode ?? 0,
        location: response.headers.location ?? null,
        text,
        cut,
        tookMs: Math.round(performance.now() - started),
      });
    const request = url.protocol === 'https:' ? encrypted : plain;
    const asked = request(
      url,
      {
        method: 'GET',
        headers: { 'user-agent': 'slipway-check', accept: '*/*', connection: 'close', ...headers },
        signal: ends,
        // Beside an agent, also one of its own, a connection that is given would not be used.
        ...(connection ? { createConnection: () => connection } : { agent: false }),
      },
      (response) => {
        const pieces: Buffer[] = [];
        let bytes = 0;
        const done = (cut: boolean): void =>
          answer(response, Buffer.concat(pieces).subarray(0, longestBody).toString('utf8'), cut);
        response.on('data', (piece: Buffer) => {
          pieces.push(piece);
          bytes += piece.length;
          if (bytes < longestBody) return;
          done(true);
          asked.destroy();
        });
        response.on('end', () => done(false));
        response.on('error', fails);
      },
    );
    const fails = (error: Error): void => {
      connection?.destroy();
      if (signal.aborted) reject(signal.reason instanceof Error ? signal.reason : error);
      else reject(new Error(timeout.aborted ? `no whole answer within ${String(timeoutMs)} ms` : error.message));
    };
    asked.on('error', fails);
    // Nobody asked for another protocol: without a listener the answer would be lost, and no error told.
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      answer(response, '', false);
    });
    // Whatever else ends without a word: the time is kept.
    ends.addEventListener('abort', () => fails(new Error('it was aborted')), { once: true });
    asked.on('close', () => connection?.destroy());
    asked.end();
  });
}
