/** The line between a terminal on the page and a shell: what is typed goes out in order, what is printed comes as it can be drawn. */
import type { Client, Input } from '../../../shared/api/contract.ts';
import { shellInputCharacters, type ShellItem } from '../../../shared/api/shell.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

type Without<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;
/** Where it is opened. */
export type ShellAddress = Without<Input<'shell.open'>, keyof TerminalSize>;

export type LineState =
  | { readonly phase: 'opening' }
  | { readonly phase: 'open' }
  | ({ readonly phase: 'ended' } & Extract<ShellItem, { ended: unknown }>['ended'])
  | { readonly phase: 'failed'; readonly problem: Problem };

export interface ShellScreen {
  size(): TerminalSize;
  /** Draws; settles when that is done. */
  write(text: string): Promise<void>;
}

/** What is typed and not sent; more is dropped. */
const mostWaiting = 1024 * 1024;

export class ShellLine {
  readonly #client: Client;
  readonly #screen: ShellScreen;
  readonly #tell: (state: LineState) => void;
  readonly #over = new AbortController();
  #shell: string | null = null;
  #waiting = '';
  #sending = false;

  constructor(client: Client, screen: ShellScreen, tell: (state: LineState) => void) {
    this.#client = client;
    this.#screen = screen;
    this.#tell = tell;
  }

  /** Opens the shell, and settles when it has ended. */
  async open(address: ShellAddress): Promise<void> {
    const { signal } = this.#over;
    let last: LineState = { phase: 'ended', why: 'lost', code: null };
    try {
      for await (const item of this.#client.stream('shell.open', { ...address, ...this.#screen.size() }, signal)) {
        if ('output' in item) await this.#show(item.output);
        else if ('ended' in item) last = { phase: 'ended', ...item.ended };
        else {
          this.#shell = item.opened.shell;
          this.#tell({ phase: 'open' });
          void this.#send();
        }
      }
    } catch (thrown) {
      last = { phase: 'failed', problem: problemFrom(thrown) };
    }
    this.#shell = null;
    if (!signal.aborted) this.#tell(last);
  }

  /** Types; also before the shell is there. */
  type(text: string): void {
    if (this.#waiting.length + text.length > mostWaiting) return;
    this.#waiting += text;
    void this.#send();
  }

  /** Tells the shell that the terminal has another size now. */
  resized(): void {
    // One that has ended meanwhile needs to know no more.
    if (this.#shell !== null)
      this.#client.call('shell.resize', { shell: this.#shell, ...this.#screen.size() }).catch(() => undefined);
  }

  close(): void {
    this.#over.abort();
  }

  async #show(output: string): Promise<void> {
    await this.#screen.write(output);
    if (this.#shell === null || this.#over.signal.aborted) return;
    this.#client.call('shell.taken', { shell: this.#shell, characters: output.length }).catch(() => undefined);
  }

  /** One call at a time: what is typed meanwhile goes with the next. */
  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#shell !== null && this.#waiting !== '') {
        const text = this.#waiting.slice(0, shellInputCharacters);
        this.#waiting = this.#waiting.slice(text.length);
        await this.#client.call('shell.write', { shell: this.#shell, text });
      }
    } catch {
      // It has ended: its stream says how.
    } finally {
      this.#sending = false;
    }
  }
}
