import { describe, expect, it } from 'vitest';
import { edgeLabel, nodeLabel, releaseName } from '../../../../renderer/screens/home/diagram/words.ts';
import { problemOf } from '../../../../shared/problem.ts';
import { edge, environment, operation, release } from '../pictures.ts';

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
