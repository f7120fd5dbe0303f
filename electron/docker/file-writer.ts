/** Replaces files inside a running container, often and quickly. */
import { resident } from './resident.ts';
import type { Conversation } from './conversation.ts';

/**
 * Reads a path, then lines that begin with any one character, until a line that is a point. Only a file that came as a
 * whole takes the place of the old one: a connection that ends in the middle changes nothing.
 */
const program = `while IFS= read -r token && IFS= read -r path; do
  state=cut
  while IFS= read -r line; do
    if [ "$line" = . ]; then [ $state = bad ] || state=whole; break; fi
    printf '%s\\n' "\${line#?}" || state=bad
  done >"$path.new"
  [ $state = whole ] && mv -f "$path.new" "$path"
  printf '\\n%s %s\\n' "$token" $?
done`;

/** How the program is started; it has to run as who owns the files. */
export const writerCommand: readonly string[] = ['sh', '-c', program];

const answerTimeoutMs = 3000;
const idleMs = 15 * 60_000;

export type WriteText = (path: string, text: string) => Promise<void>;

/**
 * Writes one file after the other, each as a whole; `text` ends with a newline. Where the program cannot run, or says
 * nothing, the file is written by `otherwise`, whose failure is the one that is told. One that only stood still may come
 * late with what it was told: who owns the container must set right what it starts with, as is done for fronts.
 */
export function fileWriter(start: () => Promise<Conversation>, otherwise: WriteText): WriteText {
  const writer = resident(start, idleMs);
  let turn: Promise<unknown> = Promise.resolve();
  const write: WriteText = async (path, text) => {
    const lines = text.replace(/\n$/, '').split('\n');
    const answer = await writer.ask(`${path}\n${lines.map((line) => `:${line}\n`).join('')}.\n`, answerTimeoutMs);
    if (typeof answer === 'string' || answer.code !== 0) await otherwise(path, text);
  };
  return (path, text) => {
    const mine = turn.then(() => write(path, text));
    turn = mine.catch(() => undefined);
    return mine;
  };
}
