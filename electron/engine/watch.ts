/** Notices by itself what moves outside: containers, refs, slipway.yaml. Listeners are told to look again. */
import { label } from '../targets/labels.ts';
import { coolDown } from './cool.ts';
import type { Engine } from './engine.ts';
import { reassert } from './reassert.ts';
import { watchRefs } from './refs-watch.ts';
import { verifyDue } from './verify-due.ts';
import type { Watching } from './watching/watching.ts';
import type { OpenProject } from './workspace.ts';

const refreshEveryMs = 3000;

/**
 * Starts watching every project that is open or will be; answers how to stop, which ends with the look in flight. What
 * moves is built by `watching`.
 */
export function watchProjects(engine: Engine, watching: Pick<Watching, 'look'>): () => Promise<void> {
  const stop = new AbortController();
  const watched = new Set<string>();
  let looking: Promise<void> | null = null;

  const refresh = async (open: OpenProject): Promise<void> => {
    if (await open.repository.refresh()) engine.publisher.live({ live: 'refs', project: open.project.id });
  };

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
      const stopRefs = watchRefs(open.repository.opened.commonDirectory, () => {
        void refresh(open)
          .then(() => watching.look(open))
          .catch(() => undefined);
      });
      stop.signal.addEventListener('abort', stopRefs, { once: true });
    }
    await refresh(open);
    if (await open.configurationMoved()) engine.publisher.live({ live: 'status', project: id });
    void watching.look(open);
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
