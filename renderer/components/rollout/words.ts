/** Every sentence about rollouts, checks and what watches them. */
import type { CheckResult, RolloutState, Verdict, Verification } from '../../../shared/domain/rollout.ts';
import { inert } from '../../text/inert.ts';
import { countdown, percent, wantedShare, type Sides } from './figures.ts';

export const words = {
  rollout: 'Rollout',
  strategy: {
    recreate: 'Recreate',
    rolling: 'Rolling',
    'blue-green': 'Blue-green',
    canary: 'Canary',
  } satisfies Record<RolloutState['strategy'], string>,
  stops: 'Stops of the rollout',
  stop: (at: number, of: number, share: number) => `Stop ${at} of ${of}: ${percent(share)} to the new release`,
  before: 'Nothing has moved yet',
  done: 'done',
  now: 'now',
  paused: 'paused',
  left: (ms: number) => `${countdown(ms)} left`,
  atOnce: 'at once',
  holds: (time: string) => `hold ${time}`,
  sides: 'Requests by release',
  after: 'new',
  beforeIt: 'before',
  head: ['Release', 'Share', 'Requests', 'Errors'],
  wanted: (share: number) => `of ${percent(share)} wanted`,
  noShare: 'The load balancer does not answer: what is shown is what was asked for.',
  noRequests: 'No requests in the last ten seconds: nothing can be judged by traffic.',
  lastSeconds: 'over the last ten seconds',
  pausedBy: (who: string) => `Paused by ${inert(who)}`,
  testers: (by: string, name: string, value: string) =>
    `Testers with the ${by} ${inert(name)}: ${inert(value)} get the new release whatever its share.`,
  checks: 'Checks',
  noChecks: 'No check watches this rollout.',
  notYet: 'Its checks have not looked yet.',
  evidence: 'Evidence',
  noEvidence: 'Nothing was kept beside this sentence.',
  verdict: { passed: 'Passed', failed: 'Failed', unjudged: 'Not judged' } satisfies Record<Verdict, string>,
  kind: {
    http: 'request',
    command: 'command',
    script: 'script',
    traffic: 'traffic',
    prometheus: 'Prometheus',
  } satisfies Record<CheckResult['kind'], string>,
  cause: {
    rollout: 'in its rollout',
    person: 'by hand',
    schedule: 'on schedule',
  } satisfies Record<Verification['cause'], string>,
  pause: 'Pause',
  pauseTip: 'Hold the traffic where it is until somebody goes on',
  proceed: 'Go on',
  proceedTip: 'Go on with what is left of the rollout',
  promote: 'Promote now\u2026',
  promoteTip: 'Send all traffic to the new release now',
  abort: 'Cancel and undo\u2026',
  abortTip: 'Send all traffic back and undo the rollout',
  over: 'It is over.',
  wentBack: 'It went back: all traffic is where it was before.',
};

/** "25 % to #2, 75 % to #1". */
export function sidesText({ after, before, share }: Sides): string {
  const to = (value: number, revision: number | null) =>
    revision === null ? [] : [`${percent(value)} to #${revision}`];
  return [...to(share, after), ...to(100 - share, before)].join(', ');
}

/** Where it stands, without anything that changes by itself: for those who hear it. */
export const stopText = (rollout: RolloutState): string =>
  rollout.at < 0 ? words.before : words.stop(rollout.at + 1, rollout.stops.length, wantedShare(rollout));
