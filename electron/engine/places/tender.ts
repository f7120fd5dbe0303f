/** Tends the test environments of projects without holding up anything else. */
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { advanceAll } from './deploy.ts';
import { tendPlaces } from './tend.ts';

/** Between two looks at branches and the forge; after one that began something, and when branches moved, the next comes at once. */
const everyMs = 10_000;

const tickMs = 3000;

export interface PlaceTender {
  /** From now on branches get environments by rule, and what has ended goes: not for an engine that serves one command. */
  serve(): void;
  stop(): void;
}

/** Starts tending every project that is open or will be. What was asked for is brought in any case. */
export function placeTender(engine: Engine): PlaceTender {
  const busy = new Set<string>();
  const next = new Map<string, number>();
  let serves = false;

  /** One at a time for each project; what fails is told where it is asked for, and tried again. */
  const alone = async (what: string, open: OpenProject, work: () => Promise<unknown>): Promise<void> => {
    const key = `${what} ${open.project.id}`;
    if (busy.has(key) || engine.closing.aborted) return;
    busy.add(key);
    await work().catch(() => undefined);
    busy.delete(key);
  };
  const advance = (open: OpenProject): Promise<void> => alone('advance', open, () => advanceAll(engine, open));
  const look = (open: OpenProject): void => {
    void advance(open);
    const { id } = open.project;
    const now = engine.now();
    if (!serves || now < (next.get(id) ?? 0)) return;
    void alone('tend', open, async () => {
      next.set(id, now + everyMs);
      if (await tendPlaces(engine, open)) next.set(id, 0);
    });
  };

  // A release that is built goes on to its environment at once.
  const stopListening = engine.publisher.listen((event) => {
    if (!('live' in event)) return;
    if (event.live === 'refs') next.delete(event.project);
    if (event.live !== 'operation' || event.status !== 'done') return;
    void engine.workspace.get(event.project).then(advance, () => undefined);
  });
  const timer = setInterval(() => {
    for (const open of engine.workspace.opened()) look(open);
  }, tickMs);
  timer.unref();
  return {
    serve() {
      serves = true;
    },
    stop() {
      clearInterval(timer);
      stopListening();
    },
  };
}
