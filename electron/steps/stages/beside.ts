/** Services beside a stage: started together, and waited for until each can be used. */
import { setTimeout as sleep } from 'node:timers/promises';
import { besideSpec } from './containers.ts';
import { allEnded, stageFailure, type CommandStage, type StageRun } from './stage.ts';
import { imageFor, variablesOf } from './values.ts';
import type { Watch } from './watch-disk.ts';

type Service = CommandStage['work']['services'][number];

const pollMs = 100;
const checkMs = 10_000;
const patienceMs = 120_000;
const toldLines = 20;

/** Starts what stands beside a stage, each watched from then on. Rejects with `failed.stage-service` when one ends, or cannot be used in time. */
export async function startBeside(run: StageRun<CommandStage>, ends: AbortSignal, watch: Watch): Promise<void> {
  await allEnded(run.stage.work.services.map((service) => startOne(run, service, ends, watch)));
}

async function startOne(run: StageRun<CommandStage>, service: Service, ends: AbortSignal, watch: Watch): Promise<void> {
  const { context, stage } = run;
  const { target } = context;
  const image = await imageFor(context, service.image);
  const spec = besideSpec(context, stage, service, image, await variablesOf(context, service.variables));
  await target.workers.create(spec);
  await target.startContainer(spec.name);
  watch({ container: spec.name, service: service.name, copiedBytes: 0 });
  if (service.ready !== null) await untilReady(run, service, service.ready, spec.name, ends);
}

async function untilReady(
  run: StageRun<CommandStage>,
  service: Service,
  ready: string,
  container: string,
  ends: AbortSignal,
): Promise<void> {
  const { target } = run.context;
  const check = { test: ['CMD-SHELL', ready], timeoutMs: checkMs, intervalMs: 0, retries: 0, startPeriodMs: 0 };
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { passed, output } = await target.checkHealth(container, check);
    if (passed) return;
    const state = await target.inspect(container);
    if (state?.state !== 'running' && state?.state !== 'created') {
      await tell(run, service, container);
      throw stageFailure(
        run.stage,
        'stage-service',
        `needs “${service.name}”, which ended with code ${String(state?.exitCode ?? '?')}.`,
        'What it said last stands in the output of the stage.',
        { service: service.name },
      );
    }
    if (performance.now() > deadline) {
      await tell(run, service, container);
      throw stageFailure(
        run.stage,
        'stage-service',
        `needs “${service.name}”, which was not ready within ${String(patienceMs / 1000)} s: ${output.slice(0, 300)}`,
        'Look at its `ready` command; what it said last stands in the output of the stage.',
        { service: service.name },
      );
    }
    await sleep(pollMs, undefined, { signal: ends });
  }
}

/** The last lines of a service, in the output of its stage. */
async function tell({ context, output }: StageRun, { name }: Service, container: string): Promise<void> {
  const options = { tail: toldLines, follow: false, signal: AbortSignal.timeout(5000) };
  try {
    for await (const { text } of context.target.logs(container, options)) output.note(`${name}: ${text.slice(0, 500)}`);
  } catch {
    // The verdict is told without them.
  }
}
