/** A branch that only the remote has: it comes, moves and ends there, and nobody fetches. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRepository, repositoryIn, type FixtureRepository } from '../../fixtures/repository.ts';
import { commitAt } from '../watching/setting.ts';
import { applicationFiles, codeOf, placesSetting } from './setting.ts';

const declared = (watch: string): string => `slipway: 1
name: remote
watch: { fetch: 5s${watch} }
environments:
  qa: { kind: qa, follows: main }
  test: { kind: test, many: true, healthTimeout: 20s, from: merge-requests }
`;

let remote: FixtureRepository;
let clone: FixtureRepository;
const { call, owned, places, told, at, until } = await placesSetting((folder) => {
  remote = createRepository(join(folder, 'remote'));
  const files = { ...applicationFiles, 'slipway.yaml': declared(''), 'index.html': 'main\n' };
  remote.commit({ message: 'Begin\n', files });
  remote.git(['clone', '--quiet', remote.path, join(folder, 'clone')]);
  clone = repositoryIn(join(folder, 'clone'));
  commitAt(remote, 'topic', 'topic', { 'index.html': 'topic\n' });
  return clone;
});

it('gets an environment by rule, moves with a push there, and ends after its merge there; a renamed remote removes nothing', async () => {
  const made = await until('its environment', async () => (await places())[0]);
  expect(made).toMatchObject({ branch: 'topic', byRule: true, ahead: 1, behind: 0 });
  const name = made.environment;
  await at(name, 'topic');

  clone.git(['remote', 'rename', 'origin', 'upstream']);
  const moved = commitAt(remote, 'topic', 'again', { 'index.html': 'again\n' });
  expect(await codeOf(call('watch.fetch'))).toBe('usage.no-such-remote');
  writeFileSync(join(clone.path, 'slipway.yaml'), declared(', remote: upstream'));
  expect(await at(name, 'again')).toMatchObject({ commit: moved, createdAt: made.createdAt });

  remote.git(['checkout', '--quiet', '--detach', 'main']);
  remote.git(['update-ref', 'refs/heads/main', remote.merge('topic')]);
  await until('its end', async () => (await places()).length === 0);
  for (const what of ['containers', 'volumes', 'networks'] as const) expect(await owned(what, name), what).toEqual([]);
  expect(await told('testEnvironment.created')).toEqual(['slipway']);
  expect(await told('testEnvironment.removed')).toEqual(['slipway']);
  expect(clone.git(['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes'])).not.toContain('topic');
});
