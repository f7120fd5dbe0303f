/** What the containers of an environment print, merged as it comes; with `follow` also those that come later. */
import type { LogLine } from '../../shared/api/operations.ts';
import { resolveEnvironment } from '../../shared/configuration/flow.ts';
import type { ContainerState } from '../../shared/domain/health.ts';
import { problemFrom } from '../../shared/problem.ts';
import { label } from '../targets/labels.ts';
import type { Target } from '../targets/target.ts';
import type { Engine } from './engine.ts';

export interface LogRequest {
  readonly project: string;
  readonly environment: string;
  readonly service: string | undefined;
  readonly tail: number;
  readonly follow: boolean;
}

type Said = Omit<LogLine, 'seq'>;

/** Lines that wait for a slow reader; what is beyond is left out, and counted. */
const maxQueued = 20_000;

export async function* environmentLogs(
  engine: Engine,
  request: LogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const open = await engine.workspace.get(request.project);
  const configuration = await open.requireConfiguration();
  const { declaration } = resolveEnvironment(configuration, request.environment);
  const queue = lineQueue();
  const done = new AbortController();
  const stop = AbortSignal.any([signal, done.signal]);
  stop.addEventListener('abort', queue.end, { once: true });
  try {
    await gather(engine, open.target(configuration, declaration.target), request, queue, stop);
    let seq = 0;
    for await (const line of queue.lines) yield { ...line, seq: ++seq };
  } finally {
    done.abort();
  }
}

/** Pumps every container of the environment into the queue, and with `follow` each that comes or starts again. */
async function gather(
  engine: Engine,
  target: Target,
  request: LogRequest,
  queue: LineQueue,
  signal: AbortSignal,
): Promise<void> {
  const labels = { [label.project]: request.project, [label.environment]: request.environment };
  const heard = new Set<string>();
  let pumping = 0;
  const pump = async (container: ContainerState, from: { tail: number; sinceMs?: number }): Promise<void> => {
    const source = container.service;
    try {
      for await (const line of target.logs(container.name, { ...from, follow: request.follow, signal }))
        queue.push({ at: line.at, source, stream: line.stream, text: engine.mask(line.text) });
    } catch (error) {
      queue.push({ at: engine.now(), source, stream: 'note', text: problemFrom(error).message });
    }
    pumping -= 1;
    if (pumping === 0 && !request.follow) queue.end();
  };
  const look = async (first: boolean): Promise<void> => {
    const containers = await target.list(labels);
    for (const container of containers) {
      if (request.service !== undefined && container.service !== request.service) continue;
      // One that was started again goes on under its name: its next run is heard from its start.
      const run = `${container.id} ${String(container.startedAt)}`;
      if (heard.has(run) || container.startedAt === null) continue;
      heard.add(run);
      pumping += 1;
      void pump(container, { tail: request.tail, ...(first ? {} : { sinceMs: container.startedAt }) });
    }
  };
  await look(true);
  if (!request.follow) {
    if (pumping === 0) queue.end();
    return;
  }
  const lookAgain = (): void => void look(false).catch(() => undefined);
  target.watch(labels, lookAgain, signal);
  // One may have come before the watch began.
  lookAgain();
}

type LineQueue = ReturnType<typeof lineQueue>;

/** Lines on their way to a reader, those that wait together in the order of their times. */
function lineQueue() {
  let waiting: Said[] = [];
  let dropped = 0;
  let ended = false;
  let wake: () => void = () => undefined;
  async function* lines(): AsyncGenerator<Said> {
    while (waiting.length > 0 || !ended) {
      const batch = waiting.sort((a, b) => a.at - b.at);
      const missing = dropped;
      waiting = [];
      dropped = 0;
      yield* batch;
      const last = batch.at(-1);
      if (missing > 0 && last)
        yield {
          ...last,
          stream: 'note',
          text: `${String(missing)} lines were left out: they came faster than they are read.`,
        };
      if (waiting.length === 0 && !ended)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return {
    lines: lines(),
    push(line: Said): void {
      if (waiting.length < maxQueued) waiting.push(line);
      else dropped += 1;
      wake();
    },
    end(): void {
      ended = true;
      wake();
    },
  };
}
