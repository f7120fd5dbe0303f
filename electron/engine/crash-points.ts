/**
 * Named points at which the crash suite kills the engine. They cost one comparison otherwise. (The idea of named
 * points instead of random kills is DBOS's: every interleaving that matters is reached, and a failure has a name.)
 */
import { appendFileSync } from 'node:fs';

export interface CrashPoints {
  (name: string): void;
}

/** `SLIPWAY_CRASH_AT=name[#n]` kills at the n-th arrival there; `SLIPWAY_CRASH_RECORD=file` writes the names passed. */
export function crashPointsFrom(environment: NodeJS.ProcessEnv): CrashPoints {
  const wanted = environment['SLIPWAY_CRASH_AT'];
  const record = environment['SLIPWAY_CRASH_RECORD'];
  if (wanted === undefined && record === undefined) return () => undefined;
  const [point, nth = '1'] = (wanted ?? '').split('#');
  let arrivals = 0;
  return (name) => {
    if (record !== undefined) appendFileSync(record, `${name}\n`);
    if (name === point && ++arrivals === Number(nth)) process.kill(process.pid, 'SIGKILL');
  };
}
