/** What the desktop shell's preload puts on `window.slipway`; absent in a browser. */
import type { Problem } from '../../shared/problem.ts';

export interface BridgeMessage {
  readonly id: string;
  readonly item?: unknown;
  readonly end?: true;
  readonly problem?: Problem;
}

export interface Bridge {
  call(name: string, input: unknown): Promise<{ ok: unknown } | { problem: Problem }>;
  open(id: string, name: string, input: unknown): void;
  cancel(id: string): void;
  onItem(listener: (message: BridgeMessage) => void): () => void;
  /** The shell asks for an address, such as after a click on a notification. */
  onAddress(listener: (address: string) => void): () => void;
  chooseFolder(): Promise<string | null>;
  openExternal(url: string): void;
  readonly platform: string;
}

declare global {
  interface Window {
    readonly slipway?: Bridge;
  }
}

export const bridge: Bridge | null = window.slipway ?? null;
