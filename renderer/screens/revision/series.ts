/** From what the load balancer saw to what charts draw: pure. */
import type { StepState } from '../../../shared/domain/operation.ts';
import type { RolloutStop, TrafficSample } from '../../../shared/domain/rollout.ts';
import { percent } from '../../components/rollout/figures.ts';

export type Values = readonly (number | null)[];

/** One revision's figures, each list as long as the times. Null where nothing was seen or answered. */
export interface RevisionSeries {
  readonly revision: number;
  /** Requests a second. */
  readonly requests: Values;
  /** Percent. */
  readonly errors: Values;
  /** Milliseconds. */
  readonly p50: Values;
  readonly p95: Values;
  readonly p99: Values;
}

export interface Traffic {
  /** Epoch milliseconds, rising. */
  readonly times: readonly number[];
  /** The revision that is looked at first, then the others, newest first. */
  readonly revisions: readonly RevisionSeries[];
}

/** `since` is when the revision began: who served before it and not beside it is left out. */
export function trafficOf(all: readonly TrafficSample[], revision: number, since = -Infinity): Traffic {
  const beside = new Set(all.filter(({ at }) => at >= since).map((sample) => sample.revision));
  const samples = all.filter((sample) => sample.revision === revision || beside.has(sample.revision));
  const times = [...new Set(samples.map(({ at }) => at))].sort((a, b) => a - b);
  const others = [...new Set(samples.map((sample) => sample.revision))]
    .filter((one) => one !== revision)
    .sort((a, b) => b - a);
  const seriesOf = (one: number): RevisionSeries => {
    const own = new Map(samples.filter((sample) => sample.revision === one).map((sample) => [sample.at, sample]));
    const values = (figure: (sample: TrafficSample) => number | null): Values =>
      times.map((at) => {
        const sample = own.get(at);
        return sample ? figure(sample) : null;
      });
    return {
      revision: one,
      requests: values(({ requests, spanMs }) => (requests * 1000) / spanMs),
      errors: values(({ requests, errors }) => (requests > 0 ? (errors * 100) / requests : null)),
      p50: values(({ p50Ms }) => p50Ms),
      p95: values(({ p95Ms }) => p95Ms),
      p99: values(({ p99Ms }) => p99Ms),
    };
  };
  return { times, revisions: [revision, ...others].map(seriesOf) };
}

/** A moment of the rollout. */
export interface Mark {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
}

/** When the rollout came to each of its stops, and when it went back. */
export function marksOf(stops: readonly RolloutStop[], steps: readonly StepState[], back: string): Mark[] {
  return stops.flatMap((stop): Mark[] => {
    const step = steps.find(({ id }) => id === stop.step);
    const at = step?.endedAt ?? step?.startedAt;
    if (!step || at === null || at === undefined) return [];
    if (step.status === 'undone') return [{ at, text: back }];
    return step.status === 'done' || step.status === 'running' ? [{ at, text: percent(stop.share) }] : [];
  });
}
