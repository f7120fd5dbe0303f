/** A shell, as a terminal that is typed into. It ends when this leaves the page. */
import '@xterm/xterm/css/xterm.css';
import { Button } from '@mantine/core';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import classes from '../Terminal.module.css';
import type { ShellAddress } from './line.ts';
import { useShell } from './useShell.ts';
import { words } from './words.ts';

interface ShellProps {
  readonly address: ShellAddress;
  readonly label: string;
  /** Takes the focus away from the terminal. */
  readonly leave: () => void;
  /** It has ended, or could not be opened. */
  readonly ended: () => void;
  /** Opens another one in its place. */
  readonly again: () => void;
}

export default function Shell({ address, label, leave, ended, again }: ShellProps) {
  const { place, state, asked, answer } = useShell({ address, label, leave, ended });
  return (
    <div className={classes.panel}>
      {state.phase === 'failed' && (
        <ProblemNotice problem={state.problem} action={{ label: words.again, run: again }} />
      )}
      <div className={classes.frame} data-testid="shell" data-phase={state.phase}>
        <div ref={place} className={`${classes.place} ${classes.typed}`} role="group" aria-label={label} />
        {state.phase === 'opening' && <div className={classes.opening}>{words.opening}</div>}
      </div>
      {state.phase === 'ended' && (
        <div className={classes.strip} role="status">
          <span>{words.ended[state.why](state.code)}</span>
          <Button size="compact-xs" variant="default" onClick={again}>
            {words.another}
          </Button>
        </div>
      )}
      {asked && (
        <div className={classes.strip} role="alert">
          <span>{words.paste.text(asked.runs)}</span>
          <Button size="compact-xs" variant="default" autoFocus onClick={() => answer(false)}>
            {words.paste.no}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => answer(true)}>
            {words.paste.yes}
          </Button>
        </div>
      )}
    </div>
  );
}
