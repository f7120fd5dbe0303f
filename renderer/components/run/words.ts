/** Sentences about runs and their stages that several screens say. */
import type { Run, Stage, TestCounts } from '../../../shared/domain/run.ts';
import { count } from '../../text/count.ts';
import { inert } from '../../text/inert.ts';
import { duration } from '../../text/time.ts';
import { stageMs } from './figures.ts';
import { runLooks, stageLooks } from './looks.ts';

export const words = {
  trigger: { person: 'by hand', push: 'push', webhook: 'webhook', retry: 'retry' } satisfies Record<
    Run['trigger'],
    string
  >,
  failed: (n: number) => `${n} failed`,
  newly: (n: number) => `${n} new`,
  flaky: (n: number) => `${n} flaky`,
  tests: (n: number) => count(n, 'test'),
  passed: (n: number) => `${n} passed`,
  skipped: (n: number) => `${n} skipped`,
  coverage: (percent: string) => `${percent} covered`,
  pipeline: (ref: string) => `Pipeline of ${ref}`,
};

/** "212 tests", "3 failed of 212 (1 new)". */
export function testsText({ passed, failed, skipped, newlyFailed }: TestCounts): string {
  const all = passed + failed + skipped;
  if (failed === 0) return words.tests(all);
  return `${words.failed(failed)} of ${all}${newlyFailed > 0 ? ` (${words.newly(newlyFailed)})` : ''}`;
}

/** The name of a stage for people. */
export const stageTitle = ({ name, environment, kind }: Pick<Stage, 'name' | 'environment' | 'kind'>): string =>
  inert(kind === 'deploy' && environment !== null ? `${name} to ${environment}` : name);

/** What a screen reader says of a stage. */
export function stageLabel(stage: Stage, now: number): string {
  const ms = stageMs(stage, now);
  const parts = [
    stageTitle(stage),
    stageLooks[stage.status].word,
    ms === null ? '' : duration(ms),
    stage.tests ? testsText(stage.tests) : '',
    stage.problem ? inert(stage.problem.message) : '',
  ];
  return parts.filter(Boolean).join(', ');
}

/** What a screen reader says of a whole run. */
export const runLabel = (run: Run, now: number): string =>
  `${words.pipeline(inert(run.ref))}, ${runLooks[run.status].word}: ${run.stages.map((stage) => stageLabel(stage, now)).join('; ')}`;
