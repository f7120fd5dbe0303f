import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lines, openShop } from './setting.ts';

it('slipway hotfix takes a lane from its start to its end', async () => {
  const shop = await openShop();
  const base = shop.git('rev-parse', 'HEAD');
  const one = shop.repository.commit({ message: 'Fix one\n', files: { 'till.txt': lines({ 1: 'one' }) } });
  const two = shop.repository.commit({ message: 'Fix ten\n', files: { 'till.txt': lines({ 1: 'one', 10: 'ten' }) } });
  const three = shop.repository.commit({ message: 'Again\n', files: { 'till.txt': lines({ 1: 'one', 10: 'TEN' }) } });

  const started = await shop.slipway(
    'hotfix',
    'start',
    '--from',
    base,
    '--branch',
    'release/till',
    `${base}..${two}`,
    '--json',
  );
  expect(started.exitCode).toBe(0);
  expect(started.json()).toMatchObject({
    hotfix: {
      branch: 'release/till',
      base,
      picks: [
        { source: one, state: 'picked' },
        { source: two, state: 'picked' },
      ],
    },
    operation: { status: 'done' },
  });
  expect((await shop.slipway('hotfix', 'arrange', 'release/till', '1')).exitCode).toBe(0);
  const picked = await shop.slipway('hotfix', 'pick', 'release/till', three, '--json');
  expect(picked.exitCode).toBe(4);
  expect(picked.json()).toMatchObject({ hotfix: { picks: [{ source: one }, { source: three, state: 'conflict' }] } });
  expect((await shop.slipway('hotfix', 'show', 'release/till')).stdout).toContain('Conflict: till.txt (content)');

  writeFileSync(join(shop.repository.path, '..', 'settled.txt'), lines({ 1: 'one', 10: 'settled' }));
  expect((await shop.slipway('hotfix', 'resolve', 'release/till', '--file', 'till.txt=nonsense')).exitCode).toBe(2);
  const settled = await shop.slipway(
    'hotfix',
    'resolve',
    'release/till',
    '--file',
    'till.txt=@../settled.txt',
    '--json',
  );
  expect(settled.exitCode).toBe(0);
  expect(settled.json()).toMatchObject({ hotfix: { picks: [{ state: 'picked' }, { state: 'resolved' }] } });
  expect((await shop.slipway('hotfix', 'undo', 'release/till')).exitCode).toBe(0);
  expect((await shop.slipway('hotfix', 'arrange', 'release/till', '1')).exitCode).toBe(0);
  expect((await shop.slipway('hotfix', 'publish', 'release/till', '--to', 'repository')).exitCode).toBe(0);
  expect(shop.git('log', '-1', '--format=%s', 'release/till')).toBe('Fix one');

  const listed = await shop.slipway('hotfix', 'list', '--json');
  expect(listed.json()).toMatchObject({ hotfixes: [{ branch: 'release/till', status: 'open' }], parked: [] });
  expect((await shop.slipway('hotfix', 'finish', 'release/till', '--why', 'it is out', '--json')).json()).toMatchObject(
    {
      hotfix: { status: 'finished', why: 'it is out' },
    },
  );
  expect((await shop.slipway('hotfix', 'pick', 'release/till', two)).exitCode).toBe(3);
  expect((await shop.slipway('hotfix', 'show', 'nowhere')).exitCode).toBe(2);
  expect((await shop.slipway('status', '--json')).json()).toMatchObject({ lanes: [], parked: [] });
});
