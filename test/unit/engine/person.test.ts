import { expect, it } from 'vitest';
import { routerOn } from '../../../electron/api/router.ts';
import type { Shells } from '../../../electron/engine/shells/shells.ts';
import type { Engine } from '../../../electron/engine/engine.ts';
import type { Watching } from '../../../electron/engine/watching/watching.ts';
import { publisherOn } from '../../../electron/engine/publish.ts';
import { engineName } from '../../../shared/planning/automation.ts';
import { project, releaseOf, seeded } from '../../contract/store/setting.ts';

it('nobody’s account is taken for the engine', async () => {
  const store = seeded();
  store.releases.insert(releaseOf('r1'));
  const engine = { store, publisher: publisherOn(store, () => 1), now: () => 1 } as unknown as Engine;
  const caller = { by: engineName, face: 'terminal' } as const;
  await routerOn(engine, {} as Watching, {} as Shells).call(
    'release.reject',
    { project, release: 'r1', why: 'it leaks' },
    caller,
  );
  expect(store.releases.get(project, 'r1')?.rejected?.by).toBe('slipway (account)');
});
