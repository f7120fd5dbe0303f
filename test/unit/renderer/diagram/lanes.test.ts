import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planLanes, type LanePlan } from '../../../../renderer/screens/home/diagram/lanes.ts';
import { columnStep, measures, rowStep } from '../../../../renderer/screens/home/diagram/measures.ts';
import { neighbour } from '../../../../renderer/screens/home/diagram/view.ts';
import { edge, environment, flows } from '../pictures.ts';

const anyFlow = [flows, fc.boolean()] as const;

/** What a plan draws at node size: environments, and the fold that stands for the rest. */
function boxes(plan: LanePlan) {
  const size = { width: measures.nodeWidth, height: measures.nodeHeight };
  const placed = plan.placed.map(({ environment: { name }, x, y }) => ({ id: name, x, y, ...size }));
  return plan.fold ? [...placed, { id: 'the fold', x: plan.fold.x, y: plan.fold.y, ...size }] : placed;
}

describe('open lanes', () => {
  const strips = (plan: LanePlan) => plan.strips.map(({ y }) => ({ top: y, bottom: y + measures.stripHeight }));

  it('are strips at the foot of the release lane, below everything else', () => {
    fc.assert(
      fc.property(...anyFlow, fc.integer({ min: 0, max: 4 }), ({ environments, edges }, unfolded, lanes) => {
        const plan = planLanes(environments, edges, unfolded, lanes);
        expect(plan.strips).toHaveLength(lanes);
        const lowest = Math.max(0, ...boxes(plan).map((box) => box.y + box.height));
        const ground = plan.bands.find((band) => band.lane === 'release');
        let above = environments.length > 0 ? lowest : 0;
        for (const strip of strips(plan)) {
          expect(strip.top).toBeGreaterThanOrEqual(above);
          expect(strip.bottom).toBeLessThanOrEqual((ground?.y ?? 0) + (ground?.height ?? 0));
          above = strip.bottom;
        }
      }),
    );
  });

  it('move nothing of what stands above them', () => {
    fc.assert(
      fc.property(...anyFlow, ({ environments, edges }, unfolded) => {
        expect(planLanes(environments, edges, unfolded, 3).placed).toEqual(
          planLanes(environments, edges, unfolded).placed,
        );
      }),
    );
  });
});

describe('the places of any flow', () => {
  it('never overlap, and leave the gaps between them free', () => {
    fc.assert(
      fc.property(...anyFlow, ({ environments, edges }, unfolded) => {
        const all = boxes(planLanes(environments, edges, unfolded));
        all.forEach((a, index) => {
          for (const b of all.slice(index + 1)) {
            const apart = Math.abs(a.x - b.x) >= columnStep || Math.abs(a.y - b.y) >= rowStep;
            expect(apart, `${a.id} and ${b.id}`).toBe(true);
          }
        });
      }),
    );
  });

  it('show each environment once, or count it in the fold', () => {
    fc.assert(
      fc.property(...anyFlow, ({ environments, edges }, unfolded) => {
        const plan = planLanes(environments, edges, unfolded);
        const shown = [...plan.placed.map((placed) => placed.environment), ...(plan.fold?.hidden ?? [])];
        expect(shown.map(({ name }) => name).sort()).toEqual(environments.map(({ name }) => name).sort());
        if (plan.fold) expect(plan.fold.hidden.length).toBeGreaterThan(1);
        if (unfolded) expect(plan.fold).toBeNull();
        expect(plan.bands.reduce((sum, band) => sum + band.count, 0)).toBe(environments.length);
      }),
    );
  });

  it('lie within the band of their lane, and the bands do not meet', () => {
    fc.assert(
      fc.property(...anyFlow, ({ environments, edges }, unfolded) => {
        const plan = planLanes(environments, edges, unfolded);
        for (const { environment: one, x, y } of plan.placed) {
          const band = plan.bands.find(({ lane }) => lane === one.lane)!;
          expect(y).toBeGreaterThanOrEqual(band.y);
          expect(y + measures.nodeHeight).toBeLessThanOrEqual(band.y + band.height);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + measures.nodeWidth).toBeLessThanOrEqual(plan.width);
        }
        plan.bands.slice(1).forEach((band, index) => {
          const above = plan.bands[index]!;
          expect(band.y - above.y - above.height).toBe(measures.laneGap);
        });
      }),
    );
  });

  it('do not depend on the order in which environments are named', () => {
    fc.assert(
      fc.property(...anyFlow, ({ environments, edges }, unfolded) => {
        expect(planLanes(environments.toReversed(), edges, unfolded)).toEqual(planLanes(environments, edges, unfolded));
      }),
    );
  });

  it('put what comes later in the flow to the right of what it takes from', () => {
    fc.assert(
      fc.property(flows, ({ environments, edges }) => {
        const placed = new Map(planLanes(environments, edges, true).placed.map((one) => [one.environment.name, one]));
        for (const { from, to } of edges) {
          const [start, end] = [placed.get(from)!, placed.get(to)!];
          if (start.environment.lane !== 'main' || end.environment.lane !== 'main') continue;
          if (start.environment.order < end.environment.order) expect(end.x).toBeGreaterThan(start.x);
        }
      }),
    );
  });

  it('stay where they are along the flow when an environment joins at its end', () => {
    fc.assert(
      fc.property(flows, ({ environments, edges }) => {
        const columns = (plan: LanePlan) =>
          plan.placed.filter((one) => one.environment.lane === 'main').map((one) => [one.environment.name, one.x]);
        const before = columns(planLanes(environments, edges, true));
        const last = environment({ name: 'zz-last', order: 10 });
        const after = columns(planLanes([...environments, last], edges, true));
        expect(after.slice(0, -1)).toEqual(before);
        expect(after.at(-1)?.[0]).toBe('zz-last');
      }),
    );
  });

  it('can all be walked to with the arrow keys from where one is', () => {
    fc.assert(
      fc.property(...anyFlow, ({ environments, edges }, unfolded) => {
        const all = boxes(planLanes(environments, edges, unfolded));
        const start = all[0]!;
        const reached = new Set([start.id]);
        for (const id of reached) {
          const from = all.find((box) => box.id === id)!;
          for (const arrow of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const) {
            const next = neighbour(from, all, arrow);
            if (next) reached.add(next);
          }
        }
        expect([...reached].sort()).toEqual(all.map((box) => box.id).sort());
      }),
    );
  });
});

describe('the lanes of a usual flow', () => {
  const main = ['development', 'qa', 'staging', 'production'].map((name, order) => environment({ name, order }));
  const edges = [edge('development', 'qa'), edge('qa', 'staging'), edge('staging', 'production')];
  const tests = (n: number) =>
    Array.from({ length: n }, (_, index) => environment({ name: `test.${index}`, lane: 'test', order: 1 }));

  it('stand in columns along one row', () => {
    const { placed, bands, width } = planLanes(main, edges, false);
    expect(placed.map(({ x, y }) => [x, y])).toEqual([0, 1, 2, 3].map((column) => [column * columnStep, 0]));
    expect(bands).toEqual([{ lane: 'main', count: 4, y: 0, height: measures.nodeHeight, foldable: false }]);
    expect(width).toBe(3 * columnStep + measures.nodeWidth);
  });

  it('put the hotfix lane below the stage before it', () => {
    const hotfix = environment({ name: 'release', lane: 'release', order: 2.5 });
    const { placed } = planLanes([...main, hotfix], edges, false);
    expect(placed.at(-1)).toMatchObject({ x: 2 * columnStep, y: measures.nodeHeight + measures.laneGap });
  });

  it('fold tests into one row, with the last place for the rest', () => {
    const { placed, fold, bands } = planLanes([...main, ...tests(12)], edges, false);
    expect(placed.slice(0, 2).map((one) => one.environment.name)).toEqual(['test.0', 'test.1']);
    expect(fold).toMatchObject({ x: 3 * columnStep, y: 0 });
    expect(fold?.hidden).toHaveLength(10);
    expect(bands[0]).toMatchObject({ lane: 'test', count: 12, foldable: true, height: measures.nodeHeight });
  });

  it('unfold tests into as many rows as they need', () => {
    const { fold, bands } = planLanes([...main, ...tests(12)], edges, true);
    expect(fold).toBeNull();
    expect(bands[0]).toMatchObject({ foldable: true, height: 4 * rowStep - measures.rowGap });
  });

  it('do not fold what fits', () => {
    expect(planLanes([...main, ...tests(3)], edges, false)).toMatchObject({ fold: null });
  });

  it('are empty for a project without environments', () => {
    expect(planLanes([], [], false)).toMatchObject({ placed: [], fold: null, bands: [] });
  });
});
