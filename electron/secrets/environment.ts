/** Secrets that a Compose file names by `environment:`: taken from the engine's own environment, hidden from then on. */
import { fail } from '../../shared/problem.ts';
import type { Mask } from './mask.ts';

/** Reads one secret; throws `usage.no-such-secret` with the name, never with a value. */
export function secretFrom(environment: NodeJS.ProcessEnv, mask: Mask): (name: string) => Promise<string> {
  return (name) => {
    const value = environment[name];
    if (value === undefined) {
      return Promise.reject(
        fail('usage.no-such-secret', `The Compose file takes a secret from the variable ${name}, which is not set.`, {
          hint: `Set ${name} in the environment in which Slipway starts.`,
        }),
      );
    }
    mask.hide(value);
    return Promise.resolve(value);
  };
}
