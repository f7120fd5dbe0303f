/** Runs of the pipeline as the command line shows them, and how one is found. */
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Run, Stage, StageStatus } from '../../../shared/domain/run.ts';
import { coveragePercent, tookMs } from '../../../shared/planning/compare-runs.ts';
import { fail } from '../../../shared/problem.ts';
import type { Session } from './session.ts';
import { clip, inert, type Paint, table } from './text.ts';
import { age, duration, iso, isoOrNull } from './time.ts';

/** A run with its stages; times as ISO 8601, and of each stage how long it took. */
export function runView({ stages, startedAt, endedAt, ...rest }: Run): object {
  return { ...rest, startedAt: iso(startedAt), endedAt: isoOrNull(endedAt), stages: stages.map(stageView) };
}

const stageView = (stage: Stage): object => ({
  ...stage,
  ms: tookMs(stage),
  startedAt: isoOrNull(stage.startedAt),
  endedAt: isoOrNull(stage.endedAt),
});

const runTones = {
  running: 'cyan',
  passed: 'green',
  failed: 'red',
  cancelled: 'yellow',
  'needs-attention': 'yellow',
} as const satisfies Record<Run['status'], string>;

const stageTones: Record<StageStatus, 'dim' | 'cyan' | 'green' | 'red' | 'yellow'> = {
  pending: 'dim',
  running: 'cyan',
  passed: 'green',
  failed: 'red',
  cancelled: 'yellow',
  skipped: 'dim',
  reused: 'green',
};

/** The run in a line, and below it its stages. */
export function runText(run: Run, paint: Paint): string {
  const rows = run.stages.map((stage) => {
    const ms = tookMs(stage);
    return [
      inert(stage.name),
      paint(stageTones[stage.status], stage.status),
      ms === null ? '' : duration(ms),
      clip(stageNotes(stage), 100),
    ];
  });
  const release = run.release === null ? '' : `, release ${run.release}`;
  return [
    `${paint('bold', run.id)} ${paint(runTones[run.status], run.status)}  ${shortSha(run.commit)} ${clip(inert(run.subject), 60)} (${inert(run.ref)}${release})\n`,
    table(['STAGE', 'STATUS', 'TOOK', ''], rows, 'It has no stages.'),
    run.problem === null ? '' : `${paint('red', '✗')} ${inert(run.problem.message)}\n`,
  ].join('');
}

function stageNotes({ tests, coverage, problem, environment, name }: Stage): string {
  const percent = coveragePercent(coverage);
  const notes = [
    tests === null ? '' : `${tests.passed} of ${tests.passed + tests.failed} tests passed`,
    tests !== null && tests.newlyFailed > 0 ? `${tests.newlyFailed} newly failing` : '',
    tests !== null && tests.flaky > 0 ? `${tests.flaky} flaky` : '',
    percent === null ? '' : `${percent} % covered`,
    name === 'deploy' && environment !== null ? inert(environment) : '',
    problem === null ? '' : inert(problem.message),
  ];
  return notes.filter(Boolean).join(', ');
}

/** Runs in a table, newest first. */
export function runsText(runs: readonly Run[], now: number, paint: Paint): string {
  const rows = runs.map((run) => [
    run.id,
    paint(runTones[run.status], run.status),
    clip(inert(run.ref), 30),
    shortSha(run.commit),
    clip(inert(run.subject), 50),
    age(run.startedAt, now),
    run.endedAt === null ? '' : duration(run.endedAt - run.startedAt),
    inert(run.by),
  ]);
  return table(
    ['RUN', 'STATUS', 'BRANCH', 'COMMIT', 'SUBJECT', 'STARTED', 'TOOK', 'BY'],
    rows,
    'No runs: "slipway run" starts one.',
  );
}

/** DESIGN §5: 0 passed, or on its way · 1 failed or cancelled · 5 needs attention. */
export const exitCodeOfRun = ({ status }: Pick<Run, 'status'>): number =>
  ({ passed: 0, running: 0, failed: 1, cancelled: 1, 'needs-attention': 5 })[status];

/**
 * The run that a text means: its id, or the unique beginning of one of the newest 200.
 *
 * @throws ProblemError `usage.no-such-run`, `usage.ambiguous-run`
 */
export async function findRun(session: Session, text: string): Promise<Run> {
  const project = (await session.project()).id;
  const { runs } = await session.client.call('run.list', { project, limit: 200 });
  const begun = runs.filter(({ id }) => id.startsWith(text));
  const exact = begun.find(({ id }) => id === text);
  const [only, ...others] = begun;
  if (exact ?? (only !== undefined && others.length === 0)) return exact ?? (only as Run);
  if (only !== undefined)
    throw fail('usage.ambiguous-run', `"${text}" fits ${begun.length} runs.`, {
      hint: `Write more of it: ${begun
        .slice(0, 8)
        .map(({ id }) => id)
        .join(', ')}.`,
    });
  return (await session.client.call('run.get', { project, run: text })).run;
}
