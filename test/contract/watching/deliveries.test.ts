import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../electron/engine/watching/deliveries.ts';
import { commitAt, makeShop, until, watchShop } from './setting.ts';

const secret = 'a long shared secret';
const hmac = (body: string, key = secret): string => createHmac('sha256', key).update(body).digest('hex');
const delivery = (body: string, headers: Record<string, string>): Delivery => ({ headers, body: Buffer.from(body) });

describe('what a forge sends', () => {
  it('is taken once, signed in the way of any forge, and makes the remote be asked', async () => {
    const shop = makeShop('{ fetch: 1h, webhook: { secret: HOOK } }');
    const { watching, project, begun, wishes, get } = await watchShop(shop, { secret });
    await until(
      () => begun.length === 1,
      () => begun,
    );
    const send = (body: string, headers: Record<string, string>, to = project): Promise<string> =>
      watching.deliver(to, delivery(body, headers));
    const topic = commitAt(shop.remote, 'release/1', 'pushed');
    const { fetchedAt } = await get();

    // Nobody learns why.
    expect(await send('{}', {})).toBe('refused');
    expect(await send('{}', { 'x-hub-signature-256': `sha256=${hmac('{}', 'another')}` })).toBe('refused');
    expect(await send('{"a":1}', { 'x-hub-signature-256': `sha256=${hmac('{}')}` })).toBe('refused');
    expect(await send('{}', { 'x-hub-signature-256': hmac('{}').slice(1) })).toBe('refused');
    expect(await send('{}', { 'x-gitlab-token': secret.slice(1) })).toBe('refused');
    expect(await send('{}', { 'x-hub-signature-256': `sha256=${hmac('{}')}` }, 'another')).toBe('refused');
    expect((await get()).fetchedAt).toBe(fetchedAt);

    const github = { 'x-hub-signature-256': `sha256=${hmac('{"n":1}')}`, 'x-github-delivery': 'one' };
    expect(await send('{"n":1}', github)).toBe('taken');
    await until(
      () => begun.length === 2,
      () => begun,
    );
    expect(wishes[1]).toMatchObject({ ref: 'release/1', commit: topic, trigger: 'webhook' });
    // Its number is not signed: with another one it is the same again.
    expect(await send('{"n":1}', github)).toBe('known');
    expect(await send('{"n":1}', { ...github, 'x-github-delivery': 'two' })).toBe('known');
    expect(await send('{"n":2}', { 'x-gitea-signature': hmac('{"n":2}'), 'x-gitea-delivery': 'three' })).toBe('taken');
    expect(await send('{"n":3}', { 'x-gitlab-token': secret, 'idempotency-key': 'four' })).toBe('taken');
    expect(await send('{"n":4}', { 'x-gitlab-token': secret, 'idempotency-key': 'four' })).toBe('known');
  });

  it('is taken once more where the fetch that it caused failed', async () => {
    const shop = makeShop('{ fetch: 1h, webhook: { secret: HOOK } }');
    const { watching, project, begun, get } = await watchShop(shop, { secret });
    await until(
      () => begun.length === 1,
      () => begun,
    );
    const send = (): Promise<string> => watching.deliver(project, delivery('{}', { 'x-gitlab-token': secret }));
    const url = shop.remote.path;
    shop.repository.git(['remote', 'set-url', 'origin', join(shop.data, 'nowhere')]);
    commitAt(shop.remote, 'release/1', 'pushed');
    expect([await send(), await send()]).toEqual(['taken', 'known']);
    await until(
      async () => (await get()).problem !== null,
      () => begun,
    );
    shop.repository.git(['remote', 'set-url', 'origin', url]);
    expect(await send()).toBe('taken');
    await until(
      () => begun.length === 2,
      () => begun,
    );
  });

  it('is refused where no secret is declared, or it is not set', async () => {
    const undeclared = await watchShop(makeShop(), { secret });
    const headers = { 'x-gitlab-token': secret };
    expect(await undeclared.watching.deliver(undeclared.project, delivery('{}', headers))).toBe('refused');
    const unset = await watchShop(makeShop('{ webhook: { secret: HOOK } }'));
    expect(await unset.watching.deliver(unset.project, delivery('{}', headers))).toBe('refused');
    expect(await unset.watching.deliver(unset.project, delivery('{}', { 'x-gitlab-token': '' }))).toBe('refused');
  });
});
