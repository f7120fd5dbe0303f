/** A problem: what happened and why, what to do next, and the button that does it. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconHandStop } from '@tabler/icons-react';
import { classOf, type Problem } from '../../shared/problem.ts';
import { plainText } from '../log/sgr.ts';
import { inert } from '../text/inert.ts';
import { Foreign } from './Foreign.tsx';
import classes from './ProblemNotice.module.css';

interface ProblemNoticeProps {
  readonly problem: Problem;
  /** What the button does; without it there is no button. */
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly compact?: boolean;
}

export function ProblemNotice({ problem, action, compact }: ProblemNoticeProps) {
  const waits = classOf(problem) === 'refused' || classOf(problem) === 'attention';
  const Icon = waits ? IconHandStop : IconAlertTriangle;
  return (
    <div
      className={classes.notice}
      data-tone={waits ? 'wait' : 'bad'}
      data-compact={compact || undefined}
      role={compact ? undefined : 'alert'}
    >
      <Icon size={18} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <div className={classes.message}>
          <Foreign text={problem.message} />
        </div>
        {problem.hint && (
          <div className={classes.hint}>
            <Foreign text={problem.hint} />
          </div>
        )}
        <Place problem={problem} />
        <LastLines problem={problem} />
      </div>
      {action && (
        <Button size="xs" variant="default" onClick={action.run}>
          {action.label}
        </Button>
      )}
    </div>
  );
}

/** File, line and column, where the problem has them. */
function Place({ problem }: { readonly problem: Problem }) {
  const { file, line, column } = problem.details;
  if (typeof line !== 'number') return null;
  const place = `${typeof file === 'string' ? `${file}, ` : ''}line ${line}${typeof column === 'number' ? `, column ${column}` : ''}`;
  return (
    <div className={`mono ${classes.hint}`}>
      <Foreign text={place} />
    </div>
  );
}

const mostLines = 6;

/** What a container printed last, where the problem has it. */
function LastLines({ problem }: { readonly problem: Problem }) {
  const { log, service } = problem.details;
  if (!Array.isArray(log) || log.length === 0) return null;
  const lines = log.filter((line) => typeof line === 'string').slice(-mostLines);
  return (
    <pre
      className={`mono ${classes.log}`}
      role="group"
      tabIndex={0}
      aria-label={`What ${typeof service === 'string' ? inert(service) : 'it'} printed last`}
    >
      {lines.map(plainText).join('\n')}
    </pre>
  );
}
