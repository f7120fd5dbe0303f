/** The stages of a run in one line: a mark each, with names and times where there is room. */
import { memo } from 'react';
import type { Stage } from '../../../shared/domain/run.ts';
import { shorten } from '../../text/inert.ts';
import { duration } from '../../text/time.ts';
import { stageKey, stageMs } from './figures.ts';
import { stageLooks } from './looks.ts';
import { StageMark } from './Mark.tsx';
import classes from './StageDots.module.css';
import { stageTitle } from './words.ts';

interface StageDotsProps {
  readonly stages: readonly Stage[];
  readonly now: number;
  /** Names and times beside the marks. */
  readonly named?: boolean;
  /** Names without times, where there are many. */
  readonly timeless?: boolean;
  /** Marks that are drawn at most; the others are counted. */
  readonly most?: number;
}

export const StageDots = memo(function StageDots({ stages, now, named, timeless, most = 12 }: StageDotsProps) {
  return (
    <span className={classes.dots} data-named={named || undefined} aria-hidden>
      {stages.slice(0, most).map((stage, index) => {
        const ms = stageMs(stage, now);
        const title = stageTitle(stage);
        const before = stages[index - 1];
        return (
          <span
            key={stageKey(stage)}
            className={classes.stage}
            data-status={stage.status}
            data-beside={(before && before.after.join() === stage.after.join()) || undefined}
            title={`${title}: ${stageLooks[stage.status].word.toLowerCase()}${ms === null ? '' : `, ${duration(ms)}`}`}
          >
            <StageMark status={stage.status} bare size={16} />
            {named && <span className={classes.name}>{shorten(title, 18)}</span>}
            {named && !timeless && ms !== null && <span className={classes.time}>{duration(ms)}</span>}
          </span>
        );
      })}
      {stages.length > most && <span className="quiet">+{stages.length - most}</span>}
    </span>
  );
});
