/** The text that comes out: edited here, with its conflicts found as it changes. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { conflicts, regionsOf, settleRegion } from './conflicts.ts';
import { languageOf } from './language.ts';
import { look } from './look.ts';
import { lineBreakOf, regionAfter, regionAt, regionBefore, type Choice, type Region } from './regions.ts';
import { words } from './words.ts';

export interface ResultState {
  readonly regions: readonly Region[];
  /** The conflict where the cursor is; -1 when it is in none. */
  readonly current: number;
  /** The lines of each side of that conflict. */
  readonly blocks: {
    readonly ours: readonly string[];
    readonly base: readonly string[] | null;
    readonly theirs: readonly string[];
  } | null;
}

interface ResultOptions {
  readonly path: string;
  /** What the text begins as. */
  readonly initial: () => string;
  /** Called after every edit, with the whole text and the conflicts left in it. */
  readonly edited: (text: string, left: number) => void;
}

export function useResult({ path, initial, edited }: ResultOptions) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const [state, setState] = useState<ResultState>({ regions: [], current: -1, blocks: null });
  const tell = useEffectEvent(edited);
  const begin = useEffectEvent(initial);

  useEffect(() => {
    if (!host.current) return;
    const text = begin();
    const language = new Compartment();
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorState.lineSeparator.of(lineBreakOf(text)),
          look(),
          lineNumbers(),
          history(),
          conflicts,
          keymap.of([
            { key: 'F7', run: (target) => jump(target, 1) },
            { key: 'Shift-F7', run: (target) => jump(target, -1) },
            { key: 'Alt-1', run: (target) => settle(target, 'ours') },
            { key: 'Alt-2', run: (target) => settle(target, 'theirs') },
            { key: 'Alt-3', run: (target) => settle(target, 'both') },
            // It settles the pick, further up: here it must not add a line first.
            { key: 'Mod-Enter', run: () => true },
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.contentAttributes.of({ 'aria-label': words.panes.result }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged || update.selectionSet) setState(stateOf(update.state));
            if (update.docChanged) tell(update.state.sliceDoc(), regionsOf(update.state).length);
          }),
          language.of([]),
        ],
      }),
    });
    view.current = editor;
    setState(stateOf(editor.state));
    jump(editor, 1);
    let gone = false;
    void languageOf(path, text.length).then((found) => {
      if (!gone) editor.dispatch({ effects: language.reconfigure(found) });
    });
    return () => {
      gone = true;
      editor.destroy();
    };
  }, [path]);

  const withView = (act: (editor: EditorView) => void) => {
    if (!view.current) return;
    act(view.current);
    view.current.focus();
  };
  return {
    host,
    state,
    next: () => withView((editor) => jump(editor, 1)),
    previous: () => withView((editor) => jump(editor, -1)),
    settle: (choice: Choice) => withView((editor) => settle(editor, choice)),
    /** Replaces the whole text, as one edit that can be undone. */
    replace: (text: string) =>
      withView((editor) =>
        editor.dispatch({
          changes: {
            from: 0,
            to: editor.state.doc.length,
            insert: text.replaceAll('\r\n', '\n').split('\n').join(editor.state.lineBreak),
          },
          selection: { anchor: 0 },
        }),
      ),
  };
}

const lineOf = (state: EditorState): number => state.doc.lineAt(state.selection.main.head).number;

function stateOf(state: EditorState): ResultState {
  const regions = regionsOf(state);
  const current = regionAt(regions, lineOf(state));
  const region = regions[current];
  if (!region) return { regions, current, blocks: null };
  const linesOf = ({ from, to }: Region['ours']) =>
    Array.from({ length: to - from }, (_none, index) => state.doc.line(from + index).text);
  return {
    regions,
    current,
    blocks: {
      ours: linesOf(region.ours),
      base: region.base && linesOf(region.base),
      theirs: linesOf(region.theirs),
    },
  };
}

function jump(view: EditorView, by: 1 | -1): boolean {
  const regions = regionsOf(view.state);
  const line = lineOf(view.state);
  // The cursor stands on the first line at the beginning: a conflict there is the first one, not passed already.
  const from = by > 0 && regionAt(regions, line) < 0 ? line - 1 : line;
  const region = regions[by > 0 ? regionAfter(regions, from) : regionBefore(regions, from)];
  if (!region) return false;
  const { from: anchor } = view.state.doc.line(region.start);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'start', yMargin: 60 }) });
  return true;
}

function settle(view: EditorView, choice: Choice): boolean {
  const regions = regionsOf(view.state);
  const region = regions[regionAt(regions, lineOf(view.state))] ?? regions[regionAfter(regions, lineOf(view.state))];
  if (!region) return false;
  settleRegion(view, region, choice);
  jump(view, 1);
  return true;
}
