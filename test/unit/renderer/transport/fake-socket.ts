/** A WebSocket whose other end is the test. */
import { settled } from '../browser.ts';

export class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  /** All that were made, in order. */
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (!socket) throw new Error('Nobody has connected.');
    return socket;
  }

  readonly url: string;
  readonly protocols: readonly string[];
  readonly sent: unknown[] = [];
  readyState: number = FakeSocket.CONNECTING;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(url: string, protocols: readonly string[]) {
    this.url = url;
    this.protocols = protocols;
    FakeSocket.all.push(this);
  }

  send(frame: string): void {
    if (this.readyState !== FakeSocket.OPEN) throw new Error('The socket is not open.');
    this.sent.push(JSON.parse(frame));
  }

  close(): void {
    this.readyState = FakeSocket.CLOSING;
  }

  /** The engine lets the page in and says hello. */
  async greet(): Promise<void> {
    this.readyState = FakeSocket.OPEN;
    await this.receive({ hello: { protocol: 1, version: '0.1.0', pid: 1 } });
  }

  async receive(frame: unknown): Promise<void> {
    this.onmessage?.({ data: JSON.stringify(frame) });
    await settled();
  }

  /** The connection ends, or was never let in. */
  async drop(): Promise<void> {
    this.readyState = FakeSocket.CLOSED;
    this.onclose?.();
    await settled();
  }
}
