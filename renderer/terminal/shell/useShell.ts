/** Ties a terminal on the page to a shell: opened with the page's part, ended with it. */
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { shellKey } from './keys.ts';
import { type LineState, type ShellAddress, ShellLine } from './line.ts';
import { pasteOf, type Paste } from './paste.ts';
import { XtermShell } from './shellScreen.ts';

interface ShellOptions {
  readonly address: ShellAddress;
  readonly label: string;
  /** The key that leaves the terminal was pressed. */
  readonly leave: () => void;
  /** The shell has ended, or could not be opened. */
  readonly ended: () => void;
}

export function useShell({ address, label, leave, ended }: ShellOptions) {
  const place = useRef<HTMLDivElement>(null);
  const screen = useRef<XtermShell | null>(null);
  const [state, setState] = useState<LineState>({ phase: 'opening' });
  /** What was pasted and would run at once: it waits for a yes. */
  const [asked, setAsked] = useState<Paste | null>(null);
  const scheme = useComputedColorScheme('light');
  const screenReader = useStore((store) => store.terminal.screenReader);

  const takeKey = useEffectEvent(({ terminal }: XtermShell, event: KeyboardEvent): boolean => {
    // Nothing is typed into what has ended: Tab is the page's again.
    if (terminal.options.disableStdin) return false;
    const key = shellKey(event, terminal.hasSelection());
    if (event.type === 'keydown' && key === 'leave') {
      event.preventDefault();
      leave();
    }
    return key === null;
  });
  const make = useEffectEvent((element: HTMLElement): XtermShell => {
    const font = getComputedStyle(document.documentElement).getPropertyValue('--mantine-font-family-monospace');
    const made = new XtermShell(scheme, screenReader, font);
    made.open(element);
    made.terminal.textarea?.setAttribute('aria-label', label);
    made.terminal.textarea?.setAttribute('data-autofocus', '');
    made.terminal.attachCustomKeyEventHandler((event) => takeKey(made, event));
    return made;
  });
  const paste = useEffectEvent((event: ClipboardEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    const { terminal } = screen.current ?? {};
    if (!terminal) return;
    const pasted = pasteOf(event.clipboardData?.getData('text/plain') ?? '', terminal.modes.bracketedPasteMode);
    if (pasted.runs > 0) setAsked(pasted);
    else terminal.paste(pasted.text);
  });
  const connect = useEffectEvent((made: XtermShell) => new ShellLine(engine, made, setState));
  const begin = useEffectEvent((line: ShellLine) => void line.open(address));

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = make(element);
    screen.current = made;
    const line = connect(made);
    const onPaste = (event: ClipboardEvent) => paste(event);
    element.addEventListener('paste', onPaste, { capture: true });
    // The next Ctrl C interrupts again.
    const onCopy = () => made.terminal.clearSelection();
    element.addEventListener('copy', onCopy);
    const typing = made.terminal.onData((text) => line.type(text));
    const sizing = made.terminal.onResize(() => line.resized());
    const resized = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.fit();
    });
    resized.observe(element);
    made.terminal.focus();
    begin(line);
    return () => {
      line.close();
      element.removeEventListener('paste', onPaste, { capture: true });
      element.removeEventListener('copy', onCopy);
      resized.disconnect();
      typing.dispose();
      sizing.dispose();
      made.dispose();
      screen.current = null;
    };
  }, []);
  useEffect(() => screen.current?.recolour(scheme), [scheme]);
  const over = useEffectEvent(() => {
    if (screen.current) screen.current.terminal.options.disableStdin = true;
    ended();
  });
  useEffect(() => {
    if (state.phase === 'ended' || state.phase === 'failed') over();
  }, [state.phase]);

  const answer = (yes: boolean) => {
    const { terminal } = screen.current ?? {};
    if (yes && asked) terminal?.paste(asked.text);
    setAsked(null);
    terminal?.focus();
  };
  return { place, state, asked, answer };
}
