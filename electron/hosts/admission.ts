/**
 * Who may speak to the loopback server. A browser lets every web page send requests to 127.0.0.1: the exact Host keeps
 * out rebound names, the Origin keeps out other sites' pages, the token everybody who was not given it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Caller } from '../api/face.ts';
import { faceHeader, subprotocol, tokenProtocolPrefix } from './wire.ts';

export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 421;
  readonly text: string;
}

/** The checks that hold for every request: Host, then Origin. Null when both are right. */
export function refuseStranger(request: IncomingMessage, port: number): Refusal | null {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  const hosts = request.headersDistinct.host ?? [];
  const [host] = hosts;
  if (host === undefined || hosts.length !== 1 || !own.includes(host)) {
    return { status: 421, text: 'This server answers only for its own loopback address.' };
  }
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    return { status: 403, text: 'Pages of other origins have no access.' };
  }
  return null;
}

/** The checks of an upgrade, in the order of README.md. Answers how the caller names itself, or the refusal. */
export function admit(request: IncomingMessage, port: number, token: string): Caller['face'] | Refusal {
  const stranger = refuseStranger(request, port);
  if (stranger) return stranger;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const bearer = /^Bearer ([\w-]+)$/.exec(request.headers.authorization ?? '')?.[1];
  const carried = offered.find((name) => name.startsWith(tokenProtocolPrefix))?.slice(tokenProtocolPrefix.length);
  const given = bearer ?? carried;
  if (given === undefined || !sameSecret(given, token)) {
    return { status: 401, text: 'The token is missing or wrong. Run "slipway serve" for a new address.' };
  }
  if (!offered.includes(subprotocol)) return { status: 400, text: `The subprotocol ${subprotocol} is missing.` };
  if (bearer === undefined) return 'browser';
  return request.headers[faceHeader] === 'desktop' ? 'desktop' : 'terminal';
}

/** Compares in a time that tells nothing of where, or in what length, the two differ. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
