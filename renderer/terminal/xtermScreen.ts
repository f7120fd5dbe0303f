/** The terminal component as an output view wants it: a bounded buffer that knows where in the output its lines are. */
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Terminal, type IMarker } from '@xterm/xterm';
import type { OutputChunk } from '../../shared/api/runs.ts';
import { coloursOf, matchColours } from './colours.ts';
import { harden, styleSpansByProperty } from './harden.ts';
import type { Screen } from './outputView.ts';
import { slicesOf } from './pieces.ts';

styleSpansByProperty();

/** Lines that are held; older ones are read again when somebody wants them. At 200 columns they take 25 MB. */
const mostLines = 10_000;

interface Mark {
  readonly marker: IMarker;
  readonly offset: number;
  readonly at: number;
}

export class XtermScreen implements Screen {
  readonly terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon({ highlightLimit: 500 });
  #scheme: 'light' | 'dark';
  #marks: Mark[] = [];

  constructor(scheme: 'light' | 'dark', screenReader: boolean, fontFamily: string) {
    this.#scheme = scheme;
    this.terminal = new Terminal({
      allowProposedApi: true,
      disableStdin: true,
      convertEol: true,
      scrollback: mostLines,
      scrollOnEraseInDisplay: true,
      screenReaderMode: screenReader,
      minimumContrastRatio: 4.5,
      cursorStyle: 'bar',
      cursorInactiveStyle: 'none',
      fontFamily,
      fontSize: 12.5,
      lineHeight: 1.25,
      linkHandler: null,
      logLevel: 'off',
      theme: coloursOf(scheme),
    });
    harden(this.terminal);
    this.terminal.loadAddon(this.#fit);
    this.terminal.loadAddon(this.#search);
  }

  open(place: HTMLElement): void {
    this.terminal.open(place);
    this.fit();
  }

  fit(): void {
    this.#fit.fit();
  }

  recolour(scheme: 'light' | 'dark'): void {
    this.#scheme = scheme;
    this.terminal.options.theme = coloursOf(scheme);
  }

  async write(pieces: readonly OutputChunk[]): Promise<void> {
    const slices = pieces.flatMap(slicesOf);
    await new Promise<void>((resolve) => {
      const mark = (index: number) => {
        const slice = slices[index];
        if (slice) this.#mark(slice);
        else resolve();
      };
      mark(0);
      // When one is drawn, the cursor stands where the next begins.
      slices.forEach(({ text }, index) => this.terminal.write(text, () => mark(index + 1)));
    });
  }

  clear(): void {
    this.#search.clearDecorations();
    this.terminal.reset();
    this.#marks = [];
  }

  oldest(): number | null {
    return this.#held()[0]?.offset ?? null;
  }

  reveal(offset: number): void {
    const line = this.#lineOf(offset);
    if (line === undefined) return this.toEnd();
    // With something above it, so that one sees where it stands.
    this.terminal.scrollToLine(Math.max(0, line - Math.floor(this.terminal.rows / 4)));
  }

  toEnd(): void {
    this.terminal.scrollToBottom();
  }

  stay(): void {
    // A terminal whose end is in sight goes on to whatever is the end then.
    this.terminal.scrollLines(-1);
  }

  /** Chooses a text in the line where what was written from a place on begins, and highlights it everywhere in sight. */
  highlight(text: string, offset: number): void {
    const line = this.#lineOf(offset);
    if (line !== undefined) this.#select(text, line);
    this.#search.findNext(text, { incremental: true, decorations: matchColours(this.#scheme) });
    if (line !== undefined) this.#select(text, line);
  }

  unhighlight(): void {
    this.#search.clearDecorations();
    this.terminal.clearSelection();
  }

  /** When each row in sight was printed; null where it is not known. */
  times(): (number | null)[] {
    const marks = this.#held();
    const top = this.terminal.buffer.active.viewportY;
    const last = this.terminal.buffer.active.baseY + this.terminal.buffer.active.cursorY;
    let next = 0;
    let at: number | null = null;
    return Array.from({ length: this.terminal.rows }, (_row, index) => {
      const line = top + index;
      for (let mark = marks[next]; mark && mark.marker.line <= line; mark = marks[next]) {
        at = mark.at;
        next += 1;
      }
      return line <= last ? at : null;
    });
  }

  get atEnd(): boolean {
    const { viewportY, baseY } = this.terminal.buffer.active;
    return viewportY >= baseY;
  }

  get atStart(): boolean {
    const { viewportY, baseY } = this.terminal.buffer.active;
    return viewportY === 0 && baseY > 0;
  }

  dispose(): void {
    this.terminal.dispose();
  }

  #select(text: string, line: number): void {
    const { buffer, cols } = this.terminal;
    let row = line;
    let whole = buffer.active.getLine(row)?.translateToString(true) ?? '';
    for (let next = buffer.active.getLine(row + 1); next?.isWrapped && whole.length < 4000;) {
      whole += next.translateToString(true);
      row += 1;
      next = buffer.active.getLine(row + 1);
    }
    const at = whole.toLowerCase().indexOf(text.toLowerCase());
    if (at < 0) return;
    this.terminal.select(at % cols, line + Math.floor(at / cols), text.length);
  }

  /** Remembers what begins where the cursor stands. A line that is overwritten again and again needs to be known once. */
  #mark({ offset, at }: OutputChunk): void {
    const { baseY, cursorY } = this.terminal.buffer.active;
    if (this.#marks.at(-1)?.marker.line !== baseY + cursorY)
      this.#marks.push({ marker: this.terminal.registerMarker(0), offset, at });
  }

  /** The line where what was written from a place on begins, or the nearest that is held; undefined without any. */
  #lineOf(offset: number): number | undefined {
    const marks = this.#held();
    return (marks.findLast((mark) => mark.offset <= offset) ?? marks[0])?.marker.line;
  }

  /** Marks whose lines are still held; the others are let go. */
  #held(): Mark[] {
    if (this.#marks.some(({ marker }) => marker.isDisposed))
      this.#marks = this.#marks.filter(({ marker }) => !marker.isDisposed);
    return this.#marks;
  }
}
