import type { Watching } from '../engine/watching/watching.ts';
import type { Handlers } from './router.ts';

export function watchingHandlers(watching: Watching) {
  return {
    'watch.get': ({ project }) => watching.get(project),
    'watch.fetch': ({ project }) => watching.fetch(project),
    'watch.pause': ({ project, paused, why }, { by }) => watching.pause(project, paused, by, why ?? null),
  } satisfies Partial<Handlers>;
}
