/** With a registry the images of a release are pushed once, and every environment runs that very digest. */
import { startRegistry } from '../fixtures/engine/index.ts';
import { deploy } from './fixtures/seed.ts';
import { shortName } from './fixtures/shop.ts';
import { expect, test } from './fixtures/test.ts';

test('a release in a registry is one digest from QA to staging', async ({ window, engine, shop }) => {
  const registry = await startRegistry();
  try {
    await shop.configure('full', { registry: `${registry.host}/shop` });
    const release = shortName(await deploy(engine, shop, ['qa']));
    const pushed = await fetch(`http://${registry.host}/v2/shop/web/tags/list`);
    expect(await pushed.json()).toMatchObject({ tags: expect.arrayContaining([expect.stringContaining(release)]) });

    await window.openProject(shop.path);
    await window.diagram.promote('qa', 'staging');
    expect(await shop.sold('staging')).toBe('lanterns');
    const digests = [];
    for (const environment of ['qa', 'staging']) {
      await window.diagram.select(environment);
      digests.push(await window.inspector.panel.getByRole('button', { name: /^Copy digest/ }).textContent());
    }
    expect(digests[0]).toMatch(/^[0-9a-f]{12}$/);
    expect(digests[1]).toBe(digests[0]);
    await window.operations.hide();
    await window.goTo('Releases');
    await window.releases.row(release).getByRole('link', { name: release }).click();
    await expect(window.page.getByRole('table')).toContainText(`${registry.host}/shop`);
  } finally {
    await registry.stop();
  }
});

test('a build waits for a registry that is away, says so, and goes on when it is back', async ({ window, shop }) => {
  const registry = await startRegistry();
  try {
    await shop.configure('three', { registry: `${registry.host}/shop` });
    await registry.pause();
    await window.openProject(shop.path);
    const dialog = await window.askForBuild();
    await dialog.getByRole('button', { name: /^Build / }).click();
    await window.operations.reaches(/Push web/);
    await expect(window.operations.status).toHaveText('Waiting', { timeout: 60_000 });
    await expect(window.operations.steps.filter({ hasText: 'Push web' })).toContainText(registry.host);
    await registry.start();
    await window.operations.ends('Done');
  } finally {
    await registry.stop();
  }
});
