import { PassThrough, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Order } from '../../../electron/git/order.ts';

const name = (number: number): string => number.toString(16).padStart(40, '0');
const parts = { graph: false, nameLength: 40, ahead: null };

describe('the order of commits', () => {
  it('keeps names however the stream is cut', async () => {
    const names = Array.from({ length: 70_000 }, (_, index) => name(index));
    const text = names.map((sha) => `${sha}\n`).join('');
    const pieces = [text.slice(0, 7), text.slice(7, 41), text.slice(41, 100_003), text.slice(100_003)];
    const order = new Order({ ...parts, walk: () => Readable.from(pieces.map((piece) => Buffer.from(piece))) });
    await order.until(Infinity);
    expect(order.ended).toBe(true);
    expect(order.rows).toBe(names.length);
    expect(order.names(65_530, 65_540)).toEqual(names.slice(65_530, 65_540));
    expect(order.names(69_999, 80_000)).toEqual([name(69_999)]);
  });

  it('walks no further than somebody reads', async () => {
    let produced = 0;
    const walk = (): Readable =>
      Readable.from(
        (function* () {
          for (; produced < 1_000_000; produced += 1) yield Buffer.from(`${name(produced)}\n`);
        })(),
      );
    const order = new Order({ ...parts, walk, ahead: 50 });
    await order.until(10);
    await sleep(20);
    expect(produced).toBeLessThan(500);
    await order.until(1000);
    await sleep(20);
    expect(order.rows).toBeGreaterThanOrEqual(1000);
    expect(produced).toBeLessThan(1500);
    order.close();
  });

  it('ends when it is retired and nobody waits, and tells who waits when it is closed', async () => {
    const stream = new PassThrough();
    const order = new Order({ ...parts, walk: () => stream });
    const first = order.until(1);
    order.retire();
    await sleep(5);
    expect(stream.destroyed).toBe(false);
    stream.write(`${name(1)}\n`);
    await first;
    expect(stream.destroyed).toBe(true);
    await expect(order.until(5)).rejects.toThrow('cancelled');
    expect(order.failed).toBe(true);
  });

  it('passes on why git failed', async () => {
    const stream = new PassThrough();
    const order = new Order({ ...parts, walk: () => stream });
    const waiting = order.until(1);
    stream.destroy(new Error('bad object'));
    await expect(waiting).rejects.toThrow('bad object');
  });
});
