/**
 * Keeps what is printed inside of its pane. It may colour, move the cursor and erase; it may not open links, name the
 * window, reach the clipboard, take the mouse, hide what was printed before, or be answered. Where somebody types, an
 * answer would be typed for them; an editor may have the other buffer there, and a shell may hold what is pasted.
 */
import type { Terminal } from '@xterm/xterm';

/** Operating-system commands: titles, links, colours of the palette, the working directory, the clipboard, notifications. */
const oscCommands = [
  0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17, 19, 21, 22, 50, 52, 99, 104, 110, 111, 112, 133, 777, 1337,
];
/** Private modes: the mouse (9, 1000 to 1016) and focus; the other buffer (47, 1047 to 1049) and pasting. */
const alwaysHeld = [9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1016];
const heldModes = {
  read: new Set([...alwaysHeld, 47, 1047, 1048, 1049, 2004]),
  typed: new Set(alwaysHeld),
} as const;
/** What is done as often as its number says, one by one: lines come, go and scroll; tabs, and the last character again. */
const perLine = ['L', 'M', 'S', 'T'];
const perColumn = ['I', 'Z', 'b'];

export function harden(terminal: Terminal, use: 'read' | 'typed' = 'read'): void {
  const { parser } = terminal;
  const swallow = () => true;
  for (const command of oscCommands) parser.registerOscHandler(command, swallow);
  for (const final of ['h', 'l'])
    parser.registerCsiHandler({ prefix: '?', final }, (params) =>
      params.flat().some((mode) => heldModes[use].has(mode)),
    );
  // What was printed stays: neither "erase what has scrolled away" nor a full reset takes it.
  parser.registerCsiHandler({ final: 'J' }, ([what]) => what === 3);
  parser.registerEscHandler({ final: 'c' }, swallow);
  // Questions about the terminal, and its window: nobody reads the answers.
  for (const id of [
    { final: 'c' },
    { prefix: '>', final: 'c' },
    { final: 'n' },
    { prefix: '?', final: 'n' },
    { final: 't' },
  ])
    parser.registerCsiHandler(id, swallow);
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow);
  // Nobody means more than there is on the screen, and two thousand million lines would take the window hours.
  for (const final of perLine) parser.registerCsiHandler({ final }, ([times]) => Number(times) > terminal.rows);
  for (const final of perColumn) parser.registerCsiHandler({ final }, ([times]) => Number(times) > terminal.cols);
}

/**
 * The terminal writes the colours of its spans as attributes, which the Content-Security-Policy of the page refuses: as
 * properties they are allowed. Once for the page; nothing else in it writes styles of spans as attributes.
 */
export function styleSpansByProperty(): void {
  const { setAttribute } = Element.prototype;
  HTMLSpanElement.prototype.setAttribute = function (name, value) {
    if (name === 'style') this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
}
