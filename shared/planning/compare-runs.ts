/** What changed between two runs of the pipeline. */
import type { Output } from '../api/contract.ts';
import type { Coverage, Run, Stage, TestCase } from '../domain/run.ts';

type Comparison = Output<'run.compare'>;
export type StageChange = Comparison['stages'][number];
export type TestChanges = Comparison['tests'];

/** A test that both runs have. */
export interface TestPair {
  readonly name: string;
  readonly before: Pick<TestCase, 'status' | 'ms'>;
  readonly after: Pick<TestCase, 'status' | 'ms'>;
}

/** How long something took; null while it goes on, and where it did not run. */
export const tookMs = ({ startedAt, endedAt }: Pick<Stage, 'startedAt' | 'endedAt'>): number | null =>
  startedAt === null || endedAt === null ? null : endedAt - startedAt;

/** In percent, with one digit: cut, never rounded up to a hundred that is not one. Null where there is none. */
export const coveragePercent = (coverage: Coverage | null): number | null =>
  coverage === null || coverage.lines === 0 ? null : Math.floor((1000 * coverage.covered) / coverage.lines) / 10;

/** The stages of either run, in the order of the later one; what only the earlier one has comes last. */
export function compareStages(before: Run, after: Run): StageChange[] {
  const names = new Set([...after.stages, ...before.stages].map(wholeName));
  return [...names].map((name) => {
    const [was, is] = [before, after].map(({ stages }) => stages.find((stage) => wholeName(stage) === name));
    const difference = <T>(of: (stage: Stage) => T): { before: T | null; after: T | null } => ({
      before: was ? of(was) : null,
      after: is ? of(is) : null,
    });
    return {
      name,
      ms: difference(tookMs),
      status: difference(({ status }) => status),
      coverage: difference(({ coverage }) => coveragePercent(coverage)),
    };
  });
}

/** There is a `deploy` for each environment. */
const wholeName = ({ name, environment }: Stage): string => (environment === null ? name : `${name} to ${environment}`);

const mostOfEach = 200;
/** Less than this is how the machine felt. */
const slower = { times: 2, byMs: 500 };

/** Gathers what changed among tests that come in pieces: at most 200 of each kind, of the slower ones those that lost most. */
export function testChanges(): { add(pairs: readonly TestPair[]): void; all(): TestChanges } {
  const broken: string[] = [];
  const mended: string[] = [];
  let lost: { name: string; ms: number }[] = [];
  return {
    add(pairs) {
      for (const { name, before, after } of pairs) {
        if (before.status === 'passed' && after.status === 'failed' && broken.length < mostOfEach) broken.push(name);
        if (before.status === 'failed' && after.status === 'passed' && mended.length < mostOfEach) mended.push(name);
        const ms = lostMs(before.ms, after.ms);
        if (ms !== null) lost.push({ name, ms });
      }
      if (lost.length > 2 * mostOfEach) lost = worst(lost);
    },
    all: () => ({ broken, mended, slower: worst(lost).map(({ name }) => name) }),
  };
}

function lostMs(before: number | null, after: number | null): number | null {
  if (before === null || after === null) return null;
  return after >= before * slower.times && after - before >= slower.byMs ? after - before : null;
}

const worst = <T extends { readonly ms: number }>(of: readonly T[]): T[] =>
  of.toSorted((a, b) => b.ms - a.ms).slice(0, mostOfEach);
