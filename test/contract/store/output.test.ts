/** What stages print, as it is kept: from any byte, followed, capped, searched, without secrets. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newMask } from '../../../electron/secrets/mask.ts';
import { outputsIn, type Outputs } from '../../../electron/store/output.ts';
import { temporaryFolder } from '../../fixtures/repository.ts';

const never = new AbortController().signal;

async function withOutputs(
  work: (outputs: Outputs, folder: string, clock: { at: number }) => Promise<void>,
  limitBytes?: number,
) {
  const folder = temporaryFolder('slipway-output-');
  const clock = { at: 1000 };
  const mask = newMask();
  mask.hide('hunter22');
  const parts = { mask: () => mask.stream(), now: () => clock.at };
  try {
    await work(outputsIn(folder.path, limitBytes === undefined ? parts : { ...parts, limitBytes }), folder.path, clock);
  } finally {
    folder.remove();
  }
}

async function all(outputs: Outputs, from = 0, follow = false) {
  const chunks = [];
  for await (const chunk of outputs.read('run', 'test', from, follow, never)) chunks.push(chunk);
  return chunks;
}

describe('the output of a stage', () => {
  it('is kept as it was printed, with times, and read from any byte on', () =>
    withOutputs(async (outputs, folder, clock) => {
      const writer = outputs.writer('run', 'test');
      writer.append(Buffer.from('\x1b[31mone\r'));
      clock.at = 1050;
      writer.append(Buffer.from('still one\r\n'));
      clock.at = 2000;
      // A character, and a secret, in two pieces; then bytes that are no character.
      writer.append(Buffer.from('sch\xc3', 'latin1'));
      writer.append(Buffer.from('\xb6n hunt', 'latin1'));
      writer.append(Buffer.from('er22 \xff\xfe', 'latin1'));
      writer.end();
      const [first, second] = await all(outputs);
      expect(first).toEqual({ offset: 0, next: 20, at: 1000, text: '\x1b[31mone\rstill one\r\n' });
      expect(second).toMatchObject({ offset: 20, at: 2000, text: 'schön •••••• \ufffd\ufffd' });
      expect((await all(outputs, 20)).map(({ text }) => text)).toEqual([second?.text]);
      expect(second?.next).toBe(outputs.size('run', 'test'));
      expect(readFileSync(join(folder, 'run', 'test.out'), 'latin1')).not.toContain('hunt');
      expect(statSync(join(folder, 'run', 'test.out')).mode & 0o777).toBe(0o600);
      // An engine after this one goes on behind it.
      outputs.writer('run', 'test').note('again');
      expect((await all(outputs)).map(({ text }) => text).join('')).toContain('\ufffd\r\n\x1b[0;2magain\x1b[0m\r\n');
    }));

  it('is followed until its end, in pieces of at most 64 KiB that wait for whoever reads', () =>
    withOutputs(async (outputs) => {
      const writer = outputs.writer('run', 'test');
      const line = Buffer.from('0123456789abcdef\n'.repeat(4096));
      const followed = (async () => {
        let bytes = 0;
        for await (const { text, offset, next } of outputs.read('run', 'test', 0, true, never)) {
          expect(offset).toBe(bytes);
          expect(next - offset).toBeLessThanOrEqual(64 * 1024);
          expect(text.length).toBe(next - offset);
          bytes = next;
          await new Promise((resolve) => setImmediate(resolve));
        }
        return bytes;
      })();
      for (let piece = 0; piece < 50; piece += 1) {
        writer.append(line);
        if (piece % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      writer.end();
      expect(await followed).toBe(50 * line.length);
      const gone = new AbortController();
      const waiting = outputs.read('other', 'test', 0, true, gone.signal).next();
      gone.abort();
      expect(await waiting).toMatchObject({ done: true });
    }));

  it('ends at its cap, and says so', () =>
    withOutputs(
      async (outputs) => {
        const writer = outputs.writer('run', 'test');
        for (let piece = 0; piece < 100; piece += 1) writer.append(Buffer.alloc(1024 * 1024, 'x'));
        writer.end();
        const text = (await all(outputs)).map((chunk) => chunk.text).join('');
        expect(text.length).toBeLessThan(2 * 1024 * 1024 + 200);
        expect(text.slice(-100)).toContain('The output is full at 2 MB; what follows is not kept.');
        // Also for an engine that goes on with it.
        outputs.writer('run', 'test').append(Buffer.from('more'));
        expect(outputs.size('run', 'test')).toBe(Buffer.byteLength(text));
      },
      2 * 1024 * 1024,
    ));

  it('is searched by what one reads of it: without control sequences, in whatever case, line by line', () =>
    withOutputs(async (outputs, _folder, clock) => {
      const writer = outputs.writer('run', 'test');
      const lines = [
        'plain',
        '\x1b[1mBo\x1b[22mld \x1b]0;title plain\x07text\x1b[0m',
        '10%\r20%\rPLAIN 30%',
        'größe [x] (y)',
        'last plain',
      ];
      for (const line of lines) {
        writer.append(Buffer.from(`${line}\r\n`));
        clock.at += 500;
      }
      writer.end();
      const search = (text: string, more = {}) => outputs.search('run', 'test', { text, from: 0, limit: 10, ...more });
      const found = await search('plain');
      expect(found.matches.map(({ line, at }) => [line, at])).toEqual([
        [1, 1000],
        [3, 2000],
        [5, 3000],
      ]);
      expect(found).toMatchObject({ total: 3, more: false });
      expect((await search('bold t')).matches).toEqual([expect.objectContaining({ line: 2, text: 'Bold text' })]);
      expect((await search('größe [X] (')).total).toBe(1);
      expect((await search('31m')).total + (await search('title')).total).toBe(0);
      expect(await search('plain', { limit: 1 })).toMatchObject({ total: 3, more: true });
      const [, second] = found.matches;
      const later = await search('plain', { from: second?.offset });
      expect(later.matches.map(({ line }) => line)).toEqual([3, 5]);
      const [chunk] = await all(outputs, second?.offset);
      expect(chunk?.text.startsWith('10%')).toBe(true);
    }));

  it.each(['\x1b]', '\x1b]0;\x1b\\', '\x1b[', '\x1b[0m', '\x1b '])(
    'is searched at little cost where it is full of %j',
    (piece) =>
      withOutputs(async (outputs) => {
        const writer = outputs.writer('run', 'test');
        writer.append(
          Buffer.from(`a${piece.repeat(100_000)}x\n${`a${piece}`.repeat(50_000)}x\na\x1b[0m\x1b]0;t\x07b\n`),
        );
        writer.end();
        const used = process.cpuUsage();
        const { matches } = await outputs.search('run', 'test', { text: 'ab', from: 0, limit: 10 });
        expect(process.cpuUsage(used).user).toBeLessThan(1_000_000);
        expect(matches.map(({ line, text }) => [line, text])).toEqual([[3, 'ab']]);
      }),
  );

  it('stays where what else its stage left is removed', () =>
    withOutputs(async (outputs) => {
      const writer = outputs.writer('run', 'test');
      writer.append(Buffer.from('printed'));
      writer.end();
      const left = outputs.folder('run', 'test');
      writeFileSync(join(left, 'artifacts.tar'), '');
      await outputs.removeFiles('run');
      await outputs.removeFiles('never');
      expect(existsSync(left)).toBe(false);
      expect((await all(outputs)).map(({ text }) => text)).toEqual(['printed']);
    }));

  it('of 100 MB is searched in less than a second of work, while others get their turn', () =>
    withOutputs(async (outputs) => {
      const writer = outputs.writer('run', 'test');
      const block = Buffer.from(
        Array.from(
          { length: 9000 },
          (_, line) => `\x1b[32m✓\x1b[0m ${String(line)} of the \x1b[1msuite\x1b[0m passed in 12 ms\r\n`,
        ).join(''),
      );
      let bytes = 0;
      for (; bytes < 100e6; bytes += block.length) writer.append(block);
      writer.append(Buffer.from('the needle\n'));
      writer.end();
      let turns = 0;
      const turning = setInterval(() => (turns += 1), 1);
      const used = process.cpuUsage();
      const { total, matches } = await outputs.search('run', 'test', { text: 'Needle', from: 0, limit: 10 });
      const { user } = process.cpuUsage(used);
      clearInterval(turning);
      expect(total).toBe(1);
      expect(matches[0]).toMatchObject({ offset: bytes, line: (bytes / block.length) * 9000 + 1 });
      expect(user / 1000).toBeLessThan(1000);
      expect(turns).toBeGreaterThan(10);
    }));
});
