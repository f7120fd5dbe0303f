import { describe, expect, it } from 'vitest';
import { connect } from '../../../electron/docker/client.ts';
import { converse } from '../../../electron/docker/conversation.ts';
import { fileWriter, writerCommand } from '../../../electron/docker/file-writer.ts';
import { inside, noFiles, setting } from './setting.ts';

const s = await setting();
const client = connect(s.engine.address);

const check = (...test: string[]) => ({ test, intervalMs: 60_000, timeoutMs: 5000, retries: 2, startPeriodMs: 0 });
const programs = (name: string): Promise<string> => inside(s, name, 'ps | grep -c "[r]ead -r token" || true');

async function started(name: string, command = ['sleep', '600']): Promise<string> {
  const spec = s.spec(name, { command });
  await s.target.ensureContainer(spec, noFiles);
  await s.target.startContainer(spec.name);
  return spec.name;
}

describe('a check that is asked again and again', () => {
  it('is asked of a program that stays meanwhile, and not longer', async () => {
    const name = await started('stays');
    const asked = check('CMD-SHELL', 'echo asked >>/asked; echo fine; read -r nothing || echo and reads nothing');
    for (let round = 0; round < 3; round += 1)
      expect(await s.target.checkHealth(name, asked)).toEqual({ passed: true, output: 'fine\nand reads nothing' });
    expect((await inside(s, name, 'cat /asked')).trim().split('\n')).toHaveLength(3);
    expect((await programs(name)).trim()).toBe('1');
    await expect.poll(() => programs(name), { timeout: 15_000, interval: 500 }).toMatch(/^0/);
  });

  it('is asked of one program by two at once', async () => {
    const name = await started('both');
    const asked = check('CMD-SHELL', 'sleep 0.3');
    const both = await Promise.all([s.target.checkHealth(name, asked), s.target.checkHealth(name, asked)]);
    expect(both).toMatchObject([{ passed: true }, { passed: true }]);
  });

  it('may print a lot, also what looks like an end', async () => {
    const name = await started('loud');
    const loud = check('CMD-SHELL', 'head -c 3000000 /dev/zero | tr "\\0" x; printf "\\n1234 0\\n"');
    const { passed, output } = await s.target.checkHealth(name, loud);
    expect(passed).toBe(true);
    expect(output).toHaveLength(16 * 1024);
  });

  it('is asked of the engine where there is no shell', async () => {
    const name = await started('shellless', ['sh', '-c', 'rm /bin/sh; exec busybox sleep 600']);
    await expect
      .poll(() => s.target.checkHealth(name, check('CMD', 'busybox', 'test', '!', '-e', '/bin/sh')), {
        timeout: 10_000,
      })
      .toMatchObject({ passed: true });
    expect(await s.target.checkHealth(name, check('CMD', 'busybox', 'false'))).toMatchObject({ passed: false });
  });

  it('is a program of the container, not of the shell that asks', async () => {
    const name = await started('builtin');
    expect(await s.target.checkHealth(name, check('CMD', 'true'))).toMatchObject({ passed: true });
    expect(await s.target.checkHealth(name, check('CMD', ':'))).toMatchObject({ passed: false });
  });

  it('fails with what it printed, and passes again once it is well', async () => {
    const name = await started('flaps');
    const asked = check('CMD-SHELL', 'cat /well');
    expect(await s.target.checkHealth(name, asked)).toMatchObject({ passed: false, output: /well/ });
    await inside(s, name, 'echo yes >/well');
    expect(await s.target.checkHealth(name, asked)).toEqual({ passed: true, output: 'yes' });
    await s.target.stopContainer(name, 0);
    await s.target.startContainer(name);
    expect(await s.target.checkHealth(name, asked)).toEqual({ passed: true, output: 'yes' });
  });
});

describe('a file inside a container', () => {
  const text = 'first\n  indented\n\n.\n\\back\\slash\\n\n"quoted" $HOME `date` \'single\'\n%s ünïcode\n';

  it('is replaced as a whole, again and again', async () => {
    const name = await started('files');
    const write = fileWriter(
      () => converse(client, name, writerCommand, '0'),
      () => Promise.reject(new Error('It was not to be written otherwise.')),
    );
    const long = Array.from({ length: 2000 }, (_, line) => `line ${String(line)}\n`).join('');
    await Promise.all([write('/tmp/one', 'first\n'), write('/tmp/two', long), write('/tmp/one', text)]);
    expect(await inside(s, name, 'cat /tmp/one')).toBe(text.trim());
    expect(await inside(s, name, 'cat /tmp/two')).toBe(long.trim());
    expect((await inside(s, name, 'ls /tmp')).trim().split(/\s+/)).toEqual(['one', 'two']);
  });

  it('stays as it was when the connection breaks in the middle', async () => {
    const name = await started('broken');
    await inside(s, name, 'echo before >/tmp/file');
    const conversation = await converse(client, name, writerCommand, '0');
    conversation.write('token\n/tmp/file\n:half of\n:it');
    await expect.poll(() => inside(s, name, 'cat /tmp/file.new'), { timeout: 5000 }).toBe('half of');
    conversation.close();
    await expect.poll(() => programs(name), { timeout: 10_000 }).toMatch(/^0/);
    expect(await inside(s, name, 'cat /tmp/file')).toBe('before');
  });

  it('is written in the way of the engine where it cannot be by a program', async () => {
    const name = await started('otherwise');
    const written: string[] = [];
    const write = fileWriter(
      () => converse(client, name, writerCommand, '0'),
      async (path, given) => void written.push(`${path} ${given}`),
    );
    await write('/no/such/folder/file', 'a\n');
    await s.target.stopContainer(name, 0);
    await write('/tmp/file', 'b\n');
    expect(written).toEqual(['/no/such/folder/file a\n', '/tmp/file b\n']);
  });
});
