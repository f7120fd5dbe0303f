/** What is refused, what fails and what is wrong: each says so, and nothing is lost. */
import { shortName } from './fixtures/shop.ts';
import { beginPromotion, deploy, prepareRelease } from './fixtures/seed.ts';
import { expect, test } from './fixtures/test.ts';

test('a promotion that is refused shows its reason instead of a button', async ({ window, engine, shop }) => {
  await shop.configure('full');
  await deploy(engine, shop, ['qa']);
  shop.sell('anchors');
  const next = await prepareRelease(engine, shop);
  await window.openProject(shop.path);

  await expect(window.diagram.edge('staging', 'production')).toHaveAttribute('data-state', 'held');
  await window.goTo('Releases');
  await window.releases
    .row('Sell anchors')
    .getByRole('link', { name: shortName(next) })
    .click();
  await window.page.getByRole('button', { name: 'Promote to…' }).click();
  await window.page.getByRole('menuitem', { name: 'production', exact: true }).click();
  const preview = await window.preview('Promotion to production');
  await expect(preview.refusal).toContainText('never ran healthy in staging');
  await expect(preview.refusal).toContainText('Promote it to staging first');
  await expect(preview.primary).toHaveCount(0);
  await preview.close();
  await window.goTo('History');
  await expect(window.history.row('production')).toHaveCount(0);
});

test('a release that never gets healthy leaves the one before serving, and says what it said last', async ({
  window,
  engine,
  shop,
}) => {
  await shop.configure('full', { healthTimeout: '4s' });
  const good = shortName(await deploy(engine, shop, ['qa']));
  shop.loseItsHealth();
  const bad = await prepareRelease(engine, shop);
  await window.openProject(shop.path);
  await expect(window.operations.account).toBeHidden();

  // Somebody else begins it, elsewhere: this window opens its account by itself.
  await beginPromotion(engine, shop, bad, 'qa');
  await window.operations.ends('Failed');
  await expect(window.operations.account).toContainText('“web” is not well');
  await expect(window.operations.drawer).toContainText('shop: the price list is missing');
  await window.diagram.shows('qa', good);
  expect(await shop.sold('qa')).toBe('lanterns');
});

test('a deployment is cancelled in its middle, and nothing of it stays', async ({ window, engine, shop }) => {
  await shop.configure('full', { healthTimeout: '5m' });
  const good = shortName(await deploy(engine, shop, ['qa']));
  shop.loseItsHealth();
  await prepareRelease(engine, shop);
  await window.openProject(shop.path);

  await window.diagram.beginPromotion('development', 'qa');
  await window.operations.reaches(/healthy|prove/i);
  await window.operations.cancel();
  await window.operations.ends('Cancelled');
  await window.diagram.shows('qa', good);
  expect(await shop.sold('qa')).toBe('lanterns');
  await window.diagram.select('qa');
  await window.inspector.tab('Containers');
  await expect(window.inspector.panel.getByRole('list', { name: 'Containers' }).getByRole('listitem')).toHaveCount(1);
});

test('a mistake in slipway.yaml shows its place, and the last valid one stays in force', async ({ window, shop }) => {
  await shop.configure('three');
  await window.openProject(shop.path);
  const valid = shop.configuration;

  shop.repository.write('slipway.yaml', valid.replace('kind: production', 'kind: producton'));
  await expect(window.page.getByText('slipway.yaml has a mistake. The last valid one stays in force.')).toBeVisible();
  await expect(window.diagram.node('production')).toBeVisible();
  const line = valid.slice(0, valid.indexOf('kind: production')).split('\n').length;
  await window.page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(window.page.getByText(`slipway.yaml, line ${line}, column`)).toBeVisible();
  await expect(window.page.getByText(/did you mean “?production/i)).toBeVisible();

  shop.repository.write('slipway.yaml', valid);
  await expect(window.page.getByText('Valid and in force')).toBeVisible();
});

test('what is not a repository is not opened, and says why', async ({ window, folder }) => {
  await window.welcome.open(folder);
  await expect(window.welcome.problem).toContainText(/is not in a Git repository/);
  await window.welcome.open(`${folder}/nothing`);
  await expect(window.welcome.problem).toContainText(/nothing/);
});
