import { describe, expect, it } from 'vitest';
import { framePieces } from '../../../electron/docker/logs.ts';
import { noFiles, setting } from './setting.ts';

const s = await setting();

async function started(name: string, script: string, tty = false): Promise<string> {
  const spec = s.spec(name, { command: ['sh', '-c', script], tty });
  await s.target.ensureContainer(spec, noFiles);
  await s.target.startContainer(spec.name);
  return spec.name;
}

async function read(name: string, options: { tail?: number; follow?: boolean; signal?: AbortSignal }) {
  const lines = [];
  for await (const line of s.target.logs(name, {
    tail: 100,
    follow: false,
    signal: new AbortController().signal,
    ...options,
  }))
    lines.push(line);
  return lines;
}

describe('logs', () => {
  it.each([false, true])('come line by line with their time (terminal: %s)', async (tty) => {
    const name = await started(
      `lines-${tty}`,
      'echo one; echo; echo "{\\"json\\": true}"; echo "three ünïcode"; echo four >&2; sleep 0.2',
      tty,
    );
    const followed = await read(name, { follow: true });
    expect(followed.map(({ text }) => text).toSorted()).toEqual(
      ['', 'four', 'one', 'three ünïcode', '{"json": true}'].toSorted(),
    );
    for (const { at } of followed) expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
    expect(await read(name, {})).toEqual(followed);
    expect(followed.find(({ text }) => text === 'four')?.stream).toBe(tty ? 'out' : 'err');
    expect(await read(name, { tail: 2 })).toHaveLength(2);
  });

  it('cut a line at 16 KB', async () => {
    const name = await started('long', 'dd if=/dev/zero bs=1000 count=100 2>/dev/null | tr "\\0" x; echo; echo after');
    const lines = await read(name, { follow: true });
    expect(lines.map(({ text }) => text.length)).toEqual([16 * 1024, 5]);
  });

  it('are followed until the signal, and end quietly', async () => {
    const name = await started('endless', 'while true; do echo tick; sleep 0.05; done');
    const stop = new AbortController();
    let count = 0;
    for await (const line of s.target.logs(name, { tail: 0, follow: true, signal: stop.signal })) {
      expect(line.text).toBe('tick');
      count += 1;
      if (count === 3) stop.abort();
    }
    expect(count).toBeGreaterThanOrEqual(3);
    for await (const line of s.target.logs(name, { tail: 0, follow: true, signal: new AbortController().signal })) {
      expect(line.text).toBe('tick');
      break; // a reader that stops early is no leak
    }
  });

  it('of a container that is not there are empty', async () => {
    expect(await read(`${s.prefix}-absent`, {})).toEqual([]);
  });

  it('are the same however the frames arrive', async () => {
    const frame = (stream: number, text: string) => {
      const header = Buffer.alloc(8);
      header[0] = stream;
      header.writeUInt32BE(Buffer.byteLength(text), 4);
      return Buffer.concat([header, Buffer.from(text)]);
    };
    const bytes = Buffer.concat([frame(1, 'one é\n'), frame(2, 'two\n'), frame(1, ''), frame(1, 'three')]);
    const pieces = async (size: number) => {
      const chunks = (async function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      })();
      const found = [];
      for await (const piece of framePieces(chunks)) found.push(piece);
      return found;
    };
    const whole = await pieces(bytes.length);
    expect(whole.map(({ text }) => text)).toEqual(['one é', 'two', '', 'three']);
    for (const size of [1, 2, 3, 5, 7, 8, 9, 13]) expect(await pieces(size)).toEqual(whole);
  });
});
