/** What the load balancer saw of both versions, judged against what is declared. */
import { answersIn, boundAtOrAbove, latencyBoundsMs, percentileOf, slowerThan } from '../../domain/latency.ts';
import type { CheckOf } from '../../domain/verification.ts';
import type { CheckResult, Verdict } from '../../domain/rollout.ts';
import type { Json } from '../../problem.ts';
import { addUp, type Count, type TrafficSpan } from '../traffic/counting.ts';
import { evidenceOf, evidenceOverLimit, falseAlarm, type Block } from './sequential.ts';

export interface SeenTraffic {
  /** Closed spans of one length since the new version got its first request, of both. */
  readonly spans: readonly TrafficSpan[];
  readonly canary: number;
  /** What serves beside it; null when all traffic goes to the new one. */
  readonly stable: number | null;
  /** What the stable one got before, by which it is known how long its answers take. */
  readonly before: Count | null;
}

export type Judged = Pick<CheckResult, 'check' | 'verdict' | 'detail' | 'evidence'>;

/** One result for each thing that the check looks at. */
export function judgeTraffic(check: CheckOf<'traffic'>, seen: SeenTraffic): Judged[] {
  const { errors, latency } = check;
  const judged = [
    ...(errors === null ? [] : [errors === 'compared' ? comparedErrors(check, seen) : errorLimit(check, seen, errors)]),
    ...(latency === null
      ? []
      : [latency === 'compared' ? comparedLatency(check, seen) : latencyLimit(check, seen, latency)]),
  ];
  return isNamed(check) ? judged.map((one) => ({ ...one, check: `${check.name}: ${one.check}` })) : judged;
}

/** Whether somebody gave it a name, by which it is told from others of its kind. */
const isNamed = ({ name, kind }: CheckOf<'traffic'>): boolean => name !== kind;

/** A side of a comparison, as how many of its answers were bad. */
interface Share {
  readonly total: number;
  readonly bad: number;
}
type Bad = (span: Count | undefined) => Share;

const erroneous: Bad = (span) => ({
  total: span?.requests ?? 0,
  bad: Math.min(span?.errors ?? 0, span?.requests ?? 0),
});
const slower =
  (boundMs: number): Bad =>
  (span) => ({ total: answersIn(span?.latency ?? null), bad: slowerThan(span?.latency ?? null, boundMs) });

function comparedErrors(check: CheckOf<'traffic'>, seen: SeenTraffic): Judged {
  return compared(check, seen, { check: 'errors', bad: erroneous, level: falseAlarm.errors, what: 'were errors' });
}

/** Faster than this is fast, whatever the other does. */
const fastMs = 10;

function comparedLatency(check: CheckOf<'traffic'>, seen: SeenTraffic): Judged {
  const p95Ms = percentileOf(seen.before?.latency ?? null, 0.95);
  // Fixed before the comparison begins: a limit that follows what it judges would judge nothing.
  const boundMs = p95Ms === null ? null : boundAtOrAbove(Math.max(fastMs, p95Ms));
  if (boundMs === null)
    return unjudged(
      'latency',
      'How long the answers of what serves took before is not known: there is no measure.',
      {},
    );
  const what = `took ${String(boundMs)} ms or longer`;
  const judged = compared(check, seen, { check: 'latency', bad: slower(boundMs), level: falseAlarm.latency, what });
  return { ...judged, evidence: { ...judged.evidence, slowerThanMs: boundMs, stableP95Ms: p95Ms } };
}

interface Comparison {
  readonly check: string;
  readonly bad: Bad;
  readonly level: number;
  readonly what: string;
}

function compared(
  { requests }: CheckOf<'traffic'>,
  seen: SeenTraffic,
  { check, bad, level, what }: Comparison,
): Judged {
  if (seen.stable === null)
    return unjudged(check, 'All traffic goes to the new release: there is nothing beside it to compare with.', {});
  const blocks = blocksOf(seen, seen.stable, bad);
  const sum = (side: 'stable' | 'canary'): Share => ({
    total: blocks.reduce((total, block) => total + block[side].total, 0),
    bad: blocks.reduce((total, block) => total + block[side].bad, 0),
  });
  const [canary, stable] = [sum('canary'), sum('stable')];
  const { largest } = evidenceOf(blocks);
  const proved = largest >= 1 / level;
  const split = `${percent(canary)} of ${answers(canary.total)} ${what} on the new release, ${percent(stable)} of ${answers(stable.total)} on the old one`;
  const evidence: Record<string, Json> = {
    canary: { requests: canary.total, bad: canary.bad },
    stable: { requests: stable.total, bad: stable.bad },
    evidence: Math.round(Math.min(largest, 1e9) * 100) / 100,
    proofAt: Math.round(1 / level),
    test: 'sequential hypergeometric test (test martingale, Ville)',
  };
  if (proved)
    return {
      check,
      verdict: 'failed',
      detail: `${split}. If they were alike, this would come up less than once in ${count(Math.floor(Math.min(largest, 1e9)))} rollouts.`,
      evidence,
    };
  if (canary.total < requests || stable.total < requests)
    return unjudged(check, `${split}: too few to judge, ${count(requests)} of each are wanted.`, evidence);
  return { check, verdict: 'passed', detail: `${split}: no worse.`, evidence };
}

/** What both got in the same spans. */
function blocksOf({ spans, canary }: SeenTraffic, stable: number, bad: Bad): Block[] {
  return [...Map.groupBy(spans, ({ at }) => at)]
    .toSorted(([a], [b]) => a - b)
    .map(([, both]) => {
      const of = (revision: number): Share => bad(both.find((span) => span.revision === revision));
      return { stable: of(stable), canary: of(canary) };
    });
}

function errorLimit(check: CheckOf<'traffic'>, seen: SeenTraffic, maxPercent: number): Judged {
  const words = `at most ${String(maxPercent)} %`;
  return limited(check, seen, { check: 'errors', bad: erroneous, limit: maxPercent / 100, what: 'were errors', words });
}

function latencyLimit(check: CheckOf<'traffic'>, seen: SeenTraffic, maxMs: number): Judged {
  const boundMs = boundAtOrAbove(maxMs) ?? latencyBoundsMs.at(-1) ?? maxMs;
  const words = 'at most 5 %';
  const what = `took ${String(boundMs)} ms or longer`;
  return limited(check, seen, { check: 'latency', bad: slower(boundMs), limit: 0.05, what, words });
}

function limited(
  { requests }: CheckOf<'traffic'>,
  { spans, canary }: SeenTraffic,
  { check, bad, limit, what, words }: Omit<Comparison, 'level'> & { limit: number; words: string },
): Judged {
  const seen = bad(addUp(spans.filter(({ revision }) => revision === canary)) ?? undefined);
  const largest = evidenceOverLimit(seen, limit);
  const level = check === 'errors' ? falseAlarm.errors : falseAlarm.latency;
  const text = `${percent(seen)} of ${answers(seen.total)} ${what}, ${words} may`;
  const evidence: Record<string, Json> = {
    canary: { requests: seen.total, bad: seen.bad },
    evidence: Math.round(Math.min(largest, 1e9) * 100) / 100,
    proofAt: Math.round(1 / level),
    test: 'sequential likelihood ratio (test martingale, Ville)',
  };
  if (largest >= 1 / level) return { check, verdict: 'failed', detail: `${text}.`, evidence };
  if (seen.total < requests)
    return unjudged(check, `${text}: too few to judge, ${count(requests)} are wanted.`, evidence);
  return { check, verdict: 'passed', detail: `${text}.`, evidence };
}

const unjudged = (check: string, detail: string, evidence: Record<string, Json>): Judged => ({
  check,
  verdict: 'unjudged',
  detail,
  evidence,
});

const count = (number: number): string => number.toLocaleString('en');
const answers = (total: number): string => `${count(total)} ${total === 1 ? 'answer' : 'answers'}`;
const percent = ({ total, bad }: Share): string =>
  total === 0 ? 'none' : `${String(Math.round((1000 * bad) / total) / 10)} %`;

/** All of them together: one failure fails; what could not be judged is no success. */
export function verdictOf(results: readonly { readonly verdict: Verdict }[]): Verdict {
  if (results.some(({ verdict }) => verdict === 'failed')) return 'failed';
  return results.length > 0 && results.every(({ verdict }) => verdict === 'passed') ? 'passed' : 'unjudged';
}
