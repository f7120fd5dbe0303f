/** One side of a conflict, to read: what it changed is marked, and it follows the conflict that is being settled. */
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { languageOf } from './language.ts';
import { look } from './look.ts';
import { locate } from './regions.ts';
import { changedLines, here, lineIn, showHere } from './sides.ts';
import classes from './Editor.module.css';
import { words } from './words.ts';

interface SidePaneProps {
  readonly side: 'ours' | 'base' | 'theirs';
  readonly path: string;
  /** Null: the file is not there on this side. */
  readonly text: string | null;
  readonly base: string | null;
  /** The lines of the current conflict on this side; null when there is no conflict. */
  readonly block: readonly string[] | null;
  /** Where those lines are not known: the same place on another side. */
  readonly beside?: { readonly text: string | null; readonly block: readonly string[] | null };
}

export function SidePane({ side, path, text, base, block, beside }: SidePaneProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  useEffect(() => {
    if (!host.current || text === null) return;
    const language = new Compartment();
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          look(),
          lineNumbers(),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': words.panes[side], tabindex: '0' }),
          EditorView.editable.of(false),
          changedLines(text, base),
          here,
          language.of([]),
        ],
      }),
    });
    view.current = editor;
    let gone = false;
    void languageOf(path, text.length).then((found) => {
      if (!gone) editor.dispatch({ effects: language.reconfigure(found) });
    });
    return () => {
      gone = true;
      editor.destroy();
    };
  }, [side, path, text, base]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || text === null) return;
    const found = block && placeOf(text, block);
    const other = !found && beside?.text && beside.block ? placeOf(beside.text, beside.block) : null;
    const place = found ?? (other && beside?.text ? oneLine(lineIn(beside.text, text, other.from)) : null);
    editor.dispatch({
      effects: [
        showHere.of(place),
        ...(place
          ? [EditorView.scrollIntoView(editor.state.doc.line(place.from).from, { y: 'start', yMargin: 40 })]
          : []),
      ],
    });
  }, [text, block, beside?.text, beside?.block]);

  return (
    <section className={classes.side} aria-label={words.panes[side]}>
      <h2 className={classes.paneTitle} data-side={side}>
        {words.panes[side]} <span className="quiet">{words.paneOf[side]}</span>
      </h2>
      {text === null ? (
        <div className={classes.absent}>{words.absent}</div>
      ) : (
        <div ref={host} className={classes.code} />
      )}
    </section>
  );
}

const oneLine = (from: number) => ({ from, to: from + 1 });

/** The lines of a block in a text, from 1 and to behind the last; null where it does not stand there as it is. */
function placeOf(text: string, block: readonly string[]) {
  const at = locate(
    text.split(/\r\n|\n/),
    block.map((line) => line.replace(/\r$/, '')),
  );
  return at < 0 ? null : { from: at + 1, to: at + 1 + block.length };
}
