import { describe, expect, it } from 'vitest';
import { marksOf, trafficOf } from '../../../../renderer/screens/revision/series.ts';
import { spanOf } from '../../../../renderer/screens/revision/spans.ts';
import type { Revision } from '../../../../shared/domain/revision.ts';
import type { TrafficSample } from '../../../../shared/domain/rollout.ts';
import { step } from '../pictures.ts';

const sample = (at: number, revision: number, requests: number, errors = 0): TrafficSample => {
  const latency = requests > 0 ? 5 : null;
  return { at, spanMs: 2000, revision, requests, errors, p50Ms: latency, p95Ms: latency, p99Ms: latency };
};

describe('the charts of a revision', () => {
  it('draws its own line first, each side on the same times, and gaps where nothing was seen', () => {
    const { times, revisions } = trafficOf(
      [sample(2000, 1, 20), sample(0, 1, 40), sample(2000, 2, 10, 1), sample(4000, 2, 0)],
      2,
    );
    expect(times).toEqual([0, 2000, 4000]);
    expect(revisions.map(({ revision }) => revision)).toEqual([2, 1]);
    expect(revisions[0]).toMatchObject({ requests: [null, 5, 0], errors: [null, 10, null], p99: [null, 5, null] });
    expect(revisions[1]).toMatchObject({ requests: [20, 10, null], errors: [0, 0, null] });
  });

  it('leaves out who served only before it', () => {
    const served = [sample(0, 1, 40), sample(2000, 3, 20), sample(4000, 3, 20), sample(4000, 4, 2)];
    expect(trafficOf(served, 4, 3000).revisions.map(({ revision }) => revision)).toEqual([4, 3]);
    expect(trafficOf(served, 4, 3000).times).toEqual([2000, 4000]);
  });

  it('marks the stops that were reached and where it went back, and none that never came', () => {
    const stops = [5, 25, 100].map((share) => ({ step: `shift ${share}`, share, holdMs: 0 }));
    const at = (id: string, status: 'done' | 'undone' | 'skipped', endedAt: number | null) => ({
      ...step(id, status),
      endedAt,
    });
    expect(
      marksOf(
        stops,
        [at('shift 5', 'done', 10), at('shift 25', 'undone', 20), at('shift 100', 'skipped', null)],
        'back',
      ),
    ).toEqual([
      { at: 10, text: '5 %' },
      { at: 20, text: 'back' },
    ]);
  });

  it('shows the rollout with what was before and after it, and goes up to now while it lives', () => {
    const revision = { startedAt: 1_000_000, runningAt: 1_200_000, endedAt: null } as Revision;
    expect(spanOf(revision, 'rollout', 9_000_000)).toEqual({ from: 970_000, to: 1_260_000 });
    expect(spanOf(revision, 'rollout', 1_210_000)).toEqual({ from: 970_000 });
    expect(spanOf(revision, 'hour', 9_000_000)).toEqual({ from: 5_400_000 });
    expect(spanOf({ ...revision, endedAt: 5_000_000 }, 'life', 9_000_000)).toEqual({ from: 970_000, to: 5_000_000 });
  });
});
