import { expect, it } from 'vitest';
import { configurationDiff } from '../../../shared/planning/configuration-diff.ts';
import type { Application } from '../../../shared/domain/service.ts';
import { serviceOf } from '../../fixtures/engine/service.ts';

const running = (command: string): Application => ({
  services: [serviceOf({ name: 'web', command: command.split(' ') })],
  networks: [],
  volumes: [],
});
const shown = (command: string) => configurationDiff(running('old'), running(command))[0]?.after;

it('hides what options and assignments say', () => {
  expect(shown('mysql --verbose --password s3cret --host db')).toBe('mysql --verbose --password •••••• --host db');
  expect(shown('mysql --password -s3cret')).toBe('mysql --password ••••••');
  expect(shown('run TOKEN=s3cret postgres://ada:s3cret@db/shop')).toBe('run TOKEN=•••••• postgres://••••••@db/shop');
});

it('takes no time over hostile text', () => {
  const before = performance.now();
  for (let count = 0; count < 200; count += 1) configurationDiff(running('x'), running('--key'.repeat(80)));
  expect(performance.now() - before).toBeLessThan(500);
});
