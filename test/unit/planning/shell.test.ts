import { expect, it } from 'vitest';
import type { ContainerState } from '../../../shared/domain/health.ts';
import { containerFor } from '../../../shared/planning/shell.ts';

const container = (service: string, revision: number, replica = 1, more: Partial<ContainerState> = {}) =>
  ({
    name: `${service}-r${revision}-${replica}`,
    service,
    revision,
    replica,
    state: 'running',
    ...more,
  }) as ContainerState;
const containers = [
  container('web', 1),
  container('web', 2, 2),
  container('web', 2, 1),
  container('worker', 2, 1, { state: 'exited' }),
  container(':front', 0),
];
const asked = (more: object = {}) => containerFor(containers, { environment: 'qa', ...more });

it('chooses the first of the newest revision, or the one that is named', () => {
  expect(asked()).toMatchObject({ name: 'web-r2-1' });
  expect(asked({ service: 'web' })).toMatchObject({ name: 'web-r2-1' });
  expect(asked({ container: 'web-r1-1' })).toMatchObject({ name: 'web-r1-1' });
  expect(asked({ service: ':front' })).toMatchObject({ service: ':front' });
});

it('says what runs where it cannot choose', () => {
  expect(asked({ service: 'worker' })).toMatchObject({ code: 'refused.not-running', hint: 'These run: web.' });
  expect(asked({ container: 'worker-r2-1' })).toMatchObject({ code: 'refused.not-running' });
  expect(containerFor([...containers, container('db', 1)], { environment: 'qa' })).toMatchObject({
    code: 'usage.which-service',
    hint: 'Name one of them: db, web.',
  });
  expect(containerFor([], { environment: 'qa' })).toMatchObject({ message: 'Nothing runs in qa.' });
});
