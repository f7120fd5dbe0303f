/** Looks at how much a stage and what stands beside it write: the engine itself sets no bound to that. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProblemError } from '../../../shared/problem.ts';
import { sizeText, stageFailure, type CommandStage, type StageRun } from './stage.ts';

const firstMs = 1000;
const everyMs = 2000;
/** Counting takes time where there are many files: it is done for a tenth of the time at most. */
const share = 10;

export interface Watched {
  readonly container: string;
  /** Of what stands beside the stage its name there; null of the stage itself. */
  readonly service: string | null;
  /** How much of what is in it was copied there. */
  readonly copiedBytes: number;
}

/** Begins to watch a container that runs. */
export type Watch = (watched: Watched) => void;

/** Resolves with the problem once a running container has written more than it may; with null when the signal aborts. */
export async function watchDisk(
  { context, stage }: StageRun<CommandStage>,
  { container, service, copiedBytes }: Watched,
  signal: AbortSignal,
): Promise<ProblemError | null> {
  const { diskBytes } = stage.work.limits;
  let pauseMs = firstMs;
  while (!signal.aborted) {
    await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return null;
    const started = performance.now();
    // An engine that does not answer now is noticed by whoever waits for the end of the container.
    const written = await context.target.workers.written(container, signal).catch(() => 0);
    if (written - copiedBytes > diskBytes)
      return stageFailure(
        stage,
        'stage-disk',
        `${service === null ? '' : `needs “${service}”, which `}wrote more than its ${sizeText(diskBytes)}.`,
        'Give it more by `limits: { disk: … }`, or keep what comes back each time in a `cache`.',
      );
    pauseMs = Math.max(everyMs, (performance.now() - started) * share);
  }
  return null;
}
