import { describe, expect, it } from 'vitest';
import type { Release } from '../../../shared/domain/release.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import { planDeployment, wantedPorts, type DeploymentFacts } from '../../../shared/planning/deployment.ts';
import { judgePromotion, type PromotionFacts } from '../../../shared/planning/promotion.ts';
import { chooseRollback, type RollbackFacts } from '../../../shared/planning/rollback.ts';
import { serviceOf } from '../../fixtures/engine/service.ts';

const digest = `sha256:${'1'.repeat(64)}`;
const minute = 60_000;

const release: Release = {
  id: '3f2a1c9',
  project: 'p',
  commit: '3f2a1c9'.padEnd(40, '0'),
  subject: 'Fix',
  author: 'Ada',
  committedAt: 0,
  ref: 'main',
  tag: null,
  inputs: 'i',
  schemaVersion: null,
  artifacts: [{ service: 'web', digest, reference: digest, imageId: digest, sizeBytes: null }],
  createdAt: 0,
  operation: 'o',
  changes: null,
  rejected: null,
};
const ran = (environment: string, number: number, given: Partial<Revision> = {}): Revision => ({
  project: 'p',
  environment,
  number,
  release: release.id,
  commit: release.commit,
  cause: 'promotion',
  restores: null,
  status: 'running',
  healthy: true,
  operation: 'o',
  by: 'ada',
  why: null,
  startedAt: 0,
  runningAt: 0,
  endedAt: null,
  configuration: 'c',
  digests: { web: digest },
  url: null,
  ...given,
});
const promotion = (given: Partial<PromotionFacts>): PromotionFacts => ({
  environment: 'production',
  kind: 'production',
  release,
  after: ['staging'],
  lanes: [],
  fromLane: false,
  mirrors: null,
  runs: [ran('staging', 4)],
  current: null,
  mirrored: null,
  configuration: 'c',
  drifted: false,
  openOperation: null,
  approvals: [],
  gates: { approval: null, soakMs: null },
  loses: [],
  losesUnknown: null,
  mayLose: false,
  blockers: [],
  ...given,
});
const told = (given: Partial<PromotionFacts>, now = 0): unknown[] => {
  const { refusal } = judgePromotion(promotion(given), now);
  return [refusal?.code, refusal?.message, refusal?.hint];
};

describe('a promotion is refused in words that say what to do', () => {
  it('where it was made from a working tree for another environment, whatever the gates say', () => {
    const made = { ...release, workingTree: 'test.mine' };
    expect(told({ release: made })).toEqual([
      'refused.working-tree',
      'Release 3f2a1c9 was made from somebody’s working tree for test.mine: it goes nowhere else.',
      'Commit what is in it, and build a release from the commit.',
    ]);
    expect(told({ release: made, environment: 'test.mine', kind: 'test', after: [], runs: [] })[0]).toBeUndefined();
  });

  it('and allowed when every gate is open', () => {
    expect(judgePromotion(promotion({}), 0)).toEqual({
      refusal: null,
      gates: [{ title: 'Ran in staging', open: true, detail: 'healthy as revision 4' }],
    });
  });

  it.each<[string, Partial<PromotionFacts>, unknown[]]>([
    [
      'rejected',
      { release: { ...release, rejected: { by: 'grace', at: 1, why: 'it leaks' } } },
      [
        'refused.rejected',
        'Release 3f2a1c9 was rejected by grace: it leaks',
        'A rejected release is never promoted again. Build one with a fix.',
      ],
    ],
    [
      'busy',
      { openOperation: 'op1' },
      ['conflict.environment-busy', 'Another operation (op1) is working on production.', 'Wait for it, or abort it.'],
    ],
    [
      'unsupported',
      { blockers: ['canary needs a load balancer', 'x'] },
      ['refused.unsupported', 'canary needs a load balancer', 'Take it out of slipway.yaml to deploy without it.'],
    ],
    [
      'not what is mirrored',
      { environment: 'production-copy', mirrors: 'production', mirrored: ran('production', 2, { release: 'other' }) },
      ['refused.not-mirrored', 'production-copy copies production, which runs other.', 'Promote other.'],
    ],
    [
      'a mirror of nothing',
      { environment: 'production-copy', mirrors: 'production' },
      [
        'refused.not-mirrored',
        'production-copy copies production, which runs nothing.',
        'Promote something to production first.',
      ],
    ],
    [
      'running already',
      { current: ran('production', 7) },
      [
        'refused.already-running',
        'production runs release 3f2a1c9 already, with this configuration, as revision 7.',
        'There is nothing to do.',
      ],
    ],
    [
      'never ran before',
      { runs: [] },
      [
        'refused.gate',
        'Ran in staging: the very digests of this release never ran healthy in staging',
        'Promote it to staging first.',
      ],
    ],
    [
      'only failed before',
      { runs: [ran('staging', 4, { healthy: false })] },
      [
        'refused.gate',
        'Ran in staging: the very digests of this release never ran healthy in staging',
        'Promote it to staging first.',
      ],
    ],
    [
      'ran as another image',
      { runs: [ran('staging', 4, { digests: { web: `sha256:${'2'.repeat(64)}` } })] },
      [
        'refused.gate',
        'Ran in staging: the very digests of this release never ran healthy in staging',
        'Promote it to staging first.',
      ],
    ],
    [
      'ran without one of its services',
      { runs: [ran('staging', 4, { digests: {} })] },
      [
        'refused.gate',
        'Ran in staging: the very digests of this release never ran healthy in staging',
        'Promote it to staging first.',
      ],
    ],
    [
      'not approved',
      { gates: { approval: 2, soakMs: null }, approvals: [{ by: 'ada' }, { by: 'ada' }] },
      ['refused.gate', 'Approval: 1 of 2 (ada)', 'Somebody else approves it: slipway approve 3f2a1c9 --to production'],
    ],
  ])('%s', (_why, given, expected) => expect(told(given)).toEqual(expected));

  it('soak time: rounded down, so that it never reads as enough', () => {
    const gates = { approval: null, soakMs: 10 * minute };
    expect(told({ gates }, 9 * minute + 59_999)).toEqual([
      'refused.gate',
      'Soak time: healthy for 9 min 59 s of 10 min',
      'Wait until it has run that long, and look again.',
    ]);
    expect(told({ gates }, 30_000)[1]).toBe('Soak time: healthy for 30 s of 10 min');
    expect(told({ gates }, -5 * minute)[1]).toBe('Soak time: healthy for 0 s of 10 min');
    expect(told({ gates }, 10 * minute)[0]).toBeUndefined();
    expect(
      told(
        {
          gates,
          runs: [ran('staging', 4, { digests: { web: 'another' }, runningAt: -100 * minute }), ran('staging', 5)],
        },
        minute,
      )[0],
    ).toBe('refused.gate');
  });

  it('the same release with another configuration, or after drift, may go again', () => {
    expect(told({ current: ran('production', 7, { configuration: 'older' }) })[0]).toBeUndefined();
    expect(told({ current: ran('production', 7), drifted: true })[0]).toBeUndefined();
  });

  it('a hotfix passes by what comes before its lane, not by approvals', () => {
    const lane = { runs: [], lanes: ['release'], fromLane: true };
    expect(told(lane)[0]).toBeUndefined();
    expect(told({ ...lane, gates: { approval: 1, soakMs: null } })[1]).toBe('Approval: 0 of 1');
    expect(told({ ...lane, lanes: [] })[0]).toBe('refused.gate');
  });
});

const rollback = (given: Partial<RollbackFacts> = {}): RollbackFacts => {
  const healthy = [
    ran('qa', 3, { release: 'c' }),
    ran('qa', 2, { release: 'b', status: 'replaced' }),
    ran('qa', 1, { release: 'a', status: 'replaced' }),
  ];
  return { environment: 'qa', current: healthy[0]!, healthy, rejected: new Map(), ...given };
};
const chosen = (facts: RollbackFacts, wish?: number | string): unknown => {
  const answer = chooseRollback(facts, wish);
  return 'number' in answer ? answer.number : [answer.code, answer.message, answer.hint];
};

describe('a rollback', () => {
  it('goes where it is told, or one back', () => {
    expect([
      chosen(rollback()),
      chosen(rollback(), 1),
      chosen(rollback(), 'a'),
      chosen(rollback({ rejected: new Map([['b', 'x']]) })),
    ]).toEqual([2, 1, 1, 1]);
  });

  it.each<[string, RollbackFacts, number | string | undefined, unknown[]]>([
    [
      'where nothing runs',
      rollback({ current: null }),
      undefined,
      ['refused.nothing-runs', 'Nothing is recorded as running in qa.', 'Promote a release instead.'],
    ],
    [
      'after the first deployment',
      rollback({ healthy: [ran('qa', 3, { release: 'c' })] }),
      undefined,
      [
        'refused.no-way-back',
        'qa has no earlier revision that ran healthy with another release.',
        'A rollback becomes possible after the second promotion.',
      ],
    ],
    [
      'to a number that never was',
      rollback(),
      9,
      ['refused.never-healthy', 'qa never ran revision 9 healthy.', 'Revisions to choose from: #3, #2, #1.'],
    ],
    [
      'to a release that never ran here',
      rollback(),
      'zzz',
      ['refused.never-healthy', 'qa never ran release zzz healthy.', 'Revisions to choose from: #3, #2, #1.'],
    ],
    [
      'to what runs',
      rollback(),
      3,
      ['refused.already-running', 'Revision 3 is what qa runs.', 'There is nothing to do.'],
    ],
    [
      'to a rejected release',
      rollback({ rejected: new Map([['b', 'it leaks']]) }),
      2,
      ['refused.rejected', 'Release b was rejected: it leaks', 'Choose another revision.'],
    ],
  ])('is refused %s', (_where, facts, wish, expected) => expect(chosen(facts, wish)).toEqual(expected));
});

const deployment = (given: Partial<DeploymentFacts>): DeploymentFacts => ({
  kind: 'promote',
  project: 'p',
  projectName: 'shop',
  environment: 'qa',
  environmentKind: 'qa',
  target: 'local',
  previous: null,
  restores: null,
  bindings: [],
  healthTimeoutMs: 1,
  strategy: 'rehearsed',
  notices: [],
  next: {
    revision: 1,
    release: 'r',
    commit: 'c',
    artifacts: [],
    configuration: 'h',
    application: {
      services: [
        serviceOf({
          name: 'web',
          replicas: 3,
          build: { context: '.', dockerfile: 'Dockerfile', dockerfileInline: null, args: {}, target: null },
        }),
      ],
      networks: [],
      volumes: [],
    },
  },
  ...given,
});

describe('a deployment is refused', () => {
  it('when several containers would share a port', () => {
    expect(
      planDeployment(
        deployment({
          bindings: [{ service: 'web', container: 80, protocol: 'tcp', hostAddress: '0.0.0.0', host: 8080 }],
        }),
      ),
    ).toMatchObject({
      code: 'refused.port-shared',
      message: '“web” asks for 3 replicas and one published port: only one container can own a port.',
      hint: 'Set replicas of web to 1 in qa, or do not publish it.',
    });
  });

  it('when the release lacks an image', () => {
    expect(planDeployment(deployment({}))).toMatchObject({
      code: 'refused.not-in-release',
      message: 'The release has no image of “web”.',
      hint: 'It was built from another Compose file or profile. Build a new release.',
    });
  });

  it('when a port is published of what has none, or is not there', () => {
    const services = [serviceOf({ name: 'web' })];
    expect(wantedPorts(services, { api: 80 })).toMatchObject({ code: 'usage.publish-unknown', hint: 'Services: web.' });
    expect(wantedPorts(services, { web: 80 })).toMatchObject({
      code: 'usage.publish-without-port',
      hint: 'Give the service `ports` or `expose` in the Compose file.',
    });
  });
});
