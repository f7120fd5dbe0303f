/** How traffic will move: for a rollback by which way, else from stop to stop, and what watches it. */
import { IconBolt, IconCloudDownload, IconPlayerPlay } from '@tabler/icons-react';
import type { Preview } from '../../../shared/api/releases.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { Track } from '../../components/rollout/Track.tsx';
import { words as rolloutWords } from '../../components/rollout/words.ts';
import { chosenDuration } from '../../text/time.ts';
import classes from './PreviewDialog.module.css';
import { Section } from './Section.tsx';
import { words } from './words.ts';

const pictures = { switch: IconBolt, start: IconPlayerPlay, pull: IconCloudDownload } as const;

export function RolloutPlan({ rollout }: { readonly rollout: NonNullable<Preview['rollout']> }) {
  const { strategy, way, stops, checks, warmMs } = rollout;
  const Picture = way && pictures[way];
  return (
    <Section title={way ? words.rollout : `${words.rollout}: ${rolloutWords.strategy[strategy]}`}>
      <div className={classes.plan} data-testid="rollout-plan">
        {way && Picture && (
          <div className={classes.way} data-way={way}>
            <Picture size={16} aria-hidden />
            <div>
              <strong>{words.ways[way].title}</strong>
              <div>{words.ways[way].text}</div>
            </div>
          </div>
        )}
        {stops.length > 1 && <Track stops={stops} />}
        {stops.length > 1 && checks.length === 0 && <div className="quiet">{words.unwatched}</div>}
        {checks.length > 0 && (
          <div>
            <div className="quiet">{words.watched}</div>
            <ul className={classes.notices}>
              {checks.map((check) => (
                <li key={check}>
                  <Foreign text={check} />
                </li>
              ))}
            </ul>
          </div>
        )}
        {warmMs > 0 && <div className="quiet">{words.warm(chosenDuration(warmMs))}</div>}
      </div>
    </Section>
  );
}
