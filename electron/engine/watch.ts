/** Notices by itself what moves outside: containers, refs, slipway.yaml. Listeners are told to look again. */
import { label } from '../targets/labels.ts';
import type { Engine } from './engine.ts';

const refreshEveryMs = 3000;

/** Starts watching every project that is open or will be; answers how to stop. */
export function watchProjects(engine: Engine): () => void {
  const stop = new AbortController();
  const watched = new Set<string>();
  const texts = new Map<string, string | null>();
  let looking = false;

  const look = async (): Promise<void> => {
    for (const open of engine.workspace.opened()) {
      const { id } = open.project;
      if (!watched.has(id)) {
        watched.add(id);
        engine.workspace.localTarget.watch({ [label.project]: id }, () => { engine.publisher.live({ live: 'status', project: id }); }, stop.signal);
      }
      if (await open.repository.refresh()) engine.publisher.live({ live: 'refs', project: id });
      const { text } = await open.configuration();
      if (texts.has(id) && texts.get(id) !== text) engine.publisher.live({ live: 'status', project: id });
      texts.set(id, text);
    }
  };

  const timer = setInterval(() => {
    if (looking || stop.signal.aborted) return;
    looking = true;
    // A repository that went away for a moment is looked at again the next time; calls on it say what is wrong.
    look().catch(() => undefined).finally(() => { looking = false; });
  }, refreshEveryMs);
  timer.unref();
  return () => { clearInterval(timer); stop.abort(); };
}
