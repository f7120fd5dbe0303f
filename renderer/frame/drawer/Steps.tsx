/** The steps of an operation with their times. */
import type { StepState } from '../../../shared/domain/operation.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { duration, exact } from '../../text/time.ts';
import { useSeconds } from '../../components/useNow.ts';
import classes from './Steps.module.css';
import { StepMark } from './marks.tsx';
import { words } from './words.ts';

export function Steps({ steps }: { readonly steps: readonly StepState[] }) {
  const now = useSeconds();
  return (
    <ol className={classes.steps} aria-label={words.steps}>
      {steps.map((step) => (
        <li
          key={step.id}
          className={classes.step}
          data-status={step.status}
          aria-current={step.status === 'running' ? 'step' : undefined}
        >
          <StepMark status={step.status} />
          <span className={classes.title}>
            <Foreign text={step.title} />
            {step.attempts > 1 && <span className="quiet"> ({words.attempt(step.attempts)})</span>}
            {step.problem && (
              <span className={classes.problem}>
                <Foreign text={step.problem.message} />
              </span>
            )}
          </span>
          <span className={classes.time} title={step.startedAt === null ? undefined : exact(step.startedAt)}>
            {timeOf(step, now)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function timeOf(step: StepState, now: number): string {
  if (step.status === 'done' && step.startedAt !== null && step.endedAt !== null)
    return duration(step.endedAt - step.startedAt);
  if (step.status === 'running' && step.startedAt !== null && now > step.startedAt)
    return duration(now - step.startedAt);
  return words.step[step.status];
}
