/** The conflicts of the text that is being edited: found anew with every edit, coloured, and settled one by one. */
import { StateField, type EditorState, type Text, type Transaction } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';
import { chosenLines, regionsIn, type Choice, type Part, type Region } from './regions.ts';
import { words } from './words.ts';

interface Found {
  readonly regions: readonly Region[];
  readonly decorations: DecorationSet;
}

export const conflicts = StateField.define<Found>({
  create: (state) => find(state.doc),
  update: (found: Found, change: Transaction) => (change.docChanged ? find(change.newDoc) : found),
  provide: (field) => EditorView.decorations.from(field, (found) => found.decorations),
});

export const regionsOf = (state: EditorState): readonly Region[] => state.field(conflicts).regions;

/** Puts the chosen side in the place of a conflict, as one edit that can be undone. */
export function settleRegion(view: EditorView, region: Region, choice: Choice): void {
  const { doc } = view.state;
  const lines = chosenLines(region, choice, (number) => doc.line(number).text);
  const from = doc.line(region.start).from;
  const to = doc.line(region.end).to;
  // Nothing is left of it: its line goes too.
  const gone = lines.length === 0 ? Math.min(doc.length, to + 1) : to;
  view.dispatch({
    changes: { from, to: gone, insert: lines.join(view.state.lineBreak) },
    selection: { anchor: from },
    userEvent: 'input.settle',
    scrollIntoView: true,
  });
}

function find(doc: Text): Found {
  const regions = regionsIn(doc.iterLines());
  return {
    regions,
    decorations: Decoration.set(
      regions.flatMap((region) => decorate(doc, region)),
      true,
    ),
  };
}

const line = (name: string) => Decoration.line({ class: name });
const [marker, ours, theirs, base] = [line('cm-marker'), line('cm-ours'), line('cm-theirs'), line('cm-base')];

function decorate(doc: Text, region: Region) {
  const each = ({ from, to }: Part, look: Decoration) =>
    Array.from({ length: to - from }, (_none, index) => look.range(doc.line(from + index).from));
  const at = (number: number) => marker.range(doc.line(number).from);
  const tools = Decoration.widget({ widget: new Tools(region), block: true, side: -1 });
  return [
    tools.range(doc.line(region.start).from),
    at(region.start),
    ...each(region.ours, ours),
    ...(region.base ? [at(region.base.from - 1), ...each(region.base, base)] : []),
    at(region.theirs.from - 1),
    ...each(region.theirs, theirs),
    at(region.end),
  ];
}

/** The buttons above a conflict. */
class Tools extends WidgetType {
  readonly #region: Region;

  constructor(region: Region) {
    super();
    this.#region = region;
  }

  override eq(other: Tools): boolean {
    return other.#region.start === this.#region.start && other.#region.end === this.#region.end;
  }

  override toDOM(view: EditorView): HTMLElement {
    const bar = document.createElement('div');
    bar.className = 'cm-region-tools';
    for (const choice of ['ours', 'theirs', 'both'] as const) {
      const button = document.createElement('button');
      button.type = 'button';
      // The toolbar above the result does the same for the conflict where the keyboard is.
      button.tabIndex = -1;
      button.textContent = words.accept[choice];
      button.title = words.acceptTip[choice];
      button.addEventListener('click', () => {
        settleRegion(view, this.#region, choice);
        view.focus();
      });
      bar.append(button);
    }
    return bar;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
