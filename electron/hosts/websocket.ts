/** The engine's server: the renderer's files and the contract, on loopback only. README.md describes the wire. */
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { clientFrameLimitBytes } from '../../shared/api/limits.ts';
import { fail } from '../../shared/problem.ts';
import type { Caller, Deliver, Face } from '../api/face.ts';
import { admit, type Refusal, refuseStranger } from './admission.ts';
import { serveConnection } from './connection.ts';
import { hooksOn, hooksPath } from './hooks.ts';
import { pageFor, sendPage, textPage } from './pages.ts';
import { closeCodes, type Hello, subprotocol } from './wire.ts';

export interface ServerOptions {
  readonly face: Face;
  readonly deliver: Deliver;
  /** Told of every client that is let in. */
  readonly onClient?: (face: Caller['face']) => void;
  /** 0 takes a free one. */
  readonly port: number;
  readonly token: string;
  /** Folder of the built renderer. */
  readonly renderer: string;
  /** Name of the account that the engine runs for: who holds the token acts as it. */
  readonly user: string;
  readonly hello: Hello;
  readonly heartbeatMs?: number;
}

export interface Server {
  readonly port: number;
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** How many clients are connected. */
  clients(): number;
  /** Takes no more connections and closes those there are; answers when all are gone. */
  close(): Promise<void>;
}

/**
 * Serves until closed.
 *
 * @throws ProblemError `failed.port-taken` when the port cannot be had
 */
export async function serveLoopback(options: ServerOptions): Promise<Server> {
  const answerHook = hooksOn(options.deliver, () => performance.now());
  const http = createServer((request, response) => {
    // Signed instead: whoever forwards it from outside keeps the forge's own name for this machine.
    if (pathOf(request).startsWith(hooksPath)) {
      void answerHook(request, response);
      return;
    }
    const refusal = refuseStranger(request, port());
    if (refusal) sendPage(response, textPage(refusal.status, refusal.text));
    else if (pathOf(request) === '/api')
      sendPage(response, textPage(426, 'This address speaks WebSocket.', { Upgrade: 'websocket' }));
    else void answerPage(request, response, options.renderer);
  });
  const port = (): number => (http.address() as AddressInfo).port;
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: clientFrameLimitBytes,
    handleProtocols: () => subprotocol,
  });
  http.on('upgrade', (request, socket, head) => {
    const admitted = admit(request, port(), options.token);
    const face = pathOf(request) === '/api' ? admitted : { status: 404 as const, text: 'WebSocket is spoken at /api.' };
    if (typeof face === 'object') {
      refuseUpgrade(socket, typeof admitted === 'object' ? admitted : face);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      options.onClient?.(face);
      serveConnection(client, options.face, { by: options.user, face });
      client.send(JSON.stringify({ hello: options.hello }));
    });
  });
  const heartbeat = beat(sockets, options.heartbeatMs ?? 15_000);
  await listen(http, options.port);
  return {
    port: port(),
    url: `http://127.0.0.1:${port()}/`,
    clients: () => sockets.clients.size,
    close: async () => {
      clearInterval(heartbeat);
      const ended = new Promise<void>((resolve) => void http.close(() => resolve()));
      for (const client of sockets.clients) client.close(closeCodes.engineStops, 'the engine stops');
      const impatience = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
        http.closeAllConnections();
      }, 1000);
      http.closeIdleConnections();
      await ended;
      clearTimeout(impatience);
    },
  };
}

async function answerPage(request: IncomingMessage, response: ServerResponse, renderer: string): Promise<void> {
  // The Host was compared with the server's own names before this.
  const {
    method = 'GET',
    url: path = '/',
    headers: { host = null },
  } = request;
  sendPage(response, await pageFor({ method, path, host }, renderer));
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';

function listen(http: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error) =>
      reject(
        fail('failed.port-taken', `Port ${port} on 127.0.0.1 cannot be had: ${error.message}.`, {
          hint: 'Choose another by --port, or leave it out for a free one.',
          cause: error,
        }),
      ),
    );
    http.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
}

function refuseUpgrade(socket: Duplex, { status, text }: Refusal): void {
  // The peer may be gone already; there is nobody to tell.
  socket.on('error', () => undefined);
  const body = `${text}\n`;
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

/** Cuts off clients that did not answer two pings. */
function beat(sockets: WebSocketServer, intervalMs: number): NodeJS.Timeout {
  const unanswered = new WeakMap<WebSocket, number>();
  const timer = setInterval(() => {
    for (const client of sockets.clients) {
      const missed = unanswered.get(client);
      if (missed === undefined) client.on('pong', () => unanswered.set(client, 0));
      if ((missed ?? 0) >= 2) client.terminate();
      else {
        unanswered.set(client, (missed ?? 0) + 1);
        client.ping();
      }
    }
  }, intervalMs);
  return timer;
}
