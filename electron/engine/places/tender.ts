/** Tends the test environments of projects without holding up anything else. */
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { advanceAll } from './deploy.ts';
import { tendPlaces } from './tend.ts';

/** Between two looks at branches and the forge; after a look that began something the next comes at once. */
const everyMs = 10_000;

export interface PlaceTender {
  /** Looks at a project, unless it is being looked at or was a moment ago. */
  look(open: OpenProject): void;
  stop(): void;
}

export function placeTender(engine: Engine): PlaceTender {
  const busy = new Set<string>();
  const next = new Map<string, number>();

  /** One at a time for each project; what fails is told where it is asked for, and tried again. */
  const alone = async (what: string, open: OpenProject, work: () => Promise<unknown>): Promise<void> => {
    const key = `${what} ${open.project.id}`;
    if (busy.has(key) || engine.closing.aborted) return;
    busy.add(key);
    await work().catch(() => undefined);
    busy.delete(key);
  };
  const advance = (open: OpenProject): Promise<void> => alone('advance', open, () => advanceAll(engine, open));

  // A release that is built goes on to its environment at once.
  const stop = engine.publisher.listen((event) => {
    if (!('live' in event) || event.live !== 'operation' || event.status !== 'done') return;
    void engine.workspace.get(event.project).then(advance, () => undefined);
  });

  return {
    look(open) {
      void advance(open);
      const { id } = open.project;
      const now = engine.now();
      if (now < (next.get(id) ?? 0)) return;
      void alone('tend', open, async () => {
        next.set(id, now + everyMs);
        if (await tendPlaces(engine, open)) next.set(id, 0);
      });
    },
    stop,
  };
}
