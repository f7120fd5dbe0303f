/** Ties a terminal on the page to a window of a stage's output. */
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useStore } from '../state/store.ts';
import { OutputView, type ViewState } from './outputView.ts';
import type { ReadOutput } from './pieces.ts';
import { XtermScreen } from './xtermScreen.ts';

export interface Shown {
  readonly times: readonly (number | null)[];
  /** Pixels. */
  readonly rowHeight: number;
}

interface TerminalOptions {
  readonly read: ReadOutput;
  /** Names what is read: another key starts anew. */
  readonly key: string;
  /** Bytes that are known to be there. */
  readonly size: number;
  readonly screenReader: boolean;
  readonly label: string;
  /** Keys that the terminal does not have itself; answers whether it took one. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

export interface TerminalHandles {
  readonly screen: XtermScreen;
  readonly view: OutputView;
}

export function useTerminal({ read, key, size, screenReader, label, onKey }: TerminalOptions) {
  const place = useRef<HTMLDivElement>(null);
  const handles = useRef<TerminalHandles | null>(null);
  const [state, setState] = useState<ViewState | null>(null);
  const [shown, setShown] = useState<Shown>({ times: [], rowHeight: 0 });
  const scheme = useComputedColorScheme('light');
  const connected = useStore((store) => store.link.phase === 'connected');

  const sizeNow = useEffectEvent(() => size);
  const takeKey = useEffectEvent(onKey);
  const make = useEffectEvent((element: HTMLElement): TerminalHandles => {
    const font = getComputedStyle(document.documentElement).getPropertyValue('--mantine-font-family-monospace');
    const screen = new XtermScreen(scheme, screenReader, font);
    const view = new OutputView(read, screen, calmly(setState));
    screen.open(element);
    screen.terminal.textarea?.setAttribute('aria-label', label);
    screen.terminal.attachCustomKeyEventHandler((event) => event.type === 'keydown' && takeKey(event));
    return { screen, view };
  });
  const drawn = useEffectEvent(({ screen, view }: TerminalHandles) => {
    const { rows, element } = screen.terminal;
    const height = element?.querySelector('.xterm-screen')?.clientHeight ?? 0;
    setShown({ times: screen.times(), rowHeight: height / rows });
    const { mode, loading } = view.state;
    if (loading) return;
    if (mode === 'following' && !screen.atEnd) view.park();
    else if (mode === 'parked' && screen.atEnd) void view.newer(size);
    else if (mode === 'parked' && screen.atStart) void view.older();
  });

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = make(element);
    handles.current = made;
    let frame = 0;
    // Scrolling by a person is told by what is drawn anew, not by the terminal's own event for it.
    const draw = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => drawn(made));
    };
    const listening = made.screen.terminal.onRender(draw);
    const resized = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.screen.fit();
    });
    resized.observe(element);
    void made.view.follow(sizeNow());
    return () => {
      cancelAnimationFrame(frame);
      resized.disconnect();
      listening.dispose();
      made.view.dispose();
      made.screen.dispose();
      handles.current = null;
    };
  }, [key]);

  useEffect(() => {
    const { view } = handles.current ?? {};
    // The stream ended with the connection: goes on where it was.
    if (connected && view && view.state.mode === 'following' && view.state.problem) void view.follow(sizeNow());
  }, [connected]);
  useEffect(() => handles.current?.screen.recolour(scheme), [scheme, key]);
  useEffect(() => {
    if (handles.current) handles.current.screen.terminal.options.screenReaderMode = screenReader;
  }, [screenReader, key]);
  return { place, handles, state, shown };
}

/** Tells the newest state at most once a frame. */
function calmly(tell: (state: ViewState) => void): (state: ViewState) => void {
  let newest: ViewState | null = null;
  return (state) => {
    if (newest === null)
      requestAnimationFrame(() => {
        if (newest) tell(newest);
        newest = null;
      });
    newest = state;
  };
}
