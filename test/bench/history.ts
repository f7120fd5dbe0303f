/** Every query that a screen makes, on a million revisions. */
import { join } from 'node:path';
import { temporaryFolder } from '../fixtures/repository.ts';
import { writeLargeHistory, type LargeHistory } from './large-history.ts';
import { percentile, timed } from './measure.ts';
import { ms, type Row } from './table.ts';

const goalMs = 20;
const rounds = 120;

/** Rows for the table; `revisions` can be fewer for a quick look. */
export async function historyRows(revisions = 1_000_000): Promise<Row[]> {
  const folder = temporaryFolder('slipway-bench-history-');
  try {
    const { ms: writing, value: history } = await timed(() => writeLargeHistory(join(folder.path, 'data'), revisions));
    console.error(`history: ${String(revisions)} revisions written in ${ms(writing)}`);
    const rows = queriesOf(history).map(([what, run]) => rowOf(`history of ${String(revisions)}: ${what}`, run));
    history.store.close();
    return rows;
  } finally {
    folder.remove();
  }
}

function rowOf(what: string, run: (round: number) => unknown): Row {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    run(round);
    times.push(performance.now() - start);
  }
  const p99 = percentile(times, 0.99);
  return {
    what,
    measured: `p50 ${ms(percentile(times, 0.5))}`,
    against: `p99 ${ms(p99)}`,
    ratio: '',
    goal: `≤ ${String(goalMs)} ms`,
    met: p99 <= goalMs,
  };
}

type Query = readonly [string, (round: number) => unknown];

/** Each round asks for another place in the history, spread over all of it. */
function queriesOf(history: LargeHistory): Query[] {
  return [...listQueries(history), ...searchQueries(history), ...otherQueries(history)];
}

function listQueries({
  store: { revisions },
  project,
  environments,
  startOf,
  revisions: count,
}: LargeHistory): Query[] {
  const spread = (round: number): number => Math.floor(((count - 1) * ((round * 37) % rounds)) / rounds);
  const environment = (round: number): string => environments[round % environments.length]!;
  const limit = 51;
  return [
    ['newest', () => revisions.list(project, { limit })],
    [
      'a page in the middle',
      (round) =>
        revisions.list(project, { limit, before: { environment: 'qa', number: 1 + Math.floor(spread(round) / 3) } }),
    ],
    ['newest of an environment', (round) => revisions.list(project, { limit, environment: environment(round) })],
    ['since', (round) => revisions.list(project, { limit, since: startOf(spread(round)) })],
    ['since, with no match', () => revisions.list(project, { limit, since: startOf(count + 1) })],
    [
      'since, of an environment',
      (round) => revisions.list(project, { limit, environment: environment(round), since: startOf(spread(round)) }),
    ],
    [
      'since, of an environment, few matches',
      (round) => revisions.list(project, { limit, environment: environment(round), since: startOf(count - 3) }),
    ],
    ['at', (round) => revisions.list(project, { limit: 500, at: startOf(spread(round)) })],
    ['at, before everything', () => revisions.list(project, { limit: 500, at: 1 })],
    [
      'at, of an environment',
      (round) => revisions.list(project, { limit, environment: environment(round), at: startOf(spread(round)) }),
    ],
    ['of a project without any', () => revisions.list('bbbbbb', { limit, since: 1 })],
  ];
}

function searchQueries({
  store: { revisions },
  project,
  environments,
  startOf,
  releaseOf,
  revisions: count,
}: LargeHistory): Query[] {
  const limit = 51;
  const search = (text: string, more: object = {}): unknown =>
    revisions.list(project, { limit, search: text, ...more });
  return [
    ['search for a release', (round) => search(releaseOf((round * 997) % count))],
    ['search for a work item', (round) => search(`#${String(round * 31)}`)],
    ['search for a common word', () => search('login')],
    [
      'search for a common beginning',
      (round) => search(['l', 'lo', 'log', 'logi', 'che', 'check', 'checko'][round % 7]!),
    ],
    ['search for a long common beginning', () => search('translat')],
    ['search for two common words', () => search('fix invoice')],
    ['search for many words', () => search('f a d e g b c 1 2 3')],
    ['search for what is not there', () => search('zebra')],
    ['search in an environment', (round) => search('ada', { environment: environments[round % environments.length]! })],
    ['search since, few matches', () => search('ada', { since: startOf(count - 3) })],
    ['search of a project without any', () => revisions.list('bbbbbb', { limit, search: 'ada' })],
  ];
}

function otherQueries({ store, project, environments, startOf, releaseOf, revisions: count }: LargeHistory): Query[] {
  const environment = (round: number): string => environments[round % environments.length]!;
  const spread = (round: number): number => Math.floor(((count - 1) * ((round * 37) % rounds)) / rounds);
  return [
    ['status: names of environments', () => store.revisions.environments(project)],
    ['status: what runs', () => store.revisions.allRunning(project)],
    ['status: running in one', (round) => store.revisions.running(project, environment(round))],
    ['status: revisions to roll back to', (round) => store.revisions.healthy(project, environment(round), 200)],
    ['status: open operation', (round) => store.operations.openInScope(project, `environment:${environment(round)}`)],
    ['runs of a release', (round) => store.revisions.ofRelease(project, releaseOf(spread(round)))],
    ['release.list newest', () => store.releases.list(project, { limit: 51 })],
    [
      'release.list a page in the middle',
      (round) => store.releases.list(project, { limit: 51, before: startOf(Math.floor(spread(round) / 5) * 5) }),
    ],
    ['release.list search for a common word', () => store.releases.list(project, { limit: 51, text: 'invoice' })],
    [
      'release.list search for one release',
      (round) => store.releases.list(project, { limit: 51, text: releaseOf(spread(round)) }),
    ],
    ['release.list search for what is not there', () => store.releases.list(project, { limit: 51, text: 'zebra' })],
    ['release.list of a project without any', () => store.releases.list('bbbbbb', { limit: 51 })],
    ['release.get', (round) => store.releases.get(project, releaseOf(spread(round)))],
    ['operation.list newest', () => store.operations.list(project, Number.MAX_SAFE_INTEGER, 30)],
    ['operation.list a page in the middle', (round) => store.operations.list(project, startOf(spread(round)), 30)],
    [
      'operation.list of all projects, a page in the middle',
      (round) => store.operations.listAll(startOf(spread(round)), 30),
    ],
    ['operation.list open', () => store.operations.openOfProject(project)],
    ['operation.get by key', (round) => store.operations.byKey(project, `operation-${String(spread(round))}`)],
    ['durations of earlier runs', (round) => store.operations.durations(project, 'promote', environment(round))],
    ['durations where there are none', () => store.operations.durations(project, 'rollback', 'nowhere')],
    ['events.since', (round) => store.events.since(spread(round), 500)],
    ['events.since of a project without any', () => store.events.since(0, 500, 'bbbbbb')],
    ['events head', () => store.events.head()],
  ];
}
