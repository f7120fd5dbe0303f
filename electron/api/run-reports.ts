import type { Run, Stage } from '../../shared/domain/run.ts';
import { slug } from '../../shared/domain/naming.ts';
import type { Engine } from '../engine/engine.ts';
import { runPage, type StageDetails } from '../engine/run-page/page.ts';
import { compareRuns, testsOf } from '../engine/run-tests.ts';
import type { Caller } from './face.ts';
import type { Handlers } from './router.ts';

/** What of each failed stage's output stands on a page. */
const outputEndBytes = 64 * 1024;
const failedOnPage = 200;

/** `runs` answers what a run is, and what its stages printed. */
export function runReportHandlers(engine: Engine, runs: Pick<Handlers, 'run.get' | 'run.output'>) {
  const runOf = async (project: string, id: string, caller: Caller): Promise<Run> =>
    (await runs['run.get']({ project, run: id }, caller)).run;

  /** The last of what a stage printed, as a terminal got it. */
  const outputEnd = async ({ project, id }: Run, stage: Stage, caller: Caller): Promise<string> => {
    const from = Math.max(0, stage.outputBytes - outputEndBytes);
    const asked = { project, run: id, stage: stage.name, from, follow: false };
    let text = '';
    for await (const chunk of runs['run.output'](asked, caller, engine.closing)) text += chunk.text;
    // It begins in the middle of a line, or of a control sequence.
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  };

  const detailsOf = async (run: Run, stage: Stage, caller: Caller): Promise<[string, StageDetails]> => {
    const asked = { stage: stage.name, status: 'failed', limit: failedOnPage } as const;
    const { tests: failed, unread } = testsOf(engine, run, asked);
    const tells = stage.status === 'failed' && stage.outputBytes > 0;
    return [stage.name, { failed, unread, outputEnd: tells ? await outputEnd(run, stage, caller) : '' }];
  };

  return {
    'run.tests': async ({ project, run, ...asked }, caller) =>
      testsOf(engine, await runOf(project, run, caller), asked),

    'run.compare': async ({ project, run, with: before }, caller) =>
      compareRuns(engine, await runOf(project, before, caller), await runOf(project, run, caller)),

    'run.report': async ({ project, run: id }, caller) => {
      const [run, open] = await Promise.all([runOf(project, id, caller), engine.workspace.get(project)]);
      const details = new Map<string, StageDetails>();
      for (const stage of run.stages) details.set(...(await detailsOf(run, stage, caller)));
      const projectName = open.project.name;
      return {
        name: `${slug(projectName)}-run-${run.id}.html`,
        html: runPage({ run, projectName, now: engine.now(), details }),
      };
    },
  } satisfies Partial<Handlers>;
}
