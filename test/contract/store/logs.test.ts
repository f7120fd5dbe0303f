import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logsIn, type Logs } from '../../../electron/store/logs.ts';
import { folder } from './setting.ts';

const line = (text: string) => ({ at: 1, source: 'step', stream: 'out', text }) as const;
const plain = (text: string): string => text;
async function collect<T>(lines: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of lines) all.push(one);
  return all;
}
const never = new AbortController().signal;

async function textsOf(logs: Logs, operation: string, after = 0): Promise<string[]> {
  return (await collect(logs.read(operation, after, false, never))).map(({ text }) => text);
}

describe('the log of an operation', () => {
  it('is read from a position on, and its end at once', async () => {
    const logs = logsIn(folder(), plain);
    for (const text of ['one', 'two', 'three']) logs.append('a', line(text));
    logs.append('b', line('another'));
    expect(await textsOf(logs, 'a')).toEqual(['one', 'two', 'three']);
    expect(await textsOf(logs, 'a', 2)).toEqual(['three']);
    expect(await textsOf(logs, 'nothing')).toEqual([]);
    expect(logs.tail('a', 2).map(({ seq, text }) => [seq, text])).toEqual([
      [2, 'two'],
      [3, 'three'],
    ]);
    expect(logs.tail('nothing', 2)).toEqual([]);
  });

  it('goes on counting where an engine before left off', async () => {
    const data = folder();
    logsIn(data, plain).append('a', line('one'));
    const logs = logsIn(data, plain);
    logs.append('a', line('two'));
    expect(logs.tail('a', 9).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('is followed: what is there, then what comes, without a gap or a repetition, until it ends', async () => {
    const logs = logsIn(folder(), plain);
    for (let index = 0; index < 500; index += 1) logs.append('a', line(String(index)));
    const reading = collect(logs.read('a', 0, true, never));
    for (let index = 500; index < 1000; index += 1) {
      logs.append('a', line(String(index)));
      if (index % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    logs.end('a');
    expect((await reading).map(({ seq }) => seq)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
  });

  it('lets a follower go that gives up', async () => {
    const logs = logsIn(folder(), plain);
    logs.append('a', line('one'));
    const given = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { text } of logs.read('a', 0, true, given.signal)) seen.push(text);
    })();
    await expect.poll(() => seen).toEqual(['one']);
    given.abort();
    await reading;
    await collect(logs.read('a', 0, true, AbortSignal.abort()));
  });

  it('ends at 20 MB and says so once', async () => {
    const data = folder();
    const logs = logsIn(data, plain);
    const long = 'x'.repeat(8000);
    for (let index = 0; index < 2700; index += 1) logs.append('a', line(long));
    expect(statSync(join(data, 'a.ndjson')).size).toBeLessThan(21 * 1024 * 1024);
    expect(logs.tail('a', 1)[0]?.text).toContain('full at 20 MB');
    expect((await textsOf(logs, 'a')).filter((text) => text.includes('full at'))).toHaveLength(1);
    const again = logsIn(data, plain);
    again.append('a', line('more'));
    expect((await textsOf(again, 'a')).filter((text) => text.includes('full at'))).toHaveLength(1);
    expect(again.tail('a', 1)[0]?.text).toContain('full at 20 MB');
  });

  it('ends at 20 MB of bytes, however few characters they are', () => {
    const data = folder();
    const logs = logsIn(data, plain);
    for (let index = 0; index < 1200; index += 1) logs.append('a', line('漢'.repeat(8000)));
    expect(statSync(join(data, 'a.ndjson')).size).toBeLessThan(21 * 1024 * 1024);
  });

  it('shortens a line that does not end', () => {
    const logs = logsIn(folder(), plain);
    logs.append('a', line('y'.repeat(1_000_000)));
    expect(logs.tail('a', 1)[0]?.text).toBe(`${'y'.repeat(8192)}…`);
  });

  it('drops a row that a crash cut short, and what comes next begins a new row', async () => {
    const data = folder();
    logsIn(data, plain).append('a', line('one'));
    appendFileSync(join(data, 'a.ndjson'), '{"at":1,"source":"step","str');
    const logs = logsIn(data, plain);
    logs.append('a', line('two'));
    expect(await textsOf(logs, 'a')).toEqual(['one', 'two']);
    expect(logs.tail('a', 1)[0]?.seq).toBe(2);
  });

  it('keeps no secret, not even one at the place where a line is shortened', () => {
    const data = folder();
    const logs = logsIn(data, (text) => text.replaceAll('hunter2-hunter2', '••••••'));
    logs.append('a', line('the password is hunter2-hunter2'));
    logs.append('a', line(`${'z'.repeat(8185)}hunter2-hunter2`));
    expect(readFileSync(join(data, 'a.ndjson'), 'utf8')).not.toContain('hunter2');
    expect(logs.tail('a', 2)[0]?.text).toBe('the password is ••••••');
  });

  it('is a file of its folder whatever the operation is called, and readable by its owner only', () => {
    const data = folder();
    writeFileSync(join(data, 'outside.ndjson'), '');
    const logs = logsIn(join(data, 'logs'), plain);
    logs.append('../outside', line('one'));
    expect(readFileSync(join(data, 'outside.ndjson'), 'utf8')).toBe('');
    expect((statSync(join(data, 'logs', 'outside.ndjson')).mode & 0o777).toString(8)).toBe('600');
  });
});
