/** Tells that a run moved: at once, and then a few times a second at most, however much moves. */
import type { Publisher } from '../publish.ts';

const everyMs = 300;

export function runNews(publisher: Publisher): (project: string, run: string) => void {
  const soon = new Map<string, { again: boolean }>();
  const tell = (project: string, run: string): void => {
    const state = { again: false };
    soon.set(run, state);
    publisher.live({ live: 'run', project, run });
    setTimeout(() => {
      soon.delete(run);
      if (state.again) tell(project, run);
    }, everyMs).unref();
  };
  return (project, run) => {
    const state = soon.get(run);
    if (state) state.again = true;
    else tell(project, run);
  };
}
