/** The contract over the engine's loopback WebSocket (wire: `electron/hosts/README.md`). */
import type {
  CallName,
  Cancellation,
  Client,
  Input,
  Output,
  RequestName,
  StreamName,
} from '../../shared/api/contract.ts';
import { clientFrameLimitBytes, inputTooLarge } from '../../shared/api/limits.ts';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import { Channel } from './channel.ts';
import { backOffMs, engineGone, observable, type Link, type LinkState } from './link.ts';

/** How long a call waits for a connection that is being made. */
const patienceMs = 5_000;

interface Frame {
  readonly hello?: { readonly version: string };
  readonly id?: number | null;
  readonly ok?: unknown;
  readonly item?: unknown;
  readonly end?: true;
  readonly problem?: Problem;
}

interface Waiting {
  readonly ok: (value: unknown) => void;
  readonly item: (value: unknown) => void;
  readonly end: (problem: Problem | null) => void;
}

/** Connects, and keeps connecting. Without a token nothing is tried. */
export function webSocketLink(token: string | null): Link {
  const state = observable<LinkState>(token ? { phase: 'connecting' } : { phase: 'refused', why: 'no-token' });
  const waiting = new Map<number, Waiting>();
  let socket: WebSocket | null = null;
  let lastId = 0;
  let attempt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    clearTimeout(retry);
    // One at a time: a second connection would take the calls of the first with it when either ends.
    if (!token || socket) return;
    const opening = new WebSocket(`ws://${location.host}/api`, ['slipway.v1', `slipway.token.${token}`]);
    let opened = false;
    socket = opening;
    opening.onmessage = (message) => {
      const frame = JSON.parse(String(message.data)) as Frame;
      if (frame.hello) {
        opened = true;
        attempt = 0;
        state.set({ phase: 'connected', version: frame.hello.version });
      } else receive(frame);
    };
    opening.onclose = () => void closed(opened);
  }

  function receive(frame: Frame): void {
    const call = waiting.get(frame.id ?? -1);
    if (!call) return;
    if ('item' in frame) return call.item(frame.item);
    waiting.delete(frame.id ?? -1);
    if ('ok' in frame) call.ok(frame.ok);
    else call.end(frame.problem ?? null);
  }

  async function closed(opened: boolean): Promise<void> {
    socket = null;
    const calls = [...waiting.values()];
    waiting.clear();
    for (const call of calls) call.end(engineGone());
    // A refused upgrade looks like a dead engine to a page; a plain request tells the two apart.
    const refused = !opened && (await serverAnswers());
    // Somebody may have asked to connect while the server was.
    if (socket) return;
    if (refused) {
      state.set({ phase: 'refused', why: 'wrong-token' });
      return;
    }
    attempt += 1;
    const pause = backOffMs(attempt);
    state.set({ phase: 'lost', attempt, retryAt: Date.now() + pause });
    retry = setTimeout(connect, pause);
  }

  function send(call: CallName, input: unknown, handlers: Waiting): number {
    if (socket?.readyState !== WebSocket.OPEN) throw new ProblemError(engineGone());
    const id = ++lastId;
    const text = JSON.stringify({ id, call, input });
    // The engine would close the connection; with the same call made again after that, for ever.
    if (isLargerThan(text, clientFrameLimitBytes)) throw new ProblemError(inputTooLarge());
    waiting.set(id, handlers);
    socket.send(text);
    return id;
  }

  const client: Client = {
    async call<Name extends RequestName>(name: Name, input: Input<Name>) {
      await untilConnected(state);
      return new Promise<Output<Name>>((resolve, reject) => {
        send(name, input, {
          ok: (value) => resolve(value as Output<Name>),
          item: () => undefined,
          end: (problem) => reject(new ProblemError(problem ?? engineGone())),
        });
      });
    },
    async *stream<Name extends StreamName>(name: Name, input: Input<Name>, signal?: Cancellation) {
      await untilConnected(state);
      if (signal?.aborted) return;
      const channel = new Channel<Output<Name>>(() => cancel());
      const id = send(name, input, {
        ok: () => channel.end(),
        item: (value) => channel.push(value as Output<Name>),
        end: (problem) => channel.end(problem),
      });
      const cancel = () => {
        if (waiting.delete(id) && socket?.readyState === WebSocket.OPEN)
          socket.send(JSON.stringify({ id, cancel: true }));
      };
      const stop = () => void channel.return();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        yield* channel;
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    },
  };

  connect();
  return { client, state: state.get, subscribe: state.subscribe, retryNow: connect };
}

/** Bytes are counted only where they matter: a character has three of them at most. */
const isLargerThan = (text: string, bytes: number): boolean => text.length * 3 > bytes && new Blob([text]).size > bytes;

async function serverAnswers(): Promise<boolean> {
  return fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).then(
    () => true,
    () => false,
  );
}

/** Waits a little for a connection in the making; rejects with `failed.engine-gone` otherwise. */
async function untilConnected(state: ReturnType<typeof observable<LinkState>>): Promise<void> {
  if (state.get().phase === 'connected') return;
  if (state.get().phase !== 'connecting') throw new ProblemError(engineGone());
  await new Promise<void>((resolve, reject) => {
    const give = () => {
      stop();
      clearTimeout(timer);
    };
    const timer = setTimeout(() => {
      give();
      reject(new ProblemError(engineGone()));
    }, patienceMs);
    const stop = state.subscribe((next) => {
      give();
      if (next.phase === 'connected') resolve();
      else reject(new ProblemError(engineGone()));
    });
  });
}
