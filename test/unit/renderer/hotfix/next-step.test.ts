import { describe, expect, it } from 'vitest';
import { nextStep, stationsOf } from '../../../../renderer/screens/hotfix/nextStep.ts';
import { edge, environment, status } from '../pictures.ts';
import { lane, pick } from './lanes.ts';

const picture = status({
  environments: [
    environment({ name: 'qa', kind: 'qa', order: 10 }),
    environment({ name: 'release', kind: 'release', order: 15 }),
    environment({ name: 'staging', kind: 'staging', order: 20 }),
    environment({ name: 'production', kind: 'production', order: 30 }),
  ],
  edges: [edge('release', 'staging', { kind: 'lane' }), edge('qa', 'staging')],
});
const built = { release: 'r1' };

describe('the way of a hotfix', () => {
  it('goes past QA, from its own environment to production', () => {
    expect(stationsOf(lane(), picture)).toEqual(['release', 'staging', 'production']);
    expect(stationsOf(lane({ environment: null }), picture)).toEqual(['production']);
  });

  it.each([
    ['with nothing picked', lane({ head: lane().base, picks: [] }), { step: 'pick' }],
    ['with a conflict', lane({ picks: [pick('a'), pick('b', 'conflict')] }), { step: 'settle', pick: 'b' }],
    ['with its picks made', lane(), { step: 'build' }],
    ['once built', lane(built), { step: 'promote', release: 'r1', to: 'release' }],
    ['once tried', lane({ ...built, runsIn: ['release'] }), { step: 'promote', release: 'r1', to: 'staging' }],
    [
      'from staging',
      lane({ ...built, runsIn: ['release', 'staging'] }),
      { step: 'promote', release: 'r1', to: 'production' },
    ],
    ['once out', lane({ ...built, runsIn: ['release', 'staging', 'production'] }), { step: 'forward-port' }],
    [
      'once out, with what it pushed aside back in staging',
      lane({ ...built, runsIn: ['release', 'production'] }),
      { step: 'forward-port' },
    ],
    [
      'once on main',
      lane({
        ...built,
        runsIn: ['release', 'staging', 'production'],
        forwardPort: { open: false, missing: [], lane: null },
      }),
      { step: 'finish' },
    ],
    ['once closed', lane({ status: 'abandoned' }), { step: 'none' }],
    ['on the way to main', lane({ purpose: 'forward-port' }), { step: 'publish' }],
    [
      'once published',
      lane({ purpose: 'forward-port', published: [{ to: 'origin', commit: lane().head, at: 1 }] }),
      { step: 'finish' },
    ],
  ] as const)('%s', (_when, one, expected) => expect(nextStep(one, picture)).toEqual(expected));
});
