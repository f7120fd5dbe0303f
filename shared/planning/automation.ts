/** What may come to an environment without a person: asked by everything that deploys by itself. */
import type { Release } from '../domain/release.ts';
import type { Hold } from '../domain/rollout.ts';
import { problemOf, type Problem } from '../problem.ts';
import { busy } from './promotion.ts';

interface AutomationFacts {
  readonly environment: string;
  readonly hold: Hold | null;
  readonly openOperation: string | null;
  readonly release: Pick<Release, 'id' | 'rejected'>;
}

/** By whom the engine itself acts, in the record. */
export const engineName = 'slipway';

/** By whom a person acts, in the record: nobody's account is taken for the engine. */
export const personName = (account: string): string => (account === engineName ? `${engineName} (account)` : account);

/** Why nothing may bring this release here by itself now; null when it may. What a person asks for is not held by this. */
export function automationRefusal({ environment, hold, openOperation, release }: AutomationFacts): Problem | null {
  if (hold)
    return problemOf('refused.held', `${environment} is on hold by ${hold.by}: ${hold.why}`, {
      hint: `Lift the hold, or promote to ${environment} by hand.`,
    });
  if (release.rejected)
    return problemOf('refused.rejected', `Release ${release.id} was rejected by ${release.rejected.by}.`, {
      hint: 'A rejected release is never promoted again. Build one with a fix.',
    });
  return openOperation === null ? null : busy(environment, openOperation);
}
