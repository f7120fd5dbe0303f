/**
 * Watching: what is pushed is noticed and built, in every project that is open or was watched before. Nothing is, until
 * the engine serves: one that a single command started has ended before a run would.
 */
import type { Output } from '../../../shared/api/contract.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { deliveriesOf, type Delivery } from './deliveries.ts';
import type { WatchParts } from './parts.ts';
import { projectWatchOf, type ProjectWatch } from './project-watch.ts';

const tickMs = 500;

export interface Watching {
  /** From now on the engine builds by itself, until it closes. */
  serve(): void;
  /** Looks at one project now, where anything is watched. Never rejects. */
  look(open: OpenProject): Promise<void>;
  get(project: string): Promise<Output<'watch.get'>>;
  fetch(project: string): Promise<Output<'watch.fetch'>>;
  pause(project: string, paused: boolean, by: string, why: string | null): Promise<Output<'watch.pause'>>;
  /** Takes what a forge sent; answers whether it was signed, and only then does anything. */
  deliver(project: string, delivery: Delivery): Promise<'taken' | 'known' | 'refused'>;
  stop(): void;
}

export function watchingOn(engine: Engine, parts: WatchParts): Watching {
  const { store, publisher, workspace } = engine;
  const watches = new Map<string, ProjectWatch>();
  const deliveries = deliveriesOf(engine);
  let serves = false;
  let stopped = false;

  const watchOf = (open: OpenProject): ProjectWatch => {
    const known = watches.get(open.project.id);
    if (known) return known;
    const made = projectWatchOf(engine, open, parts);
    watches.set(open.project.id, made);
    return made;
  };
  const of = async (project: string): Promise<ProjectWatch> => watchOf(await workspace.get(project));
  const look = (open: OpenProject): Promise<void> => (serves && !stopped ? watchOf(open).look() : Promise.resolve());

  const timer = setInterval(() => {
    if (!serves || stopped) return;
    for (const [project, watch] of watches) if (store.projects.isListed(project)) watch.tick();
  }, tickMs);
  timer.unref();
  // A run that ends makes room for the next, and one that a person began takes it.
  const unlisten = publisher.listen((event) => {
    if (!('seq' in event) || event.project === null || !/^operation\.(finished|attention|resume)$/.test(event.type))
      return;
    if (serves && !stopped) void watches.get(event.project)?.look();
  });

  return {
    serve() {
      if (serves || stopped) return;
      serves = true;
      for (const open of workspace.opened()) void look(open);
      for (const project of store.watching.projects()) void workspace.get(project).then(look, () => undefined);
    },
    look,
    get: async (project) => (await of(project)).view(serves),
    async fetch(project) {
      const watch = await of(project);
      const moved = await watch.fetcher.now();
      return { moved };
    },
    async pause(project, paused, by, why) {
      const watch = await of(project);
      publisher.commit((append) => {
        const before = store.watching.get(project);
        if ((before.paused !== null) === paused) return;
        store.watching.set(project, { paused: paused ? { by, at: engine.now(), why } : null });
        append({ type: paused ? 'watch.paused' : 'watch.resumed', project, by, data: { why } });
      });
      publisher.live({ live: 'watch', project });
      if (serves) void watch.look();
      return { on: (await watch.view(serves)).on };
    },
    async deliver(project, delivery) {
      const answer = await deliveries.judge(project, delivery);
      if (answer === 'taken' && serves && !stopped)
        (await of(project)).fetcher.soon(() => {
          deliveries.forget(project);
        });
      return answer;
    },
    stop() {
      stopped = true;
      clearInterval(timer);
      unlisten();
    },
  };
}
