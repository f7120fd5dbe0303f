/** What the containers of an environment print, merged as it comes. */
import type { LogLine } from '../../shared/api/operations.ts';
import { resolveEnvironment } from '../../shared/configuration/flow.ts';
import { label } from '../targets/labels.ts';
import type { Engine } from './engine.ts';

export interface LogRequest {
  readonly project: string;
  readonly environment: string;
  readonly service: string | undefined;
  readonly tail: number;
  readonly follow: boolean;
}

const maxQueued = 20_000;

export async function* environmentLogs(
  engine: Engine,
  request: LogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const open = await engine.workspace.get(request.project);
  const configuration = await open.requireConfiguration();
  const { declaration } = resolveEnvironment(configuration, request.environment);
  const target = open.target(configuration, declaration.target);
  const containers = (
    await target.list({ [label.project]: request.project, [label.environment]: request.environment })
  ).filter((container) => request.service === undefined || container.service === request.service);
  const queue: LogLine[] = [];
  let wake: () => void = () => undefined;
  let streaming = containers.length;
  let seq = 0;
  const pump = async (name: string, service: string): Promise<void> => {
    try {
      for await (const line of target.logs(name, { tail: request.tail, follow: request.follow, signal })) {
        if (queue.length < maxQueued)
          queue.push({ seq: ++seq, at: line.at, source: service, stream: line.stream, text: engine.mask(line.text) });
        wake();
      }
    } catch (error) {
      if (!signal.aborted)
        queue.push({
          seq: ++seq,
          at: engine.now(),
          source: service,
          stream: 'note',
          text: error instanceof Error ? error.message : String(error),
        });
    } finally {
      streaming -= 1;
      wake();
    }
  };
  for (const container of containers) void pump(container.name, container.service);
  signal.addEventListener(
    'abort',
    () => {
      wake();
    },
    { once: true },
  );
  while (!signal.aborted) {
    const batch = queue.splice(0).sort((a, b) => a.at - b.at);
    yield* batch;
    if (queue.length > 0) continue;
    if (streaming === 0) return;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
