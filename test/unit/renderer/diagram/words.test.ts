import { describe, expect, it } from 'vitest';
import { edgeLabel, laneLabel, nodeLabel, releaseName } from '../../../../renderer/screens/home/diagram/words.ts';
import { testWords } from '../../../../renderer/screens/home/diagram/testMarks.ts';
import type { TestEnvironment } from '../../../../shared/domain/test-environment.ts';
import { problemOf } from '../../../../shared/problem.ts';
import { marksOf } from '../../../../renderer/screens/home/diagram/marks.ts';
import { edge, environment, operation, release, status } from '../pictures.ts';

describe('what is said of a node', () => {
  it('that nothing runs there', () => {
    expect(nodeLabel(environment())).toBe('qa, QA, Nothing deployed yet');
  });

  it('everything that its picture shows', () => {
    const busy = environment({
      release,
      healthText: '2 of 2 containers healthy',
      behind: { of: 'main', commits: 12 },
      drift: ['web runs another image.'],
      operation: operation(),
    });
    expect(nodeLabel(busy)).toBe(
      'qa, QA, release 3f2a1c9, 2 of 2 containers healthy, 12 behind main, drift, Promote 3f2a1c9 to qa',
    );
  });

  it('what sets a test environment apart, beside what every environment says', () => {
    const test: TestEnvironment = {
      environment: 'test.anchors',
      branch: 'anchors',
      commit: 'c1',
      workingTree: false,
      createdAt: 1,
      by: 'ada',
      byRule: false,
      endsAt: 7_200_000,
      url: null,
      ahead: 1,
      behind: 0,
      merged: false,
      review: {
        number: 4,
        title: 'Draft: Sell anchors',
        url: null,
        draft: true,
        state: 'open',
        reviewers: [],
        workItems: [],
        from: 'forge',
      },
      problem: problemOf('failed.build', 'It was not built.'),
    };
    const drifting = environment({ name: 'test.anchors', release, drift: ['web runs another image.'] });
    const label = nodeLabel(drifting, undefined, undefined, testWords(test, 0));
    expect(label).toContain(
      ', drift, Draft: Sell anchors, not what it should be: It was not built., draft, ends in 2 h',
    );
  });

  it('a release by its tag where it has one', () => {
    expect(releaseName({ ...release, tag: 'v1.4.0' })).toBe('v1.4.0');
  });
});

describe('what is said of an edge', () => {
  it('what a promotion would move', () => {
    const open = edge('qa', 'staging', { release, changes: 1, promotion: { possible: true, reason: null } });
    expect(edgeLabel(open)).toBe('Promote 3f2a1c9 from qa to staging, 1 change');
  });

  it('what holds it', () => {
    const reason = problemOf('refused.unapproved', 'Nobody has approved it.');
    const held = edge('qa', 'staging', { release, changes: 3, promotion: { possible: false, reason } });
    expect(edgeLabel(held)).toBe('Promotion from qa to staging is held, 3 changes: Nobody has approved it.');
    expect(edgeLabel(edge('qa', 'staging'))).toBe('Promotion from qa to staging is held: nothing to promote');
  });

  it('that a mirror promotes nothing', () => {
    expect(edgeLabel(edge('production', 'copy', { kind: 'mirror' }))).toBe('copy mirrors production');
  });
});

describe('what hotfixes mean for an environment', () => {
  const lost = { count: 30, changes: [{ change: 'c1', subject: 'Round the price', in: ['production', 'lane:l1'] }] };
  const parked = {
    environment: 'staging',
    release: 'r1',
    commit: 'c2',
    revision: 2,
    by: 'r2',
    lacks: [],
    lacksKnown: true,
  };
  const picture = status({ lost, parked: [parked] });

  it('is said where it matters', () => {
    const production = environment({ name: 'production', title: 'Production', kind: 'production' });
    expect(nodeLabel(production, marksOf(picture, 'production'))).toContain('1+ not on main');
    expect(nodeLabel(environment({ name: 'staging' }), marksOf(picture, 'staging'))).toContain('parked candidate');
    expect(marksOf(picture, 'qa')).toEqual({ lost: 0, lostMore: false, parked: null });
    expect(marksOf(status(), 'production').lost).toBe(0);
  });

  it('is said of a lane', () => {
    const pick = (id: string, state: 'picked' | 'conflict') => ({ id, source: id, subject: id, state });
    const lane = {
      id: 'l1',
      purpose: 'hotfix',
      environment: 'release',
      branch: 'release/hotfix-1',
      base: 'b',
      head: 'h',
      version: 1,
      createdAt: 1,
      picks: [pick('p1', 'picked'), pick('p2', 'conflict')],
      release: null,
      runsIn: [],
      notOnMain: 2,
    } as const;
    expect(laneLabel({ ...lane, picks: [...lane.picks], runsIn: [] })).toBe(
      'Hotfix lane release/hotfix-1, 2 picks, 1 conflict, 2 not on main',
    );
  });
});
