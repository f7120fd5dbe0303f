import { resolveEnvironment } from '../../shared/configuration/flow.ts';
import { resolutionOf, samplesOf } from '../../shared/planning/traffic/sampling.ts';
import { scheduleMsOf, verifyPlanOf, wordsOf } from '../../shared/planning/verification/declared.ts';
import type { Engine } from '../engine/engine.ts';
import { verifyNow } from '../engine/verify.ts';
import type { Handlers } from './router.ts';

export function rolloutHandlers(engine: Engine) {
  const { store, workspace } = engine;
  return {
    'traffic.samples': ({ project, environment, revision, from, to, points }) => {
      const now = engine.now();
      const until = to ?? now;
      const { readMs, spanMs } = resolutionOf({ from, to: until, points }, now);
      // Whole spans only: half of one would look like half of the traffic.
      const begin = Math.floor(from / spanMs) * spanMs;
      const spans = store.traffic
        .spans(project, environment, readMs, begin, until)
        .filter((span) => revision === undefined || span.revision === revision);
      return Promise.resolve({ samples: samplesOf(spans, spanMs), spanMs });
    },

    'verification.run': async ({ project, environment }, { by }) => ({
      verification: await verifyNow(engine, await workspace.get(project), environment, 'person', by),
    }),

    'verification.list': async ({ project, environment, revision, limit }) => {
      const configuration = await (await workspace.get(project)).requireConfiguration();
      const { declaration } = resolveEnvironment(configuration, environment);
      const declared = verifyPlanOf(declaration.verify, declaration.rollout?.strategy)?.checks.map(wordsOf) ?? [];
      const everyMs = scheduleMsOf(declaration.verify);
      return {
        declared: everyMs === null ? declared : [...declared, `by themselves every ${String(everyMs / 1000)} s`],
        verifications: store.verifications.list(project, environment, revision, limit),
      };
    },
  } satisfies Partial<Handlers>;
}
