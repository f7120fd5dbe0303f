/** What no short test can see of the load balancer's configuration. */
import { expect, it } from 'vitest';
import { configurationOf } from '../../../electron/haproxy/configuration.ts';

it('drops nobody because the name server is away, for ten minutes', () => {
  const text = configurationOf({ entrances: [], services: [], adminPort: 60999, slots: 1, testers: null }, {});
  const [, resolvers = ''] = text.split('resolvers engine\n');
  const [section = ''] = resolvers.split('\n\n');
  const holds = [...section.matchAll(/hold (\w+) (\w+)/g)].map(([, state, time]) => [state, time]);
  expect(Object.fromEntries(holds)).toEqual({
    valid: '500ms',
    nx: '2s',
    timeout: '10m',
    refused: '10m',
  });
});
