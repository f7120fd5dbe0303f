/** One client of the loopback WebSocket: its calls, its streams, and how much of them it can take. */
import type { RawData, WebSocket } from 'ws';
import { contract } from '../../shared/api/contract.ts';
import { type Problem, problemFrom, problemOf } from '../../shared/problem.ts';
import type { Caller, Face } from '../api/face.ts';
import { type ClientFrame, clientFrameSchema, closeCodes, type EngineFrame, jsonOf } from './wire.ts';

const maxStreams = 64;
const maxCalls = 256;
const maxMalformed = 20;
/** Above this a stream waits until what was sent has left the process. */
const unsentLimitBytes = 1024 * 1024;

type Call = Extract<ClientFrame, { call: string }>;

/** Serves the contract to one client until its socket closes; then every stream of it is cancelled. */
export function serveConnection(socket: WebSocket, face: Face, caller: Caller): void {
  /** What is open, by the client's id. Calls have no controller: what they started goes on. */
  const open = new Map<number, AbortController | null>();
  let malformed = 0;

  const send = (frame: EngineFrame, sent?: () => void): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame), sent);
    else sent?.();
  };

  const answer = async ({ id, call, input }: Call): Promise<void> => {
    try {
      send({ id, ok: await face.call(call, input, caller) });
    } catch (error) {
      send({ id, problem: problemFrom(error) });
    }
  };

  const pump = async ({ id, call, input }: Call, { signal }: AbortController): Promise<void> => {
    try {
      for await (const item of face.stream(call, input, caller, signal)) {
        if (signal.aborted) break;
        if (socket.bufferedAmount < unsentLimitBytes) send({ id, item });
        // Frames leave in order: when this one has left, so has everything before it.
        else await new Promise<void>((sent) => send({ id, item }, sent));
      }
      send({ id, end: true });
    } catch (error) {
      send(signal.aborted ? { id, end: true } : { id, problem: problemFrom(error) });
    }
  };

  const begin = (frame: Call): void => {
    const refusal = refuse(frame, open);
    if (refusal) {
      send({ id: frame.id, problem: refusal });
      return;
    }
    const controller = isStream(frame.call) ? new AbortController() : null;
    open.set(frame.id, controller);
    void (controller ? pump(frame, controller) : answer(frame)).finally(() => open.delete(frame.id));
  };

  socket.on('message', (data, isBinary) => {
    const frame = isBinary ? null : parse(data);
    if (frame === null || ('call' in frame && open.has(frame.id))) {
      send({
        id: null,
        problem: problemOf(
          'usage.malformed',
          frame ? `The id ${frame.id} is in use.` : 'A frame is not one that this engine knows.',
          { hint: 'electron/hosts/README.md describes them.' },
        ),
      });
      malformed += 1;
      if (malformed >= maxMalformed) socket.close(closeCodes.malformed, 'too many malformed frames');
    } else if ('cancel' in frame) open.get(frame.id)?.abort();
    else begin(frame);
  });
  // The close that follows an error says all there is to say.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    for (const controller of open.values()) controller?.abort();
  });
}

const isStream = (name: string): boolean =>
  Object.hasOwn(contract, name) && contract[name as keyof typeof contract].kind === 'stream';

function refuse(frame: Call, open: ReadonlyMap<number, AbortController | null>): Problem | null {
  if (!Object.hasOwn(contract, frame.call))
    return problemOf('usage.unknown-call', `There is no call ${JSON.stringify(frame.call)}.`);
  const streams = [...open.values()].filter((controller) => controller !== null).length;
  const full = isStream(frame.call) ? streams >= maxStreams : open.size - streams >= maxCalls;
  return full
    ? problemOf('refused.too-many-calls', 'This connection has too many calls open.', {
        retry: true,
        hint: 'Wait until one of them has ended.',
      })
    : null;
}

function parse(data: RawData): ClientFrame | null {
  try {
    return clientFrameSchema.parse(jsonOf(data));
  } catch {
    return null;
  }
}
