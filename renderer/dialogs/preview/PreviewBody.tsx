/** What a move would do: what runs, what comes and leaves, how, behind which gates, and the way back. */
import { IconArrowRight } from '@tabler/icons-react';
import type { Preview } from '../../../shared/api/releases.ts';
import { urlOf } from '../../../shared/planning/deployment.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { duration } from '../../text/time.ts';
import { ConfigurationChanges } from './ConfigurationChanges.tsx';
import { Gates } from './Gates.tsx';
import { Loses } from './Loses.tsx';
import { Movements } from './Movements.tsx';
import classes from './PreviewDialog.module.css';
import { RolloutPlan } from './RolloutPlan.tsx';
import { Section } from './Section.tsx';
import { Side } from './Side.tsx';
import { words } from './words.ts';

interface PreviewBodyProps {
  readonly preview: Preview;
  readonly project: string;
  /** Asks for the preview anew, after something that it depends on was done. */
  readonly again: () => void;
}

export function PreviewBody({ preview, project, again }: PreviewBodyProps) {
  return (
    <>
      <div className={classes.move}>
        <Side
          title={words.now}
          release={preview.current?.release ?? null}
          revision={preview.current?.revision ?? null}
        />
        <IconArrowRight size={22} aria-hidden className={classes.arrow} />
        <Side title={words.runs} release={preview.release} revision={preview.restores} digests />
      </div>
      <Loses preview={preview} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <Movements comes={preview.comes} leaves={preview.leaves} />
          {preview.current && <ConfigurationChanges changes={preview.configuration} />}
          {preview.notices.length > 0 && (
            <Section title={words.notices}>
              <ul className={classes.notices}>
                {preview.notices.map((notice) => (
                  <li key={notice}>
                    <Foreign text={notice} />
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
        <div className={classes.column}>
          <Gates preview={preview} project={project} again={again} />
          {preview.rollout && <RolloutPlan rollout={preview.rollout} />}
          {preview.wayBack && (
            <Section title={words.wayBack}>
              <Foreign text={preview.wayBack} />
            </Section>
          )}
          <Section title={words.how}>
            <ol className={classes.steps}>
              {preview.steps.map((step) => (
                <li key={step.id}>
                  <Foreign text={step.title} />
                </li>
              ))}
            </ol>
            {!preview.refusal && (
              <div className="quiet">
                {preview.expectedMs === null ? words.unexpected : words.expected(duration(preview.expectedMs))}
              </div>
            )}
          </Section>
          {preview.bindings.length > 0 && (
            <Section title={words.address}>
              {preview.bindings.map((binding) => (
                <div key={`${binding.service} ${binding.host}`}>
                  <Foreign text={binding.service} most={24} />{' '}
                  <span className="mono">
                    {urlOf([binding]) ?? `${binding.hostAddress}:${binding.host}/${binding.protocol}`}
                  </span>
                </div>
              ))}
            </Section>
          )}
        </div>
      </div>
    </>
  );
}
