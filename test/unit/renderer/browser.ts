/**
 * The few globals of a browser that the renderer's state looks at when it is loaded, and the desktop shell's bridge
 * with answers given by the test. Import this before anything of `renderer/state`.
 */
import { vi } from 'vitest';
import type { Bridge, BridgeMessage } from '../../../renderer/transport/bridge.ts';
import { problemOf, type Problem } from '../../../shared/problem.ts';

type Answer = { ok: unknown } | { problem: Problem };

/** A bridge whose calls wait until the test answers them, in whatever order. */
export function fakeBridge() {
  const asked: { name: string; input: unknown; answer: (answer: Answer) => void }[] = [];
  const streams: { id: string; name: string; input: unknown }[] = [];
  const cancelled: string[] = [];
  const listeners = new Set<(message: BridgeMessage) => void>();
  const bridge: Bridge = {
    call: (name, input) => new Promise((answer) => void asked.push({ name, input, answer })),
    open: (id, name, input) => void streams.push({ id, name, input }),
    cancel: (id) => void cancelled.push(id),
    onItem(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onAddress: () => () => undefined,
    chooseFolder: () => Promise.resolve(null),
    openExternal: () => undefined,
    platform: 'linux',
  };
  return {
    bridge,
    streams,
    cancelled,
    /** How many calls of a name wait for their answer. */
    waiting: (name: string) => asked.filter((call) => call.name === name).length,
    /** Answers the oldest call of a name that waits. */
    async answer(name: string, answer: Answer) {
      const at = asked.findIndex((call) => call.name === name);
      if (at < 0) throw new Error(`Nobody asked for ${name}.`);
      asked.splice(at, 1)[0]!.answer(answer);
      await settled();
    },
    async send(message: BridgeMessage) {
      for (const listener of listeners) listener(message);
      await settled();
    },
  };
}

export const gone = problemOf('failed.engine-gone', 'The engine does not answer.');

/** Lets everything that waits for nothing but its turn run. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

/** A window on the desktop, at an address. */
export function desktopWindow(hash: string) {
  const shell = fakeBridge();
  const kept = new Map<string, string>();
  const location = { hash };
  const replace = (_state: unknown, _title: string, address: string) => void (location.hash = address);
  vi.stubGlobal('window', { slipway: shell.bridge });
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', { pushState: replace, replaceState: replace });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  return shell;
}
