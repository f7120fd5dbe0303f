/** Requests that outlast what answers them: a container stops when they have ended, or its grace period has. */
import { expect, it } from 'vitest';
import { healthCommand, serverCommand } from '../../bench/running-engine.ts';
import { baseImageName } from '../../fixtures/engine/index.ts';
import { ask, untilTrue } from '../haproxy/setting.ts';
import { rolloutSetting } from './setting.ts';

const set = await rolloutSetting();
const longMs = 8000;
const files = (text: string): Record<string, string> => ({
  long: `#!/bin/sh\nsleep ${String(longMs / 1000)}\nprintf 'Content-Type: text/plain\\r\\n\\r\\n${text}'\n`,
  Dockerfile: `FROM ${baseImageName}\nCOPY index.html /www/index.html\nCOPY long /www/cgi-bin/long\nRUN chmod +x /www/cgi-bin/long\nEXPOSE 8080\nCMD ${JSON.stringify(serverCommand)}\n`,
  'compose.yaml': `services:\n  web:\n    build: .\n    expose: ["8080"]\n    stop_grace_period: 20s\n    healthcheck: { test: ${JSON.stringify(['CMD', ...healthCommand])}, interval: 10s }\n`,
});
const one = await set.release('one', files('one'));
const two = await set.release('two', files('two'));
const serving = async (): Promise<string[] | undefined> => (await set.containers())['serving'];

it('ends what a warm side still answers before it is stopped', async () => {
  await set.declare('{ strategy: blue-green, warm: 1s }');
  await set.promote(one);
  const long = ask(set.port, { path: '/cgi-bin/long' });
  expect(await set.promote(two)).toMatchObject({ status: 'done' });
  expect(await long).toMatchObject({ status: 200, text: 'one' });
  await untilTrue(async () => (await serving())?.length === 1, 20_000);
});

it('ends what a warm side still answers before the next deployment takes its place', async () => {
  await set.declare('{ strategy: blue-green, warm: 1h }');
  const long = ask(set.port, { path: '/cgi-bin/long' });
  expect(await set.promote(one)).toMatchObject({ status: 'done' });
  expect(await set.promote(two)).toMatchObject({ status: 'done' });
  expect(await long).toMatchObject({ status: 200, text: 'two' });
  expect(await serving()).toHaveLength(2);
});
