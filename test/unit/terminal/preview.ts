/** A preview, one that is refused, and events of an operation, as an engine answers them. */
import { problemOf } from '../../../shared/problem.ts';
import { digest, release } from './engine.ts';

export const preview = {
  plan: 'hash',
  refusal: null,
  environment: 'staging',
  current: { revision: 3, release: { ...release({ id: 'r0', commit: '0'.repeat(40) }), images: {} } },
  release: { ...release(), images: { web: digest } },
  restores: 2,
  comes: { count: 0, commits: [], workItems: [] },
  loses: [],
  leaves: {
    count: 1,
    commits: [
      {
        sha: 'f'.repeat(40),
        parents: [],
        author: 'Ada',
        email: 'a@b',
        authoredAt: 1,
        committedAt: 1,
        subject: 'Break \u202eit',
      },
    ],
    workItems: ['#12'],
  },
  configuration: [{ path: 'web.environment.LEVEL', before: 'info', after: 'debug' }],
  steps: [{ id: 's', title: 'Start' }],
  rollout: {
    strategy: 'canary',
    way: null,
    warmMs: 0,
    stops: [{ step: 'traffic.shift.5', share: 5, holdMs: 30_000 }],
    checks: ['GET / answers 200'],
  },
  bindings: [],
  expectedMs: 5000,
  gates: [],
  wayBack: 'Promote r0 again.',
  notices: [],
  guarded: true,
};
export const refused = {
  ...preview,
  plan: null,
  refusal: problemOf('refused.soak', 'It has run for two minutes only.', { hint: 'Wait.' }),
};

export const event = (seq: number, id = 'op-1') => ({
  seq,
  at: 1,
  type: 'step.outcome',
  project: 'p1',
  environment: 'staging',
  operation: id,
  by: 'someone',
  data: {},
  hash: 'h',
});
