import { judgeTraffic } from '../../shared/planning/verification/traffic.ts';
import { found, type CheckKind } from './check.ts';

/** What the front saw of the requests, judged at every look. */
export const traffic: CheckKind<'traffic'> = {
  kind: 'traffic',
  // Seconds that have ended are judged: looking more often sees nothing new.
  everyMs: 1000,
  // The test itself says how sure it is.
  again: false,
  run(check, { seen }) {
    const traffic = seen();
    if (traffic) return Promise.resolve(judgeTraffic(check, traffic));
    const detail = 'No load balancer stands before this environment: nobody counts its requests.';
    return Promise.resolve([found(check, 'unjudged', detail)]);
  },
};
