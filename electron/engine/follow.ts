/** Events as they happen, without a gap: what was recorded after a sequence number first, then everything live. */
import type { Engine } from './engine.ts';
import type { Heard } from './publish.ts';

const pageSize = 500;
/** A listener that is this far behind is let go: it asks again from where it was. */
const maxQueued = 10_000;

export async function* followEvents(
  engine: Engine,
  after: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<Heard> {
  const queue: Heard[] = [];
  let behind = false;
  let wake: () => void = () => undefined;
  const stop = engine.publisher.listen((event) => {
    if (queue.length < maxQueued) queue.push(event);
    else behind = true;
    wake();
  });
  const onAbort = (): void => {
    wake();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    let seq = after ?? engine.store.events.head().seq;
    for (
      let page = engine.store.events.since(seq, pageSize);
      page.length > 0;
      page = engine.store.events.since(seq, pageSize)
    ) {
      for (const event of page) {
        seq = event.seq;
        yield event;
      }
    }
    while (!signal.aborted) {
      for (let event = queue.shift(); event; event = queue.shift()) {
        if ('seq' in event && event.seq <= seq) continue;
        if ('seq' in event) seq = event.seq;
        yield event;
      }
      // What came after the queue was full is missing: this ends, and nothing is left out unnoticed.
      if (signal.aborted || behind) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}
