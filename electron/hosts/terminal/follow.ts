/** Starting an operation and staying with it until it has ended, through the death of an engine if need be. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { eventSchema } from '../../../shared/api/events.ts';
import type { LogLine } from '../../../shared/api/operations.ts';
import { isOpen, type Operation } from '../../../shared/domain/operation.ts';
import { problemText } from './problem-text.ts';
import { endLine, exitCodeOfOperation, liveLine, newLines } from './progress.ts';
import type { Session } from './session.ts';
import { inert, paintFor } from './text.ts';
import { iso } from './time.ts';

type AnyEvent = z.infer<typeof eventSchema>;

export interface OperationOptions {
  readonly wait?: boolean;
  readonly events?: boolean;
  readonly dryRun?: boolean;
  readonly why?: string;
}

export interface Carried {
  readonly operation: Operation;
  readonly exitCode: number;
}

/** Exit code of a wait that was interrupted, as shells have it. */
const interruptedExitCode = 130;
/** How long an event that was missed can go unnoticed: short at first, since an operation may be over at once. */
const pollMs = { first: 50, most: 1000 };
const shownLogLines = 15;

/**
 * Starts an operation with a fresh idempotency key and, where asked, waits for its end with progress on standard error.
 * Waits by default when standard output is a terminal; `--events` waits too.
 */
export async function carryOut(
  session: Session,
  options: OperationOptions,
  start: (key: string) => Promise<Operation>,
): Promise<Carried> {
  const after = await eventsSoFar(session, options);
  return stayWith(session, options, await start(session.terminal.key()), after);
}

/** The newest event, asked for before something is started whose events are wanted; null when they are not. */
export async function eventsSoFar({ client }: Session, { events }: OperationOptions): Promise<number | null> {
  return events ? (await client.call('events.since', { seq: Number.MAX_SAFE_INTEGER, limit: 1 })).head : null;
}

/** Waits for the end of what was started, where that is asked. `after` is what `eventsSoFar` answered before. */
export async function stayWith(
  session: Session,
  options: OperationOptions,
  operation: Operation,
  after: number | null,
): Promise<Carried> {
  // What was done before this was asked has no progress to tell.
  const waits = operation.status !== 'done' && (options.events || (options.wait ?? session.terminal.outIsTty));
  return waits ? follow(session, operation, after) : { operation, exitCode: exitCodeOfOperation(operation) };
}

/** Waits until an operation has ended or wants a person. `eventsAfter`: its recorded events after that
 * sequence number go to standard output as NDJSON. */
export async function follow(session: Session, started: Operation, eventsAfter: number | null): Promise<Carried> {
  const { client, terminal } = session;
  const over = new AbortController();
  const bell = new Bell();
  let interrupted = false;
  const release = terminal.onInterrupt(() => {
    interrupted = true;
    bell.ring();
  });
  const events = new Events(started.id, eventsAfter, (event) => {
    if (eventsAfter !== null && 'seq' in event) terminal.out(`${JSON.stringify({ ...event, at: iso(event.at) })}\n`);
    bell.ring();
  });
  void events.listen(client, over.signal);
  const progress = new Progress(session);
  try {
    let operation = started;
    for (let pauseMs = pollMs.first; ; pauseMs = Math.min(2 * pauseMs, pollMs.most)) {
      progress.show(operation);
      if (interrupted || operation.status === 'needs-attention' || !isOpen(operation.status)) break;
      await Promise.race([bell.wait(), sleep(pauseMs, undefined, { ref: false })]);
      operation = (await client.call('operation.get', { operation: started.id })).operation;
    }
    if (eventsAfter !== null) await events.catchUp(client);
    await progress.end(operation, interrupted);
    return {
      operation,
      exitCode: interrupted && isOpen(operation.status) ? interruptedExitCode : exitCodeOfOperation(operation),
    };
  } finally {
    release();
    over.abort();
  }
}

/** Something happened since it was last waited for. */
class Bell {
  #rung = Promise.withResolvers<undefined>();
  ring(): void {
    this.#rung.resolve(undefined);
  }
  async wait(): Promise<void> {
    await this.#rung.promise;
    this.#rung = Promise.withResolvers();
  }
}

/** The events of one operation, each recorded one once, across engines. */
class Events {
  readonly #operation: string;
  readonly #tell: (event: AnyEvent) => void;
  #seen: number | null;

  constructor(operation: string, after: number | null, tell: (event: AnyEvent) => void) {
    this.#operation = operation;
    this.#seen = after;
    this.#tell = tell;
  }

  async listen(client: Session['client'], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const after = this.#seen === null ? {} : { after: this.#seen };
        for await (const event of client.stream('events.follow', after, signal)) this.#take(event);
      } catch {
        // The engine is gone. Whether there is a next one is found out by the call that waits for the operation.
        await sleep(250, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** What was recorded by the time the operation ended, and had not arrived yet. */
  async catchUp(client: Session['client']): Promise<void> {
    for (;;) {
      const { events } = await client.call('events.since', { seq: this.#seen ?? 0 });
      for (const event of events) this.#take(event);
      if (events.length === 0) return;
    }
  }

  #take(event: AnyEvent): void {
    if ('seq' in event) {
      if (this.#seen !== null && event.seq <= this.#seen) return;
      this.#seen = event.seq;
    }
    if ('operation' in event && event.operation === this.#operation) this.#tell(event);
  }
}

/** Progress on standard error: a line for every step, and on a terminal a live one below. */
class Progress {
  readonly #session: Session;
  #last: Operation | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  show(operation: Operation): void {
    const { terminal } = this.#session;
    const lines = newLines(this.#last, operation, paintFor(terminal, 'err'), !terminal.errIsTty);
    const live = terminal.errIsTty ? liveLine(operation, terminal.now(), terminal.columns) : null;
    const clear = terminal.errIsTty ? '\r\u001b[K' : '';
    terminal.err(clear + lines.map((line) => `${line}\n`).join('') + (live ?? ''));
    this.#last = operation;
  }

  async end(operation: Operation, interrupted: boolean): Promise<void> {
    const { client, terminal } = this.#session;
    const paint = paintFor(terminal, 'err');
    terminal.err(`${terminal.errIsTty ? '\r\u001b[K' : ''}${endLine(operation, paint)}\n`);
    if (interrupted && isOpen(operation.status)) {
      terminal.err(
        `  The operation goes on. See it with "slipway logs ${operation.id} --follow", stop it with "slipway abort ${operation.id}".\n`,
      );
    } else if (operation.problem) {
      const lines: LogLine[] = [];
      for await (const line of client.stream('operation.logs', { operation: operation.id, follow: false }))
        lines.push(line);
      terminal.err(
        lines
          .slice(-shownLogLines)
          .map(({ text }) => `  ${paint('dim', `│ ${inert(text)}`)}\n`)
          .join(''),
      );
      terminal.err(problemText(operation.problem, paint));
      if (operation.status === 'needs-attention')
        terminal.err(`  Go on with "slipway resume ${operation.id}", or undo with "slipway abort ${operation.id}".\n`);
    }
  }
}
