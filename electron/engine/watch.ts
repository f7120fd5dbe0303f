/** Notices by itself what moves outside: containers, refs, slipway.yaml. Listeners are told to look again. */
import { label } from '../targets/labels.ts';
import { coolDown } from './cool.ts';
import type { Engine } from './engine.ts';
import { reassert } from './reassert.ts';
import { verifyDue } from './verify-due.ts';
import type { OpenProject } from './workspace.ts';

const refreshEveryMs = 3000;

/** Starts watching every project that is open or will be; answers how to stop, which ends with the look in flight. */
export function watchProjects(engine: Engine): () => Promise<void> {
  const stop = new AbortController();
  const watched = new Set<string>();
  let looking: Promise<void> | null = null;

  const lookAt = async (open: OpenProject): Promise<void> => {
    const { id } = open.project;
    if (!watched.has(id)) {
      watched.add(id);
      engine.workspace.localTarget.watch(
        { [label.project]: id },
        () => {
          engine.publisher.live({ live: 'status', project: id });
        },
        stop.signal,
      );
    }
    if (await open.repository.refresh()) engine.publisher.live({ live: 'refs', project: id });
    if (await open.configurationMoved()) engine.publisher.live({ live: 'status', project: id });
    // The history may be read only, or an engine away: what is warm stays warm, and nothing else is held up.
    for (const work of [coolDown, reassert, verifyDue])
      if (!stop.signal.aborted) await work(engine, open).catch(() => undefined);
  };

  // A repository that went away is looked at again the next time, and holds up no other; calls on it say what is wrong.
  const look = async (): Promise<void> => {
    for (const open of engine.workspace.opened()) if (!stop.signal.aborted) await lookAt(open).catch(() => undefined);
  };

  const timer = setInterval(() => {
    if (looking || stop.signal.aborted) return;
    looking = look().finally(() => {
      looking = null;
    });
  }, refreshEveryMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    stop.abort();
    return looking ?? Promise.resolve();
  };
}
