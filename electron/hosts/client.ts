/** The contract's `Client` over an open WebSocket, for Node. */
import type { WebSocket } from 'ws';
import type { Cancellation, Client, Input, Output, RequestName, StreamName } from '../../shared/api/contract.ts';
import { clientFrameLimitBytes, inputTooLarge } from '../../shared/api/limits.ts';
import { fail, ProblemError } from '../../shared/problem.ts';
import { engineFrameSchema, jsonOf } from './wire.ts';
import { Queue } from './queue.ts';

export interface AttachedClient extends Client {
  readonly closed: Promise<void>;
}

interface Waiting {
  settle(output: unknown): void;
  refuse(error: ProblemError): void;
}

/** Above this many unread items the socket is not read, so that the engine holds back. */
const unreadLimit = 10_000;

const gone = (): ProblemError =>
  fail('failed.engine-gone', 'The connection to the engine was lost.', {
    retry: true,
    hint: 'Operations go on when the engine runs again; "slipway operations" shows them.',
  });

/** Speaks the wire's protocol from after the hello. A lost connection rejects what is pending with `failed.engine-gone`. */
export function clientOf(socket: WebSocket): AttachedClient {
  const calls = new Map<number, Waiting>();
  /** The streams that the engine has not ended. */
  const streams = new Map<number, Queue<unknown>>();
  let lastId = 0;

  /** Never while a call is pending: its answer may be what the stream's reader waits for. */
  const holdBack = (): void => {
    const full = [...streams.values()].some((queue) => queue.size > unreadLimit);
    if (full && calls.size === 0) socket.pause();
    else if (socket.isPaused) socket.resume();
  };

  const take = (id: number): Queue<unknown> | undefined => {
    const queue = streams.get(id);
    streams.delete(id);
    return queue;
  };

  const send = (frame: object): void => {
    const text = JSON.stringify(frame);
    if (Buffer.byteLength(text) > clientFrameLimitBytes) throw new ProblemError(inputTooLarge());
    if (socket.readyState !== socket.OPEN) throw gone();
    socket.send(text);
  };

  socket.on('message', (data) => {
    const parsed = engineFrameSchema.safeParse(jsonOf(data));
    if (!parsed.success || 'hello' in parsed.data || parsed.data.id === null) return;
    const frame = parsed.data;
    // The check above excludes it; the union's type cannot say so.
    const id = frame.id as number;
    if ('item' in frame) streams.get(id)?.push(frame.item);
    else if ('ok' in frame) calls.get(id)?.settle(frame.ok);
    else if ('end' in frame) take(id)?.end();
    else {
      calls.get(id)?.refuse(new ProblemError(frame.problem));
      take(id)?.fail(new ProblemError(frame.problem));
    }
    holdBack();
  });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      for (const waiting of calls.values()) waiting.refuse(gone());
      for (const queue of streams.values()) queue.fail(gone());
      resolve();
    });
  });
  // 'close' follows, and says it to everyone who waits.
  socket.on('error', () => undefined);

  return {
    closed,
    call: async <Name extends RequestName>(name: Name, input: Input<Name>): Promise<Output<Name>> => {
      const id = ++lastId;
      try {
        return await new Promise<Output<Name>>((resolve, reject) => {
          // The engine validates outputs against the contract before it sends them.
          calls.set(id, { settle: (output) => resolve(output as Output<Name>), refuse: reject });
          send({ id, call: name, input });
          holdBack();
        });
      } finally {
        calls.delete(id);
      }
    },
    stream: async function* <Name extends StreamName>(
      name: Name,
      input: Input<Name>,
      signal?: Cancellation,
    ): AsyncGenerator<Output<Name>> {
      if (signal?.aborted) return;
      const id = ++lastId;
      const queue = new Queue<unknown>();
      const stop = (): void => queue.end();
      signal?.addEventListener('abort', stop, { once: true });
      streams.set(id, queue);
      try {
        send({ id, call: name, input });
        for await (const item of queue) {
          if (signal?.aborted) return;
          if (socket.isPaused) holdBack();
          yield item as Output<Name>;
        }
      } finally {
        signal?.removeEventListener('abort', stop);
        const leftEarly = take(id) !== undefined;
        holdBack();
        if (leftEarly && socket.readyState === socket.OPEN) send({ id, cancel: true });
      }
    },
  };
}
