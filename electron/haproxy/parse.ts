/** Reads what the balancer answers. Its columns are found by their names: newer versions add some. */
import { colourSchema, type Traffic } from '../../shared/domain/front.ts';
import { noLatencies, type LatencyCounts } from '../../shared/domain/latency.ts';
import { fail } from '../../shared/problem.ts';

export interface Server {
  readonly slot: string;
  /** The name that it follows; null when it follows none. */
  readonly host: string | null;
  readonly address: string | null;
  /** Whether it is given nothing new because somebody said so: maintenance, draining, or no weight. */
  readonly heldBack: boolean;
}

export interface Statistics {
  readonly backend: string;
  /** `BACKEND` for the sum of all slots. */
  readonly slot: string;
  readonly status: string;
  readonly open: number;
  readonly queued: number;
  /** How the last check ended, such as `L4OK`. */
  readonly check: string;
}

/**
 * Bits of `srv_admin_state`: maintenance and draining by command. That a slot was once disabled in the configuration has
 * a bit of its own, which stays when it has long been in service.
 */
const forcedMaintenance = 0x01;
const forcedDrain = 0x08;

/** `show servers state`: a line of the version, one of titles, one for each server. */
export function parseServers(answer: string): Server[] {
  const lines = answer.split('\n').filter((line) => line.trim() !== '' && !/^\d+$/.test(line.trim()));
  return rows(lines, ' ', ['srv_name', 'srv_addr', 'srv_admin_state', 'srv_uweight', 'srv_fqdn']).map((row) => {
    const admin = Number(row['srv_admin_state']);
    return {
      slot: row['srv_name'] ?? '',
      host: absent(row['srv_fqdn']),
      address: absent(row['srv_addr']),
      heldBack: (admin & (forcedMaintenance | forcedDrain)) !== 0 || Number(row['srv_uweight']) === 0,
    };
  });
}

const absent = (text: string | undefined): string | null => (text === undefined || text === '-' ? null : text);

/** `show stat`: comma-separated values. */
export function parseStatistics(answer: string): Statistics[] {
  const lines = answer.split('\n').filter((line) => line.trim() !== '');
  const number = (text: string | undefined): number => Number(text ?? '') || 0;
  return rows(lines, ',', ['pxname', 'svname', 'scur', 'status']).map((row) => ({
    backend: row['pxname'] ?? '',
    slot: row['svname'] ?? '',
    status: row['status'] ?? '',
    open: number(row['scur']),
    queued: number(row['qcur']),
    check: row['check_status'] ?? '',
  }));
}

/** What a backend answered since the start. */
export interface Answers {
  readonly backend: string;
  readonly connections: number;
  /** Connections that could not be made, or broke. */
  readonly broken: number;
  /** Answers of any status, also the balancer's own. */
  readonly answers: number;
  readonly serverErrors: number;
}

const statuses = ['hrsp_1xx', 'hrsp_2xx', 'hrsp_3xx', 'hrsp_4xx', 'hrsp_5xx', 'hrsp_other'];

/** `show stat` of backends. */
export function parseAnswers(answer: string): Answers[] {
  const lines = answer.split('\n').filter((line) => line.trim() !== '');
  return rows(lines, ',', ['pxname', 'stot', ...statuses]).map((row) => {
    const number = (name: string): number => Number(row[name] ?? '') || 0;
    return {
      backend: row['pxname'] ?? '',
      connections: number('stot'),
      broken: number('econ') + number('eresp'),
      answers: statuses.reduce((sum, name) => sum + number(name), 0),
      serverErrors: number('hrsp_5xx'),
    };
  });
}

/** `show table` with an array of counters for each backend; null when there is no such table, or it counts otherwise. */
export function parseLatencies(answer: string): ReadonlyMap<string, LatencyCounts> | null {
  if (!answer.includes('# table:')) return null;
  const entries = [...answer.matchAll(/ key=(\S+) ([^\n]*)/g)].map(([, backend = '', values = '']) => {
    const counts = [...values.matchAll(/\bgpc(\d+)=(\d+)/g)];
    return [
      backend,
      noLatencies.map((_, index) => Number(counts.find(([, at]) => Number(at) === index)?.[2] ?? 0)),
    ] as const;
  });
  return new Map(entries);
}

/** `show map`: an internal number, the key and the value on each line. */
export function parseMap(answer: string): Traffic {
  const pairs = new Map(
    answer.split('\n').flatMap((line): [string, string][] => {
      const [, key, value] = line.trim().split(/\s+/);
      return key !== undefined && value !== undefined ? [[key, value]] : [];
    }),
  );
  const stable = colourSchema.safeParse(pairs.get('stable'));
  const canary = colourSchema.safeParse(pairs.get('canary'));
  const share = Number(pairs.get('share'));
  if (!stable.success || !Number.isInteger(share) || share < 0 || share > 100) throw unreadable(answer);
  return { stable: stable.data, canary: canary.success ? canary.data : null, share };
}

/** Rows by the titles of the first line, which may begin with `#`. */
function rows(lines: readonly string[], separator: string, wanted: readonly string[]): Record<string, string>[] {
  const [titles = '', ...rest] = lines;
  const names = titles.replace(/^#\s*/, '').split(separator);
  if (!wanted.every((name) => names.includes(name))) throw unreadable(lines.join('\n'));
  return rest.map((line) => {
    const values = line.split(separator);
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}

const unreadable = (answer: string) =>
  fail('failed.front-refused', `The load balancer gave an answer that says nothing: ${answer.slice(0, 200)}`, {
    hint: 'It may be another program, or another version than 2.6 or newer.',
  });
