/** The one bridge between the sandboxed renderer and the main process; the renderer's side is `Bridge`. */
import { contextBridge, ipcRenderer } from 'electron';
import type { Answer, RendererMessage, ShellMessage, StreamMessage } from './hosts/bridge.ts';

/** As in hosts/bridge.ts, whose code (and Zod with it) has no place in here. */
const channel = 'slipway';
const acknowledgeEvery = 250;

const ask = (message: RendererMessage): Promise<unknown> => ipcRenderer.invoke(channel, message);
const tell = (message: RendererMessage): void => void ask(message);

const taken = new Map<string, number>();

/** Lets the main process send more of a stream that keeps its reader busy. */
function acknowledge(message: StreamMessage): void {
  if (!('item' in message)) {
    taken.delete(message.id);
    return;
  }
  const count = (taken.get(message.id) ?? 0) + 1;
  if (count >= acknowledgeEvery) tell({ do: 'taken', id: message.id, count });
  taken.set(message.id, count % acknowledgeEvery);
}

function listen(listener: (message: ShellMessage) => void): () => void {
  const heard = (_event: unknown, message: ShellMessage): void => listener(message);
  ipcRenderer.on(channel, heard);
  return () => ipcRenderer.off(channel, heard);
}

listen((message) => {
  if ('id' in message) acknowledge(message);
});

contextBridge.exposeInMainWorld('slipway', {
  call: (name: string, input: unknown) => ask({ do: 'call', name, input }) as Promise<Answer>,
  open: (id: string, name: string, input: unknown) => tell({ do: 'open', id, name, input }),
  cancel: (id: string) => tell({ do: 'cancel', id }),
  onItem: (listener: (message: StreamMessage) => void) =>
    listen((message) => {
      if ('id' in message) listener(message);
    }),
  onAddress: (listener: (address: string) => void) =>
    listen((message) => {
      if ('address' in message) listener(message.address);
    }),
  chooseFolder: () => ask({ do: 'chooseFolder' }) as Promise<string | null>,
  openExternal: (url: string) => tell({ do: 'openExternal', url }),
  platform: process.platform,
});
