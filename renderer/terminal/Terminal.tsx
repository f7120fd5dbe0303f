/**
 * What a stage prints, as a terminal shows it: followed live, searched as a whole, read from any place of it. Only a
 * window of the output is ever held, however long it is.
 */
import '@xterm/xterm/css/xterm.css';
import { Button } from '@mantine/core';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef } from 'react';
import type { OutputMatch } from '../../shared/api/runs.ts';
import { ProblemNotice } from '../components/ProblemNotice.tsx';
import { useStore } from '../state/store.ts';
import { bytes } from '../text/count.ts';
import { inert } from '../text/inert.ts';
import { engine } from '../transport/engine.ts';
import { Gutter } from './Gutter.tsx';
import { keyAction } from './keys.ts';
import type { ReadOutput } from './pieces.ts';
import classes from './Terminal.module.css';
import { Tools } from './Tools.tsx';
import { useDownload } from './useDownload.ts';
import { useSearch, type StageName } from './useSearch.ts';
import { useTerminal } from './useTerminal.ts';
import { words } from './words.ts';

interface TerminalProps extends StageName {
  /** Bytes of output that are known to be there. */
  readonly size: number;
  /** Whether more may come. */
  readonly live: boolean;
  /** Called when somebody has gone to a place of it, or searches in it: they want to stay there. */
  readonly hold: () => void;
}

export default function Terminal({ project, run, stage, size, live, hold }: TerminalProps) {
  const field = useRef<HTMLInputElement>(null);
  const look = useStore((state) => state.terminal);
  const read = useCallback<ReadOutput>(
    (from, follow, signal) => engine.stream('run.output', { project, run, stage, from, follow }, signal),
    [project, run, stage],
  );
  const named = useMemo(() => ({ project, run, stage }), [project, run, stage]);
  const { place, handles, state, shown } = useTerminal({
    read,
    key: `${project} ${run} ${stage}`,
    size,
    screenReader: look.screenReader,
    label: words.label(inert(stage)),
    onKey: (event) => {
      const action = keyAction(event);
      if (action === null) return false;
      const { screen, view } = handles.current ?? {};
      event.preventDefault();
      if (action === 'search') field.current?.focus();
      else if (action === 'next') search.step(1);
      else if (action === 'previous') search.step(-1);
      else if (action === 'end') follow();
      else if (action === 'start') void view?.jump(0);
      else if ('lines' in action) screen?.terminal.scrollLines(action.lines);
      else screen?.terminal.scrollPages(action.pages);
      return false;
    },
  });
  const follow = () => void handles.current?.view.follow(Math.max(size, handles.current.view.state.end));
  const arrive = (match: OutputMatch | null, text: string) => {
    const { screen, view } = handles.current ?? {};
    if (!match) screen?.unhighlight();
    else void view?.jump(match.offset).then(() => screen?.highlight(text, match.offset));
  };
  const search = useSearch(named, arrive);
  const download = useDownload(read, `${run}-${stage}.log`);
  const following = state?.mode !== 'parked';
  const held = !following || search.text !== '';
  const tellHeld = useEffectEvent(hold);
  useEffect(() => {
    if (held) tellHeld();
  }, [held]);
  const problem = state?.problem ?? search.problem ?? download.problem;
  // Until its end was read, or where none is said to be, nobody knows that nothing comes.
  const nothing = state?.end === 0 && !problem && (state.ended || (live && size === 0));

  return (
    <div className={classes.panel}>
      <Tools
        ref={field}
        search={search}
        download={download}
        following={following}
        follow={follow}
        leave={() => handles.current?.screen.terminal.focus()}
      />
      {problem && (
        <ProblemNotice
          problem={problem}
          compact
          {...(state?.problem ? { action: { label: words.again, run: follow } } : {})}
        />
      )}
      {state && state.start > 0 && (
        <div className={classes.strip}>
          <span className="quiet">{words.older(bytes(state.start))}</span>
          <Button size="compact-xs" variant="default" onClick={() => void handles.current?.view.older()}>
            {words.showOlder}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => void handles.current?.view.jump(0)}>
            {words.start}
          </Button>
        </div>
      )}
      <div className={classes.frame} data-testid="terminal" data-mode={state?.mode}>
        {look.times && <Gutter {...shown} />}
        <div ref={place} className={classes.place} role="group" aria-label={words.label(inert(stage))} />
        {nothing && <div className={classes.over}>{live ? words.empty : words.silent}</div>}
      </div>
      {!following && (
        <div className={classes.strip} role="status">
          <span>{words.newer}</span>
          <Button size="compact-xs" variant="default" onClick={follow}>
            {live ? words.follow : words.toEnd}
          </Button>
        </div>
      )}
    </div>
  );
}
