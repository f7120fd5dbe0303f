/** What the load balancers saw, in spans of several lengths, and their counters as last read. */
import type { Counters, TrafficSpan } from '../../../shared/planning/traffic/counting.ts';
import { addLatencies, type LatencyCounts } from '../../../shared/domain/latency.ts';
import type { Connection } from '../driver.ts';

interface Row {
  span_ms: number;
  at: number;
  revision: number;
  requests: number;
  errors: number;
  latency: string | null;
}

const toSpan = (row: Row): TrafficSpan => ({
  spanMs: row.span_ms,
  at: row.at,
  revision: row.revision,
  requests: row.requests,
  errors: row.errors,
  latency: row.latency === null ? null : (JSON.parse(row.latency) as LatencyCounts),
});

export function trafficQueries(connection: Connection) {
  const counters = connection.prepare<[string, string], { at: number; counters: string }>(
    'SELECT at, counters FROM traffic_counters WHERE project = ? AND environment = ?',
  );
  const keepCounters = connection.prepare(
    'INSERT INTO traffic_counters (project, environment, at, counters) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, counters = excluded.counters',
  );
  const one = connection.prepare<[string, string, number, number, number], Row>(
    'SELECT * FROM traffic_spans WHERE project = ? AND environment = ? AND span_ms = ? AND at = ? AND revision = ?',
  );
  const put = connection.prepare(
    `INSERT INTO traffic_spans (project, environment, span_ms, at, revision, requests, errors, latency) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET requests = excluded.requests, errors = excluded.errors, latency = excluded.latency`,
  );
  const list = connection.prepare<[string, string, number, number, number], Row>(
    'SELECT * FROM traffic_spans WHERE project = ? AND environment = ? AND span_ms = ? AND at >= ? AND at < ? ORDER BY at, revision',
  );
  const drop = connection.prepare(
    'DELETE FROM traffic_spans WHERE project = ? AND environment = ? AND span_ms = ? AND at < ?',
  );
  return {
    /** The counters as last read; null when none were. */
    counters: (project: string, environment: string): Counters | null => {
      const row = counters.get(project, environment);
      return row ? { ...(JSON.parse(row.counters) as Omit<Counters, 'at'>), at: row.at } : null;
    },
    /** Adds to the spans, and remembers what was read; in one transaction of the caller's. */
    add: (project: string, environment: string, spans: readonly TrafficSpan[], { at, ...read }: Counters): void => {
      for (const { spanMs, at: from, revision, requests, errors, latency } of spans) {
        const row = one.get(project, environment, spanMs, from, revision);
        const before = row ? toSpan(row) : null;
        const sum = addLatencies(before?.latency ?? null, latency);
        put.run(
          project,
          environment,
          spanMs,
          from,
          revision,
          requests + (before?.requests ?? 0),
          errors + (before?.errors ?? 0),
          sum && JSON.stringify(sum),
        );
      }
      keepCounters.run(project, environment, at, JSON.stringify(read));
    },
    /** Spans of one length that begin from `from` on and before `to`, oldest first. */
    spans: (project: string, environment: string, spanMs: number, from: number, to: number): TrafficSpan[] =>
      list.all(project, environment, spanMs, from, to).map(toSpan),
    /** Forgets spans of one length that began before. */
    drop: (project: string, environment: string, spanMs: number, before: number): void => {
      drop.run(project, environment, spanMs, before);
    },
  };
}
