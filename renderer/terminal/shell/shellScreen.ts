/** The terminal component for somebody who types. */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal, type ITheme } from '@xterm/xterm';
import { coloursOf } from '../colours.ts';
import { harden, styleSpansByProperty } from '../harden.ts';
import type { ShellScreen, TerminalSize } from './line.ts';

styleSpansByProperty();

const mostLines = 5_000;

export class XtermShell implements ShellScreen {
  readonly terminal: Terminal;
  readonly #fit = new FitAddon();

  constructor(scheme: 'light' | 'dark', screenReader: boolean, fontFamily: string) {
    this.terminal = new Terminal({
      scrollback: mostLines,
      screenReaderMode: screenReader,
      minimumContrastRatio: 4.5,
      cursorStyle: 'block',
      cursorInactiveStyle: 'outline',
      fontFamily,
      fontSize: 12.5,
      lineHeight: 1.25,
      linkHandler: null,
      logLevel: 'off',
      theme: themeOf(scheme),
    });
    harden(this.terminal, 'typed');
    this.terminal.loadAddon(this.#fit);
  }

  open(place: HTMLElement): void {
    this.terminal.open(place);
    this.fit();
  }

  fit(): void {
    this.#fit.fit();
  }

  recolour(scheme: 'light' | 'dark'): void {
    this.terminal.options.theme = themeOf(scheme);
  }

  size(): TerminalSize {
    return { columns: this.terminal.cols, rows: this.terminal.rows };
  }

  write(text: string): Promise<void> {
    return new Promise((drawn) => this.terminal.write(text, drawn));
  }

  dispose(): void {
    this.terminal.dispose();
  }
}

function themeOf(scheme: 'light' | 'dark'): ITheme {
  const colours = coloursOf(scheme);
  return { ...colours, cursor: colours.foreground, cursorAccent: colours.background };
}
