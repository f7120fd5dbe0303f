/** The append-only, hash-chained record of everything that happened. */
import { createHash } from 'node:crypto';
import type { EventType, RecordedEvent } from '../../shared/api/events.ts';
import type { Json } from '../../shared/problem.ts';
import type { Connection } from './driver.ts';

export interface NewEvent {
  readonly type: EventType;
  readonly project?: string | null;
  readonly environment?: string | null;
  readonly operation?: string | null;
  readonly by: string;
  readonly data?: Record<string, Json>;
}

interface Row {
  seq: number;
  at: number;
  type: string;
  project: string | null;
  environment: string | null;
  operation: string | null;
  by: string;
  data: string;
  hash: string;
}

const genesis = '0'.repeat(64);

/** SHA-256 over the hash before and the row's own content, field by field with lengths, so that no two rows can read alike. */
function chain(previous: string, row: Omit<Row, 'hash'>): string {
  const hash = createHash('sha256').update(previous);
  for (const field of [row.seq, row.at, row.type, row.project, row.environment, row.operation, row.by, row.data]) {
    const text = field === null ? '' : String(field);
    hash.update(`${field === null ? '-' : String(Buffer.byteLength(text))}:`).update(text);
  }
  return hash.digest('hex');
}

const toEvent = (row: Row): RecordedEvent => ({
  ...row,
  type: row.type as EventType,
  data: JSON.parse(row.data) as Record<string, Json>,
});

export function eventQueries(connection: Connection) {
  const last = connection.prepare<[], { seq: number; hash: string }>(
    'SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1',
  );
  const insert = connection.prepare(
    'INSERT INTO events (seq, at, type, project, environment, operation, by, data, hash) VALUES (@seq, @at, @type, @project, @environment, @operation, @by, @data, @hash)',
  );
  const since = connection.prepare<[number, number], Row>('SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?');
  // Kept by SQLite itself: it remembers events whose rows were cut off at the end.
  const lastEver = connection.prepare<[], { seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'events'");
  const sinceOfProject = connection.prepare<[number, string, number], Row>(
    'SELECT * FROM events WHERE seq > ? AND project = ? ORDER BY seq LIMIT ?',
  );

  return {
    /** Appends inside the caller's transaction. */
    append(event: NewEvent, at: number): RecordedEvent {
      const head = last.get();
      const row = {
        seq: (head?.seq ?? 0) + 1,
        at,
        type: event.type,
        project: event.project ?? null,
        environment: event.environment ?? null,
        operation: event.operation ?? null,
        by: event.by,
        data: JSON.stringify(event.data ?? {}),
      };
      const complete = { ...row, hash: chain(head?.hash ?? genesis, row) };
      insert.run(complete);
      return toEvent(complete);
    },
    head: (): { seq: number; hash: string } => last.get() ?? { seq: 0, hash: genesis },
    since: (seq: number, limit: number, project?: string): RecordedEvent[] =>
      (project === undefined ? since.all(seq, limit) : sinceOfProject.all(seq, project, limit)).map(toEvent),
    /** Recomputes the chain, handing back control every few thousand rows so that the engine stays responsive. */
    async verify(): Promise<{ events: number; head: string; brokenAt: number | null }> {
      let previous = genesis;
      let count = 0;
      let expected = 1;
      for (let page = since.all(0, 5000); page.length > 0; page = since.all(expected - 1, 5000)) {
        for (const row of page) {
          if (row.seq !== expected || chain(previous, row) !== row.hash)
            return { events: count, head: previous, brokenAt: row.seq };
          previous = row.hash;
          expected += 1;
          count += 1;
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      const cutOff = (lastEver.get()?.seq ?? 0) > count;
      return { events: count, head: previous, brokenAt: cutOff ? expected : null };
    },
  };
}
export type EventQueries = ReturnType<typeof eventQueries>;
