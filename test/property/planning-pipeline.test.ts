/** Pipelines of any shape: the order of stages, what is left out, and what a retry takes over. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pipelineContradictions } from '../../shared/configuration/pipeline-checks.ts';
import { pipelineSchema, type DeclaredPipeline } from '../../shared/configuration/pipeline.ts';
import type { StageStatus } from '../../shared/domain/run.ts';
import { planPipeline, type PlannedPipeline } from '../../shared/planning/pipeline.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const branches = ['main', 'topic', 'release/1'];

interface Shape {
  readonly after: readonly string[] | null;
  readonly branches: readonly string[] | null;
  readonly run: string;
}
const shape = fc.record({
  after: fc.option(fc.uniqueArray(fc.constantFrom(...names, 'build', 'release'), { maxLength: 3 })),
  branches: fc.option(fc.uniqueArray(fc.constantFrom(...branches), { minLength: 1, maxLength: 2 })),
  run: fc.constantFrom('true', 'false'),
});
const declared = (shapes: readonly Shape[]): DeclaredPipeline =>
  pipelineSchema.parse(
    Object.fromEntries(
      shapes.map(({ after, branches: only, run }, index) => [
        names[index],
        { run, in: 'x', ...(after ? { after } : {}), ...(only ? { branches: only } : {}) },
      ]),
    ),
  );
/** Only those that slipway.yaml may hold. */
const pipelines = fc
  .array(shape, { maxLength: names.length })
  .map(declared)
  .filter((pipeline) => pipelineContradictions(pipeline).length === 0);
const statuses = fc.array(fc.constantFrom<StageStatus>('passed', 'failed', 'reused', 'pending', 'cancelled'), {
  minLength: names.length,
  maxLength: names.length,
});

const orderOf = ({ early, late }: PlannedPipeline): string[][] => [...early, ...late];

describe('a planned pipeline', () => {
  it('runs every stage once, after all that it needs, and needs nothing that is left out', () => {
    fc.assert(
      fc.property(pipelines, fc.constantFrom(...branches), (pipeline, ref) => {
        const planned = planPipeline({ pipeline, ref, wanted: null, retries: null });
        const waves = orderOf(planned);
        const inPlan = planned.stages.map(({ name }) => name);
        expect(waves.flat().toSorted()).toEqual(inPlan.toSorted());
        expect([...inPlan, ...planned.skipped.map(({ name }) => name)].toSorted()).toEqual(
          Object.keys(pipeline).toSorted(),
        );
        const waveOf = (name: string): number => waves.findIndex((wave) => wave.includes(name));
        for (const stage of planned.stages) {
          expect(pipeline[stage.name]?.branches ?? [ref]).toContain(ref);
          for (const need of stage.after) {
            expect(inPlan).toContain(need);
            expect(waveOf(need)).toBeLessThan(waveOf(stage.name));
          }
          expect(planned.early.flat().includes(stage.name)).toBe(!stage.late);
        }
      }),
    );
  });

  it('keeps two stages in order that only came after one another by way of one that is left out', () => {
    fc.assert(
      fc.property(pipelines, fc.constantFrom(...branches), (pipeline, ref) => {
        const everywhere = Object.fromEntries(
          Object.entries(pipeline).map(([name, stage]) => [name, { ...stage, branches: undefined }]),
        );
        const all = planPipeline({ pipeline: everywhere, ref, wanted: null, retries: null });
        const some = planPipeline({ pipeline, ref, wanted: null, retries: null });
        const before = (planned: PlannedPipeline, name: string, found = new Set<string>()): Set<string> => {
          for (const need of planned.stages.find((stage) => stage.name === name)?.after ?? [])
            if (!found.has(need)) before(planned, need, found.add(need));
          return found;
        };
        for (const { name, late } of some.stages) {
          const there = some.stages.map((stage) => stage.name);
          expect([...before(some, name)].toSorted()).toEqual(
            [...before(all, name)].filter((other) => there.includes(other)).toSorted(),
          );
          expect(late).toBe(all.stages.find((stage) => stage.name === name)?.late);
        }
      }),
    );
  });

  it('has, of what was asked for, all that it needs and nothing else; a release needs all before the build', () => {
    fc.assert(
      fc.property(pipelines, fc.nat(), fc.boolean(), (pipeline, pick, release) => {
        const all = planPipeline({ pipeline, ref: 'main', wanted: null, retries: null });
        const asked = all.stages[pick % Math.max(1, all.stages.length)]?.name;
        const wanted = [...(asked === undefined ? [] : [asked]), ...(release ? ['release'] : [])];
        fc.pre(wanted.length > 0);
        const planned = planPipeline({ pipeline, ref: 'main', wanted, retries: null });
        const there = planned.stages.map(({ name }) => name);
        for (const { name, after } of planned.stages) {
          expect(after.every((need) => there.includes(need))).toBe(true);
          const needed = planned.stages.some((stage) => stage.after.includes(name));
          if (!planned.releases) expect(needed || name === asked).toBe(true);
        }
        expect(planned.releases).toBe(release || planned.stages.some(({ late }) => late));
        if (planned.releases) expect(there).toEqual(expect.arrayContaining(all.early.flat()));
        expect(planned.deploys).toBe(false);
      }),
    );
  });

  it('takes over, when a stage is tried again, only what passed by the same work, and nothing after what runs anew', () => {
    fc.assert(
      fc.property(pipelines, pipelines, statuses, fc.nat(), fc.boolean(), (pipeline, before, came, pick, released) => {
        const planned = planPipeline({ pipeline, ref: 'main', wanted: null, retries: null });
        const earlier = planPipeline({ pipeline: before, ref: 'main', wanted: null, retries: null });
        const stage = planned.stages[pick % Math.max(1, planned.stages.length)]?.name;
        fc.pre(stage !== undefined);
        const stages = earlier.stages.map(({ name, work }, index) => ({
          name,
          work,
          status: came[index] ?? 'pending',
        }));
        const retried = planPipeline({
          pipeline,
          ref: 'main',
          wanted: null,
          retries: { run: 'r', stage: stage ?? null, stages, released },
        });
        expect(retried.reused).not.toContain(stage);
        expect([...orderOf(retried).flat(), ...retried.reused].toSorted()).toEqual(
          planned.stages.map(({ name }) => name).toSorted(),
        );
        for (const name of retried.reused) {
          const own = retried.stages.find((one) => one.name === name);
          const known = stages.find((one) => one.name === name);
          expect(['passed', 'reused']).toContain(known?.status);
          expect(known?.work).toEqual(own?.work);
          expect(own?.after.every((need) => retried.reused.includes(need))).toBe(true);
          if (own?.late) expect(released).toBe(true);
        }
      }),
    );
  });
});
