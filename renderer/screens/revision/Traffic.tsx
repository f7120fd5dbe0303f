/** What the load balancer saw of a revision and of those beside it: as charts, or as a table. */
import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import type { RolloutState } from '../../../shared/domain/rollout.ts';
import { EmptyPlace } from '../../components/EmptyPlace.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { milliseconds, percent, rate } from '../../components/rollout/figures.ts';
import { useAnswer } from '../../components/useAnswer.ts';
import { useNow } from '../../components/useNow.ts';
import { chartSpans, type ChartSpan } from '../../state/address.ts';
import { duration } from '../../text/time.ts';
import { Chart } from './Chart.tsx';
import classes from './RevisionPage.module.css';
import type { Line } from './plot.ts';
import { marksOf, trafficOf, type Traffic as Figures } from './series.ts';
import { spanOf } from './spans.ts';
import { TrafficTable } from './TrafficTable.tsx';
import { words } from './words.ts';

interface TrafficProps {
  readonly revision: Revision;
  readonly operation: Operation | null;
  readonly rollout: RolloutState | null;
  readonly span: ChartSpan;
  readonly choose: (span: ChartSpan) => void;
}

const minuteMs = 60_000;

export function Traffic({ revision, operation, rollout, span, choose }: TrafficProps) {
  const now = useNow();
  const [table, setTable] = useState(false);
  const [cursor, setCursor] = useState<number | null>(null);
  const { project, environment, number } = revision;
  const asked = { project, environment, ...spanOf(revision, span, Math.floor(now / minuteMs) * minuteMs) };
  // While it goes on, every move of the rollout brings new figures; afterwards the clock does.
  const { data, problem, ask } = useAnswer('traffic.samples', asked, {
    fresh: asked.to === undefined ? (rollout ?? now) : null,
    keep: true,
  });
  const traffic = useMemo(
    () => data && trafficOf(data.samples, number, revision.startedAt),
    [data, number, revision.startedAt],
  );
  // Made once for each answer: the pointer moves far more often, and every new list is drawn anew.
  const charts = useMemo(() => (traffic ? chartsOf(traffic) : []), [traffic]);
  const marks = useMemo(
    () => marksOf(rollout?.stops ?? [], operation?.steps ?? [], words.undone),
    [rollout?.stops, operation?.steps],
  );
  return (
    <section className={classes.section} aria-label={words.traffic}>
      <header className={classes.sectionHead}>
        <h2>{words.traffic}</h2>
        {data && traffic && traffic.times.length > 0 && (
          <span className="quiet">
            {words.point(duration(data.spanMs))}
            {marks.length > 0 && `. ${words.stopsNote}`}
          </span>
        )}
        <div className={classes.tools}>
          <SegmentedControl
            size="xs"
            aria-label={words.span}
            value={span}
            onChange={(value) => choose(chartSpans.find((one) => one === value) ?? 'rollout')}
            data={chartSpans.map((one) => ({ value: one, label: words.spans[one] }))}
          />
          <Button
            size="xs"
            variant="default"
            leftSection={table ? <IconChartLine size={14} /> : <IconTable size={14} />}
            onClick={() => setTable(!table)}
          >
            {table ? words.asCharts : words.asTable}
          </Button>
        </div>
      </header>
      {problem && <ProblemNotice problem={problem} action={{ label: 'Ask again', run: ask }} compact />}
      {!traffic && !problem && <Skeleton height={420} />}
      {traffic?.times.length === 0 && (
        <EmptyPlace icon={IconChartLine} title={words.noTraffic}>
          {words.noTrafficText}
        </EmptyPlace>
      )}
      {traffic && traffic.times.length > 0 && table && <TrafficTable traffic={traffic} />}
      {traffic && traffic.times.length > 0 && !table && (
        <div className={classes.charts}>
          {charts.map(({ title, lines, format }) => (
            <Chart
              key={title}
              title={title}
              label={words.chart(title)}
              times={traffic.times}
              lines={lines}
              marks={marks}
              format={format}
              cursor={cursor}
              move={setCursor}
            />
          ))}
        </div>
      )}
    </section>
  );
}

/** Those beside it are told apart by their dashes. */
const dashes = [
  [6, 4],
  [2, 3],
  [10, 3, 2, 3],
] as const;

function chartsOf({ revisions }: Figures): { title: string; lines: Line[]; format: (value: number) => string }[] {
  const [own] = revisions;
  const each = (figure: 'requests' | 'errors'): Line[] =>
    revisions.map((series, index) => ({
      name: `#${series.revision}`,
      values: series[figure],
      colour: index === 0 ? '--after' : '--before',
      ...(index === 0 ? {} : { dash: dashes[(index - 1) % dashes.length] ?? [6, 4] }),
    }));
  return [
    { title: words.charts.requests, lines: each('requests'), format: rate },
    { title: words.charts.errors, lines: each('errors'), format: percent },
    {
      title: words.charts.latency,
      lines: own
        ? [
            { name: 'p50', values: own.p50, colour: '--after' },
            { name: 'p95', values: own.p95, colour: '--good', dash: [6, 4] },
            { name: 'p99', values: own.p99, colour: '--wait', dash: [2, 3] },
          ]
        : [],
      format: milliseconds,
    },
  ];
}
