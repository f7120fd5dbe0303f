/** What can be told of a run by looking at it. Pure. */
import { isOpen } from '../../../shared/domain/operation.ts';
import type { Coverage, Run, Stage } from '../../../shared/domain/run.ts';
import { coveragePercent } from '../../../shared/planning/compare-runs.ts';

/** A stage by name; deployments have one name and differ by environment. */
export const stageKey = ({ name, environment, kind }: Pick<Stage, 'name' | 'environment' | 'kind'>): string =>
  kind === 'deploy' && environment !== null ? `${name} ${environment}` : name;

/** How long a stage took, or takes until now; null before it has begun. */
export function stageMs({ startedAt, endedAt }: Pick<Stage, 'startedAt' | 'endedAt'>, now: number): number | null {
  return startedAt === null ? null : Math.max(0, (endedAt ?? now) - startedAt);
}

export const runMs = ({ startedAt, endedAt }: Pick<Run, 'startedAt' | 'endedAt'>, now: number): number =>
  Math.max(0, (endedAt ?? now) - startedAt);

/** What a person looks at first: what failed, else what runs, else the last that has anything to show. */
export function stageInSight(stages: readonly Stage[]): Stage | null {
  return (
    stages.find(({ status }) => status === 'failed') ??
    stages.find(({ status }) => status === 'running') ??
    stages.findLast(({ status, outputBytes }) => outputBytes > 0 && status !== 'skipped') ??
    stages[0] ??
    null
  );
}

/** Whether a stage prints, or has: `deploy` and `release` have their operation instead. */
export const hasOutput = ({ kind, outputBytes }: Pick<Stage, 'kind' | 'outputBytes'>): boolean =>
  outputBytes > 0 || kind === 'command' || kind === 'gate' || kind === 'build';

/** Whether its release is there: a run that failed before has only the name that it would have had. */
export const hasRelease = ({ release, stages }: Pick<Run, 'release' | 'stages'>): boolean =>
  release !== null &&
  stages.some(({ kind, status }) => kind === 'release' && (status === 'passed' || status === 'reused'));

/** What Cancel stops: the run itself while it goes on, else a deployment that follows it; null when nothing does. */
export function cancellable({
  id,
  operationStatus,
  stages,
}: Pick<Run, 'id' | 'operationStatus' | 'stages'>): string | null {
  if (isOpen(operationStatus)) return id;
  return stages.find(({ kind, status }) => kind === 'deploy' && status === 'running')?.operation ?? null;
}

const percentText = (percent: number | null): string => (percent === null ? '\u2013' : `${percent.toFixed(1)} %`);

/** "82.4 %". */
export const coverageText = (coverage: Coverage): string => percentText(coveragePercent(coverage));

/** "82.4 % → 83.0 %", of percents; once where nothing changed, nothing where neither run measured. */
export function coverageChange({ before, after }: Record<'before' | 'after', number | null>): string {
  if (before === null && after === null) return '';
  return before === after ? percentText(after) : `${percentText(before)} \u2192 ${percentText(after)}`;
}

/** The coverage of a whole run: of all of its stages that measured. */
export function coverageOf(stages: readonly Pick<Stage, 'coverage'>[]): Coverage | null {
  const measured = stages.flatMap(({ coverage }) => coverage ?? []);
  if (measured.length === 0) return null;
  return measured.reduce((sum, one) => ({ lines: sum.lines + one.lines, covered: sum.covered + one.covered }));
}

/** Tests that failed, over all stages. */
export const failedTests = (stages: readonly Pick<Stage, 'tests'>[]): number =>
  stages.reduce((sum, { tests }) => sum + (tests?.failed ?? 0), 0);

/** How much slower, as a share of what it took before; null where that says nothing. */
export function slowdown(before: number | null, after: number | null): number | null {
  return before === null || after === null || before < 1 ? null : after / before - 1;
}
