import type { OutputChunk } from '../../shared/api/runs.ts';
import { isOpen } from '../../shared/domain/operation.ts';
import { fail } from '../../shared/problem.ts';
import { earlier } from '../engine/begin.ts';
import type { Engine } from '../engine/engine.ts';
import { requiredOperation } from '../engine/requests.ts';
import { beginRun } from '../engine/runs/begin.ts';
import { prepareRetry, prepareRun } from '../engine/runs/prepare.ts';
import { listRuns, requiredRun, viewOfRun } from '../engine/runs/view.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import type { Handlers } from './router.ts';

export function runHandlers(engine: Engine) {
  const { store, outputs, workspace } = engine;
  const begun = (operation: Operation) => ({
    operation,
    run: viewOfRun(engine, requiredOperation(store, operation.id)),
  });
  return {
    'run.start': async ({ project, ref, stages, why, key }, { by }) => {
      const again = earlier(engine, project, key);
      if (again) return begun(again);
      const plan = await prepareRun(engine, await workspace.get(project), { ref, stages, trigger: 'person' });
      return begun(await beginRun(engine, plan, { by, why: why ?? null, key }));
    },
    'run.retry': async ({ project, run, stage, why, key }, { by }) => {
      const again = earlier(engine, project, key);
      if (again) return begun(again);
      const plan = await prepareRetry(engine, await workspace.get(project), run, stage ?? null);
      return begun(await beginRun(engine, plan, { by, why: why ?? null, key }));
    },
    'run.list': ({ project, ...asked }) => Promise.resolve(listRuns(engine, project, asked)),
    'run.get': ({ project, run }) => Promise.resolve({ run: viewOfRun(engine, requiredRun(engine, project, run)) }),
    'run.output': (input, _caller, signal) => output(engine, input, signal),
    'run.search': ({ project, run, stage, text, from, limit }) =>
      outputs.search(printedBy(engine, project, run, stage), stage, { text, from, limit }),
  } satisfies Partial<Handlers>;
}

/** The run in which a stage printed: another one, where its outcome was taken over. Throws `usage.no-such-stage`. */
function printedBy(engine: Engine, project: string, run: string, stage: string): string {
  requiredRun(engine, project, run);
  const record = engine.store.runs.stage(run, stage);
  if (record) return record.takenFrom ?? run;
  throw fail('usage.no-such-stage', `Run ${run} has no output of a stage “${stage.slice(0, 60)}”.`, {
    hint: 'What build and release say stands in the log of the operation.',
  });
}

async function* output(
  engine: Engine,
  asked: { project: string; run: string; stage: string; from: number; follow: boolean },
  signal: AbortSignal,
): AsyncGenerator<OutputChunk> {
  const { store, outputs, publisher } = engine;
  const { project, run, stage, from } = asked;
  const of = printedBy(engine, project, run, stage);
  const goesOn = (): boolean => {
    const status = store.runs.stage(run, stage)?.status;
    return (status === 'pending' || status === 'running') && isOpen(requiredOperation(store, run).status);
  };
  const over = new AbortController();
  // A stage that is never reached says nothing, not even that it has ended.
  const unlisten = publisher.listen((event) => {
    if ('type' in event && event.type === 'operation.finished' && event.operation === run)
      if (store.runs.stage(run, stage)?.startedAt === null) over.abort();
  });
  try {
    yield* outputs.read(of, stage, from, asked.follow && goesOn(), AbortSignal.any([signal, over.signal]));
  } finally {
    unlisten();
  }
}
