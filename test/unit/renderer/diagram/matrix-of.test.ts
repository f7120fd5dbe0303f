import { describe, expect, it } from 'vitest';
import { alongEdge, lacksOfMain, ofLane } from '../../../../renderer/screens/home/matrixOf.ts';
import { edge, environment, release, status } from '../pictures.ts';

const [runs, empty] = [environment({ name: 'qa', release }), environment({ name: 'production' })];
const picture = status({
  environments: [runs, empty],
  main: { branch: 'trunk', commit: release.commit, subject: '' },
});

describe('the way from the diagram to the matrix', () => {
  it('leads to what a place lacks, where there is something to compare', () => {
    expect(lacksOfMain(picture, runs)).toEqual({ has: 'trunk', lacks: 'qa' });
    expect(ofLane(picture, { id: 'l1' })).toEqual({ has: 'lane:l1', lacks: 'trunk' });
    expect(alongEdge(picture, edge('qa', 'qa'))).toEqual({ has: 'qa', lacks: 'qa' });
  });

  it('leads to all of it from where nothing runs, and from an edge without a release', () => {
    expect(lacksOfMain(picture, empty)).toBeNull();
    expect(alongEdge(picture, edge('qa', 'production'))).toBeNull();
    expect(alongEdge(picture, edge('production', 'qa', { kind: 'mirror' }))).toBeNull();
  });
});
