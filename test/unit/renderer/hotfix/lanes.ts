/** A lane as the engine sends it. */
import type { LaneStatus, LanePick } from '../../../../shared/domain/hotfix.ts';

export const pick = (id: string, state: LanePick['state'] = 'picked'): LanePick => ({
  id,
  source: id.padEnd(40, '0'),
  mainline: null,
  subject: `Fix ${id}`,
  author: 'Ada',
  authoredAt: 1,
  state,
  commit: null,
  files: [],
  settled: [],
});

export const lane = (change: Partial<LaneStatus> = {}): LaneStatus => ({
  id: 'l1',
  project: 'shop-1',
  purpose: 'hotfix',
  environment: 'release',
  of: null,
  branch: 'release/hotfix-1',
  base: 'b'.repeat(40),
  baseName: 'production',
  head: 'c'.repeat(40),
  picks: [pick('a')],
  version: 1,
  undo: null,
  status: 'open',
  createdAt: 1,
  by: 'ada',
  why: null,
  published: [],
  release: null,
  runsIn: [],
  moved: null,
  stale: null,
  forwardPort: { open: true, missing: [], lane: null },
  operation: null,
  ...change,
});
