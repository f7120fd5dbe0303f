/** Carries the contract over Electron's IPC: one channel, and only the app's own top-level frame is heard. */
import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { Client, CallName, Input, RequestName, StreamName } from '../../shared/api/contract.ts';
import { contract } from '../../shared/api/contract.ts';
import { fail, problemFrom } from '../../shared/problem.ts';
import {
  channel,
  rendererMessageSchema,
  rendererOrigin,
  streamWindow,
  type Answer,
  type ShellMessage,
} from './bridge.ts';

export interface IpcOptions {
  readonly window: BrowserWindow;
  /** The engine's client, connecting first where need be; rejects with the `ProblemError` that explains why not. */
  readonly client: () => Promise<Client>;
  readonly chooseFolder: () => Promise<string | null>;
  readonly openExternal: (url: string) => void;
}

interface OpenStream {
  readonly abort: AbortController;
  /** Items sent that the renderer has not taken yet. */
  underWay: number;
  /** Wakes the sender that waits for room. */
  room: (() => void) | null;
}

/** Answers the window's renderer until the window closes. */
export function serveIpc(options: IpcOptions): void {
  const { window } = options;
  const contents = window.webContents;
  const streams = new Map<string, OpenStream>();

  ipcMain.handle(channel, async (event, raw: unknown): Promise<unknown> => {
    if (!isOwnRenderer(event, contents)) throw new Error('Only the app itself is answered here.');
    const message = rendererMessageSchema.parse(raw);
    switch (message.do) {
      case 'call':
        return answer(() => call(options.client, message.name, message.input));
      case 'chooseFolder':
        return options.chooseFolder();
      case 'open':
        void carry(contents, streams, options.client, message);
        break;
      case 'cancel':
        end(streams.get(message.id));
        break;
      case 'taken':
        take(streams.get(message.id), message.count);
        break;
      case 'openExternal':
        options.openExternal(message.url);
        break;
    }
    return undefined;
  });

  // A page that was reloaded or has crashed reads its streams no more.
  const endAll = (): void => streams.forEach(end);
  contents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) endAll();
  });
  contents.on('render-process-gone', endAll);
  window.on('closed', () => {
    endAll();
    ipcMain.removeHandler(channel);
  });
}

/** Whether a message is of the app's page itself: of this window, of its top frame, of our origin. */
function isOwnRenderer(event: IpcMainInvokeEvent, contents: WebContents): boolean {
  const frame = event.senderFrame;
  return event.sender === contents && frame !== null && frame.parent === null && frame.origin === rendererOrigin;
}

async function call(client: IpcOptions['client'], name: string, input: unknown): Promise<unknown> {
  if (kindOf(name) === 'stream') throw fail('usage.not-a-call', `${name} is a stream.`);
  // The engine checks the input against the contract.
  return (await client()).call(name as RequestName, input as Input<RequestName>);
}

async function carry(
  contents: WebContents,
  streams: Map<string, OpenStream>,
  client: IpcOptions['client'],
  asked: { id: string; name: string; input?: unknown },
): Promise<void> {
  const { id } = asked;
  const send = (message: ShellMessage): void => {
    if (!contents.isDestroyed()) contents.send(channel, message);
  };
  if (streams.has(id)) return;
  const stream: OpenStream = { abort: new AbortController(), underWay: 0, room: null };
  streams.set(id, stream);
  try {
    if (kindOf(asked.name) !== 'stream') throw fail('usage.not-a-stream', `${asked.name} is no stream.`);
    const items = (await client()).stream(
      asked.name as StreamName,
      asked.input as Input<StreamName>,
      stream.abort.signal,
    );
    for await (const item of items) {
      if (stream.abort.signal.aborted) break;
      send({ id, item });
      stream.underWay += 1;
      while (stream.underWay >= streamWindow && !stream.abort.signal.aborted) {
        await new Promise<void>((resolve) => {
          stream.room = resolve;
        });
      }
    }
    if (!stream.abort.signal.aborted) send({ id, end: true });
  } catch (error) {
    if (!stream.abort.signal.aborted) send({ id, problem: problemFrom(error) });
  } finally {
    if (streams.get(id) === stream) streams.delete(id);
  }
}

function take(stream: OpenStream | undefined, count: number): void {
  if (!stream) return;
  stream.underWay -= count;
  stream.room?.();
}

function end(stream: OpenStream | undefined): void {
  stream?.abort.abort();
  stream?.room?.();
}

function kindOf(name: string): 'query' | 'command' | 'stream' | null {
  return Object.hasOwn(contract, name) ? contract[name as CallName].kind : null;
}

async function answer(work: () => Promise<unknown>): Promise<Answer> {
  try {
    return { ok: await work() };
  } catch (error) {
    return { problem: problemFrom(error) };
  }
}
