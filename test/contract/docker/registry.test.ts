import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Artifact } from '../../../shared/domain/release.ts';
import { faultyProxy, startRegistry, tarOf, type FaultyProxy, type TestRegistry } from '../../fixtures/engine/index.ts';
import { buildOf, never, problemOfCall, setting, silent } from './setting.ts';

const s = await setting();
let registry: TestRegistry;
let proxy: FaultyProxy;

beforeAll(async () => {
  registry = await startRegistry();
  proxy = await faultyProxy(registry.host);
});
beforeEach(() => proxy.set('pass'));
afterAll(async () => {
  await proxy.stop();
  await registry.stop();
});

/** Builds an image with content that is nowhere yet, and names it in the registry behind the proxy. */
async function image(name: string, bytes = 1000): Promise<{ imageId: string; repository: string }> {
  const repository = `${proxy.address}/${s.prefix}/${name}`;
  const source = tarOf({ Dockerfile: `FROM ${s.base}\nCOPY blob /blob\n`, blob: randomBytes(bytes) });
  const { imageId } = await s.target.buildImage(
    { build: buildOf(), source, tags: [`${repository}:c1`], labels: s.labels },
    silent,
    never,
  );
  return { imageId, repository };
}

const artifact = (repository: string, digest: string, imageId: string): Artifact => ({
  service: 'web',
  digest,
  reference: `${repository}@${digest}`,
  imageId,
  sizeBytes: null,
});

describe('a registry', () => {
  it('knows an image by the digest that the push answered, also after a second push', async () => {
    const { imageId, repository } = await image('digest');
    const digest = await s.target.pushImage(repository, 'c1', silent, never);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await s.target.pushImage(repository, 'c1', silent, never)).toBe(digest);
    const manifest = await fetch(`http://${registry.host}/v2/${s.prefix}/digest/manifests/${digest}`, {
      headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
    });
    expect(manifest.status).toBe(200);
    const it = artifact(repository, digest, imageId);
    expect(await s.target.hasArtifacts([it])).toEqual(new Set([digest]));
    await s.target.removeImage(imageId);
    expect(await s.target.hasArtifacts([it])).toEqual(new Set());
    await s.target.ensureArtifact(it, silent, never);
    expect(await s.target.hasArtifacts([it])).toEqual(new Set([digest]));
    expect(await s.target.ensureImage(it.reference, silent, never)).toBe(imageId);
  });

  it('gives the digest that was asked for when its tag has moved', async () => {
    const first = await image('moved');
    const digest = await s.target.pushImage(first.repository, 'c1', silent, never);
    await s.target.removeImage(first.imageId);
    const second = await image('moved');
    await s.target.pushImage(second.repository, 'c1', silent, never);
    await s.target.ensureArtifact(artifact(first.repository, digest, first.imageId), silent, never);
    expect(await s.target.ensureImage(`${first.repository}@${digest}`, silent, never)).toBe(first.imageId);
  });

  it('that is down is a failure to retry, of a push and of a pull', async () => {
    const { imageId, repository } = await image('down');
    const digest = await s.target.pushImage(repository, 'c1', silent, never);
    await s.target.removeImage(imageId);
    await registry.pause();
    try {
      const pull = await problemOfCall(s.target.ensureArtifact(artifact(repository, digest, imageId), silent, never));
      expect(pull).toMatchObject({ code: 'failed.registry-unreachable', retry: true });
      const other = await image('down-too');
      expect(await problemOfCall(s.target.pushImage(other.repository, 'c1', silent, never))).toMatchObject({
        code: 'failed.registry-unreachable',
        retry: true,
      });
    } finally {
      await registry.start();
    }
    await s.target.ensureArtifact(artifact(repository, digest, imageId), silent, never);
  });

  it('that loses the connection in the middle of a push is tried again to the same digest', async () => {
    const { repository } = await image('cut', 3_000_000);
    proxy.set({ cutAfterBytes: 1_000_000 });
    const stop = AbortSignal.timeout(20_000);
    const said: string[] = [];
    const digest = await s.target.pushImage(
      repository,
      'c1',
      (text) => {
        said.push(text);
        if (text.includes('Retrying')) proxy.set('pass');
      },
      stop,
    );
    expect(said.join('\n')).toContain('Retrying');
    expect(await s.target.pushImage(repository, 'c1', silent, never)).toBe(digest);
  });

  it('that does not have the image says so', async () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const problem = await problemOfCall(
      s.target.ensureArtifact(artifact(`${proxy.address}/nothing/here`, digest, digest), silent, never),
    );
    expect(problem).toMatchObject({ code: 'failed.image-missing', retry: false });
  });

  it('does not stop a push from being cancelled', async () => {
    const { repository } = await image('cancel', 100_000);
    proxy.set('stall');
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    expect((await problemOfCall(s.target.pushImage(repository, 'c1', silent, stop.signal))).code).toBe(
      'failed.cancelled',
    );
    proxy.reset();
  });
});

describe('without a registry', () => {
  it('an artifact is its image id; removed by hand, it is missing', async () => {
    const { imageId } = await image('local');
    const it: Artifact = { service: 'web', digest: imageId, reference: imageId, imageId, sizeBytes: null };
    await s.target.ensureArtifact(it, silent, never);
    expect(await s.target.hasArtifacts([it])).toEqual(new Set([imageId]));
    await s.target.removeImage(imageId);
    expect(await problemOfCall(s.target.ensureArtifact(it, silent, never))).toMatchObject({
      code: 'failed.image-missing',
      retry: false,
    });
    expect(await s.target.hasArtifacts([it])).toEqual(new Set());
    expect(
      (
        await problemOfCall(
          s.target.ensureContainer(s.spec('gone', {}, { image: imageId }), {
            repository: async () => tarOf({}),
            secret: async () => '',
          }),
        )
      ).code,
    ).toBe('failed.image-missing');
  });

  it.each(['../../etc', 'a b', 'x?y=1', '-rm', 'UPPER/case', ''])(
    'refuses %j as the name of an image',
    async (name) => {
      expect((await problemOfCall(s.target.ensureImage(name, silent, never))).code).toBe('usage.bad-image-name');
    },
  );
});
