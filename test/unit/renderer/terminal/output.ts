/** A stage's output that a test prints, read as the engine lets it be read, and a screen that remembers what it showed. */
import type { OutputChunk } from '../../../../shared/api/runs.ts';
import type { ReadOutput } from '../../../../renderer/terminal/pieces.ts';
import type { Screen } from '../../../../renderer/terminal/outputView.ts';

const chunkBytes = 64 * 1024;

/** `lines` of 100 bytes: "000042 ......\n". */
export const lines = (count: number, first = 0): string =>
  Array.from({ length: count }, (_none, index) => `${String(first + index).padStart(6, '0')} ${'.'.repeat(92)}\n`).join(
    '',
  );

export function fakeOutput(initial: string) {
  let bytes = Buffer.from(initial);
  let over = true;
  let reads = 0;
  let readBytes = 0;
  const waiting = new Set<() => void>();
  const read: ReadOutput = async function* (from, follow, signal) {
    reads += 1;
    let offset = from;
    for (;;) {
      while (offset < bytes.length && !signal.aborted) {
        const next = Math.min(bytes.length, offset + chunkBytes);
        readBytes += next - offset;
        yield { offset, next, at: offset, text: bytes.toString('utf8', offset, next) } satisfies OutputChunk;
        offset = next;
      }
      if (!follow || over || signal.aborted) return;
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  };
  const stir = () => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  return {
    read,
    /** From now on more may come. */
    goOn: () => void (over = false),
    print(text: string) {
      bytes = Buffer.concat([bytes, Buffer.from(text)]);
      stir();
    },
    end() {
      over = true;
      stir();
    },
    get size() {
      return bytes.length;
    },
    get reads() {
      return { reads, readBytes };
    },
  };
}

export function fakeScreen(pause: () => Promise<void> = () => Promise.resolve()) {
  let shown: OutputChunk[] = [];
  const revealed: number[] = [];
  let cleared = 0;
  const screen: Screen = {
    async write(pieces) {
      await pause();
      shown.push(...pieces);
    },
    clear() {
      shown = [];
      cleared += 1;
    },
    oldest: () => shown[0]?.offset ?? null,
    reveal: (offset) => void revealed.push(offset),
    toEnd: () => undefined,
    stay: () => undefined,
  };
  return {
    screen,
    revealed,
    get cleared() {
      return cleared;
    },
    get text() {
      return shown.map(({ text }) => text).join('');
    },
    get bytes() {
      return shown.reduce((sum, { offset, next }) => sum + next - offset, 0);
    },
  };
}
