/** The stages from left to right: those that wait for each other joined by lines, those beside each other below. */
import { VisuallyHidden } from '@mantine/core';
import { useMemo, type KeyboardEvent } from 'react';
import type { Stage } from '../../../shared/domain/run.ts';
import { coverageText, stageKey, stageMs } from '../../components/run/figures.ts';
import { flowMeasures, flowOf, stageBeside } from '../../components/run/flow.ts';
import { stageLooks } from '../../components/run/looks.ts';
import { StageMark } from '../../components/run/Mark.tsx';
import { stageTitle, testsText, words as runWords } from '../../components/run/words.ts';
import { useSeconds } from '../../components/useNow.ts';
import { shorten } from '../../text/inert.ts';
import { duration } from '../../text/time.ts';
import classes from './RunPage.module.css';
import { words } from './words.ts';

interface StageFlowProps {
  readonly stages: readonly Stage[];
  readonly chosen: string | null;
  readonly choose: (key: string) => void;
}

export function StageFlow({ stages, chosen, choose }: StageFlowProps) {
  const flow = useMemo(() => flowOf(stages), [stages]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const next = chosen && stageBeside(flow, chosen, event.key);
    if (!next) return;
    event.preventDefault();
    choose(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-stage="${CSS.escape(next)}"]`)?.focus();
  };
  return (
    <div className={classes.flow} role="group" aria-label={words.stages} onKeyDown={onKeyDown}>
      <div className={classes.board} style={{ width: flow.width, height: flow.height }}>
        <svg className={classes.lines} width={flow.width} height={flow.height} aria-hidden>
          {flow.lines.map((path) => (
            <path key={path} d={path} />
          ))}
        </svg>
        {flow.placed.map(({ stage, x, y }) => {
          const key = stageKey(stage);
          return (
            <Card
              key={key}
              stage={stage}
              chosen={key === chosen}
              choose={() => choose(key)}
              style={{ left: x, top: y, width: flowMeasures.width, height: flowMeasures.height }}
            />
          );
        })}
      </div>
    </div>
  );
}

interface CardProps {
  readonly stage: Stage;
  readonly chosen: boolean;
  readonly choose: () => void;
  readonly style: React.CSSProperties;
}

function Card({ stage, chosen, choose, style }: CardProps) {
  return (
    <button
      type="button"
      className={classes.stage}
      style={style}
      data-stage={stageKey(stage)}
      data-tone={stageLooks[stage.status].tone}
      data-status={stage.status}
      aria-pressed={chosen}
      onClick={choose}
    >
      <span className={classes.stageName}>
        <StageMark status={stage.status} bare />
        <span className="one-line" title={stageTitle(stage)}>
          {shorten(stageTitle(stage), 30)}
        </span>
        <span className={classes.time}>{stage.status === 'running' ? <Running stage={stage} /> : took(stage)}</span>
      </span>
      <span className={classes.stageFacts} data-bad={(stage.tests?.failed ?? 0) > 0 || undefined}>
        <span className="one-line">{factOf(stage)}</span>
        <VisuallyHidden>{stageLooks[stage.status].word}</VisuallyHidden>
      </span>
    </button>
  );
}

const took = (stage: Stage): string => {
  const ms = stageMs(stage, stage.startedAt ?? 0);
  return ms === null || stage.endedAt === null ? '' : duration(ms);
};

function Running({ stage }: { readonly stage: Stage }) {
  const ms = stageMs(stage, useSeconds());
  return <>{ms === null ? '' : duration(ms)}</>;
}

/** What most matters of a stage beside its state. */
function factOf({ tests, coverage, status, code }: Stage): string {
  if (tests) return testsText(tests);
  if (coverage) return runWords.coverage(coverageText(coverage));
  if (status === 'failed' && code !== null && code !== 0) return words.code(code);
  return stageLooks[status].word;
}
