import { beforeAll, describe, expect, it } from 'vitest';
import { buildImage } from '../../../electron/docker/build.ts';
import { connect, type Client } from '../../../electron/docker/client.ts';
import { tarOf } from '../../fixtures/engine/index.ts';
import { buildOf, never, problemOfCall, setting, silent } from './setting.ts';

const s = await setting();
let clients: Record<'BuildKit' | 'classic', Client>;

beforeAll(async () => {
  const client = connect(s.engine.address);
  const facts = await client.facts();
  clients = {
    BuildKit: client,
    // What an engine with containerd's image store says of itself: builds go to the classic builder then.
    classic: { ...client, facts: async () => ({ ...facts, containerdImages: true }) },
  };
});

/** What a line prints in a container of the image. */
async function contentOf(imageId: string, line: string): Promise<string> {
  const container = await s.engine.docker.createContainer({
    Image: imageId,
    Cmd: ['sh', '-c', line],
    Labels: { ...s.labels },
  });
  await container.start();
  await container.wait();
  const lines = [];
  for await (const line of s.target.logs(container.id, { tail: 100, follow: false, signal: never }))
    lines.push(line.text);
  await container.remove({ force: true });
  return lines.join('\n');
}

describe.each(['BuildKit', 'classic'] as const)('a build by %s', (builder) => {
  const build = (
    files: Parameters<typeof tarOf>[0],
    given: Parameters<typeof buildOf>[0] = {},
    said: string[] = [],
    signal = never,
  ) =>
    buildImage(
      clients[builder],
      { build: buildOf(given), source: tarOf(files), tags: [], labels: s.labels },
      (text) => said.push(text),
      signal,
    );

  it('gives an image with its files, and says what its commands print', async () => {
    const said: string[] = [];
    const id = await build(
      {
        Dockerfile: `FROM ${s.base}\nARG WHO\nCOPY . /app\nRUN echo "hello $WHO"\n`,
        'a.txt': 'one',
        'run.sh': { content: '#!/bin/sh\n', mode: 0o755 },
        link: { link: 'a.txt' },
      },
      { args: { WHO: s.prefix } },
      said,
    );
    expect(said).toContain(`hello ${s.prefix}`);
    expect(
      await contentOf(id, 'cat /app/link; stat -c " %a" /app/run.sh; readlink /app/link || ls -l /app/link'),
    ).toMatch(/^one 755\n.*a\.txt$/s);
  });

  it('honours .dockerignore, wherever it is in the stream', async () => {
    const id = await build({
      '.a-first': 'x',
      Dockerfile: `FROM ${s.base}\nCOPY . /app\n`,
      'keep.md': 'k',
      'drop.md': 'd',
      'secrets/key': 'k',
      'secrets/public': 'p',
      'z/.dockerignore': '*',
      '.dockerignore': '*.md\n!keep.md\nsecrets/*\n!secrets/public\n.a-first\n',
    });
    expect((await contentOf(id, 'cd /app && find . -type f | sort')).split('\n')).toEqual(
      expect.arrayContaining(['./keep.md', './secrets/public', './z/.dockerignore']),
    );
    expect(await contentOf(id, 'ls -a /app /app/secrets')).not.toMatch(/drop\.md|key|a-first/);
  });

  it('prefers the .dockerignore of its Dockerfile', async () => {
    const id = await build(
      {
        'b/web.Dockerfile': `FROM ${s.base}\nCOPY . /app\n`,
        'b/web.Dockerfile.dockerignore': 'one\n',
        'b/.dockerignore': 'two\n',
        'b/one': '1',
        'b/two': '2',
        three: '3',
      },
      { context: 'b', dockerfile: 'web.Dockerfile' },
    );
    const files = await contentOf(id, 'ls /app');
    expect(files).toContain('two');
    expect(files).not.toMatch(/one|three/);
  });

  it('takes a Dockerfile that is inline, or outside of its context', async () => {
    const inline = await build({ 'src/x': 'in' }, { context: 'src', dockerfileInline: `FROM ${s.base}\nCOPY x /x\n` });
    expect(await contentOf(inline, 'cat /x')).toBe('in');
    const outside = await build(
      { 'src/x': 'out', 'docker/Dockerfile': `FROM ${s.base}\nCOPY x /x\n` },
      { context: 'src', dockerfile: '../docker/Dockerfile' },
    );
    expect(await contentOf(outside, 'cat /x')).toBe('out');
  });

  it('stops at the target', async () => {
    const id = await build(
      { Dockerfile: `FROM ${s.base} AS first\nRUN echo 1 > /stage\nFROM first\nRUN echo 2 > /stage\n` },
      { target: 'first' },
    );
    expect(await contentOf(id, 'cat /stage')).toBe('1');
  });

  it('fails when a command fails, with its last output', async () => {
    const problem = await problemOfCall(
      build({ Dockerfile: `FROM ${s.base}\nRUN echo before the end; echo EOF: dial tcp; exit 7\n` }),
    );
    expect(problem).toMatchObject({ code: 'failed.build', retry: false });
    expect(problem.details['output']).toContain('before the end');
  });

  it('fails on a Dockerfile that does not parse', async () => {
    const problem = await problemOfCall(build({ Dockerfile: 'FORM nothing\n' }));
    expect(problem.code).toBe('failed.build');
    expect(problem.message).toMatch(/FORM/i);
  });

  it.each([
    ['usage.dockerfile-missing', { Dockerfile: 'x' }, { dockerfile: 'Other' }],
    ['usage.build-context-missing', { Dockerfile: 'x' }, { context: 'nowhere' }],
    ['usage.path-outside-repository', { Dockerfile: 'x' }, { context: '../..' }],
  ] as const)('refuses with %s', async (code, files, given) => {
    expect((await problemOfCall(build(files, given))).code).toBe(code);
  });

  it('can be cancelled while it never ends, and leaves nothing behind', async () => {
    const before = new Set((await s.engine.docker.listContainers({ all: true })).map((one) => one.Id));
    const mark = `endless-${s.prefix}-${builder}`;
    const stop = new AbortController();
    const said: string[] = [];
    const building = problemOfCall(
      build({ Dockerfile: `FROM ${s.base}\nRUN echo ${mark}; while true; do sleep 1; done\n` }, {}, said, stop.signal),
    );
    while (!said.includes(mark)) await new Promise((resolve) => setTimeout(resolve, 50));
    stop.abort();
    expect((await building).code).toBe('failed.cancelled');
    const left = async () =>
      (await s.engine.docker.listContainers({ all: true })).filter(
        (one) => !before.has(one.Id) && one.Command.includes(mark),
      );
    // The engine removes it too when nobody listens any more, and lists it until it is through.
    await expect.poll(left, { timeout: 15_000 }).toEqual([]);
  });
});

it('finds an image by its labels and names it', async () => {
  const labels = { ...s.labels, 'slipway.inputs': s.prefix };
  const request = {
    build: buildOf(),
    source: tarOf({ Dockerfile: `FROM ${s.base}\nENV N=${s.prefix}\n` }),
    tags: [`${s.prefix}:one`, `${s.prefix}:two`],
    labels,
  };
  expect(await s.target.findImage(labels)).toBeNull();
  const built = await s.target.buildImage(request, silent, never);
  expect(await s.target.findImage(labels)).toEqual(built);
  expect(built.sizeBytes).toBeGreaterThan(0);
  await s.target.tagImage(built.imageId, s.prefix, 'three');
  for (const tag of ['one', 'two', 'three'])
    expect(await s.target.ensureImage(`${s.prefix}:${tag}`, silent, never)).toBe(built.imageId);
  await s.target.removeImage(built.imageId);
  await s.target.removeImage(built.imageId);
  expect(await s.target.findImage(labels)).toBeNull();
});
