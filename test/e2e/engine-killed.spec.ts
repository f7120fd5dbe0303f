/** The engine is killed in the middle of a promotion and started again: the window tells the truth throughout. */
import { deploy, prepareRelease } from './fixtures/seed.ts';
import { shortName } from './fixtures/shop.ts';
import { engineGone, expect, test } from './fixtures/test.ts';

test.use({ expectedNoise: engineGone });

test('a promotion outlives its engine', async ({ window, opened, engine, shop }) => {
  const { diagram, operations } = window;
  await shop.configure('full');
  await deploy(engine, shop, ['qa']);
  shop.sell('anchors');
  shop.openSlowly(8);
  const next = shortName(await prepareRelease(engine, shop));
  await window.openProject(shop.path);

  await diagram.beginPromotion('development', 'qa');
  await operations.reaches(/Prove the new release/);
  await engine.kill();

  await expect(window.disconnected.filter({ hasText: 'What you see is the last that was known' })).toBeVisible();
  await expect(diagram.node('qa')).toBeVisible();

  if (!opened.healsItself) {
    expect(await shop.sold('qa'), 'what ran goes on without the engine').toBe('lanterns');
    await window.goTo('History');
    await expect(
      window.disconnected,
      'a screen that was never opened before shows, and what is known of it',
    ).toBeVisible();
    await window.goTo('Environments');
  }

  await opened.engineReturns();
  await expect(window.disconnected).toBeHidden({ timeout: 60_000 });
  await diagram.shows('qa', next);
  expect(await shop.sold('qa')).toBe('anchors');
  await window.goTo('History');
  await expect(window.history.row(next)).toHaveCount(1);
  await expect(window.history.row(next)).toContainText('Running');
  await expect(window.history.row('#1')).toContainText('Replaced');
});
