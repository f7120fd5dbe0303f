/** Native notifications at the end of long or failed operations, and the count of those that wait for a person. */
import { app, Notification } from 'electron';
import type { Client } from '../../shared/api/contract.ts';
import type { LiveEvent, RecordedEvent } from '../../shared/api/events.ts';
import { noticeFor } from './notice.ts';

export interface DesktopNotifierOptions {
  readonly client: () => Promise<Client>;
  readonly isFocused: () => boolean;
  /** Brings the window to the front at an address of the app. */
  readonly show: (address: string) => void;
  readonly signal: AbortSignal;
}

const reconnectMs = 5000;

/** Follows the engine's events until the signal aborts; an engine that goes away is followed again when it is back. */
export async function notifyOnDesktop(options: DesktopNotifierOptions): Promise<void> {
  while (!options.signal.aborted) {
    try {
      await follow(options);
    } catch {
      // The window shows that the engine is away; here it is only tried again.
    }
    await new Promise((resolve) => setTimeout(resolve, reconnectMs).unref());
  }
}

async function follow(options: DesktopNotifierOptions): Promise<void> {
  const client = await options.client();
  // An operation comes to rest once: its live event may be told again.
  const told = new Set<string>();
  await countAttention(client);
  for await (const event of client.stream('events.follow', {}, options.signal)) {
    const moved = restOf(event);
    if (moved === null) continue;
    await countAttention(client);
    if (told.has(moved.key)) continue;
    told.add(moved.key);
    const { operation } = await client.call('operation.get', { operation: moved.operation });
    const notice = noticeFor(operation, { focused: options.isFocused(), now: Date.now() });
    if (notice) tell(notice, options.show);
  }
}

/** The operation that an event says came to rest, with a key for this rest; null for every other event. */
function restOf(event: LiveEvent | RecordedEvent): { operation: string; key: string } | null {
  if (!('live' in event) || event.live !== 'operation') return null;
  if (event.status === 'running' || event.status === 'waiting') return null;
  return { operation: event.operation, key: `${event.operation} ${event.status}` };
}

async function countAttention(client: Client): Promise<void> {
  const { operations } = await client.call('operation.list', { open: true });
  app.setBadgeCount(operations.filter((operation) => operation.status === 'needs-attention').length);
}

function tell(notice: { title: string; body: string; address: string }, show: (address: string) => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title: `Slipway: ${notice.title}`, body: notice.body });
  notification.on('click', () => show(notice.address));
  notification.show();
}
