import { problemFrom } from '../../shared/problem.ts';
import { keptForMs } from '../../shared/planning/kept-stages.ts';
import type { Engine } from '../engine/engine.ts';
import { keptStage } from '../engine/shells/kept.ts';
import type { Shells } from '../engine/shells/shells.ts';
import type { Handlers } from './router.ts';

const done = {};

export function shellHandlers(engine: Engine, shells: Shells) {
  return {
    'shell.open': (input, caller, signal) => shells.open(input, caller, signal),
    'shell.kept': async (input) => {
      try {
        return { until: (await keptStage(engine, input)).endedAt + keptForMs, reason: null };
      } catch (thrown) {
        return { until: null, reason: problemFrom(thrown) };
      }
    },
    'shell.write': async ({ shell, text }) => {
      await shells.write(shell, text);
      return done;
    },
    'shell.resize': async ({ shell, ...size }) => {
      await shells.resize(shell, size);
      return done;
    },
    'shell.taken': ({ shell, characters }) => {
      shells.taken(shell, characters);
      return Promise.resolve(done);
    },
  } satisfies Partial<Handlers>;
}
