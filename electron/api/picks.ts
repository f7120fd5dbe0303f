import type { Engine } from '../engine/engine.ts';
import { planPicks } from '../engine/forecast.ts';
import { resolveOnto } from '../engine/picks-onto.ts';
import type { Handlers } from './router.ts';

export function pickHandlers(engine: Engine) {
  return {
    async *'hotfix.forecast'({ project, onto, picks }, _caller, signal) {
      const open = await engine.workspace.get(project);
      const { commit } = await resolveOnto(engine, open, onto);
      yield* open.repository.picks.forecasts(commit, picks, signal);
    },
    'hotfix.plan': async ({ project, ...request }) => planPicks(engine, await engine.workspace.get(project), request),
    async *'hotfix.prerequisites'({ project, onto, pick }, _caller, signal) {
      const open = await engine.workspace.get(project);
      const { commit } = await resolveOnto(engine, open, onto);
      yield* open.repository.picks.prerequisites(commit, pick, signal);
    },
  } satisfies Partial<Handlers>;
}
