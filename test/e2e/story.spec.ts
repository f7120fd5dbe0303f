/** The main job, end to end: from a commit to production and back. */
import { expect, test } from './fixtures/test.ts';

test('a release goes from a commit to production, and production goes back', async ({ window, shop }) => {
  const { diagram, operations, presets, welcome } = window;

  await test.step('a repository is opened and gets its environments', async () => {
    await expect(welcome.recent).toBeEmpty();
    await welcome.open(shop.path);
    await presets.choose('Full');
    await shop.useFreePorts();
    for (const name of ['development', 'test', 'qa', 'staging', 'release', 'production', 'production-copy'])
      await expect(diagram.node(name)).toBeVisible();
    await expect(diagram.node('production')).toContainText('Nothing was deployed here yet');
  });

  const first = shop.repository.git(['rev-parse', '--short=7', 'HEAD']);
  await test.step('a release is built, and every step and line of it shows', async () => {
    await window.build();
    await expect(operations.steps).not.toHaveCount(0);
    await expect(operations.log).toContainText('COPY www /www');
    await operations.hide();
  });

  await test.step('it is promoted by the button of the edge', async () => {
    await diagram.promote('development', 'qa');
    await operations.ends('Done');
    for (const step of await operations.steps.all()) await expect(step).toHaveAttribute('data-status', 'done');
    await operations.hide();
    expect(await shop.sold('qa')).toBe('lanterns');
  });

  await test.step('it is promoted by the keyboard alone', async () => {
    const preview = await diagram.previewPromotionByKeyboard('development', ['Right'], 'qa', 'staging');
    await expect(preview.primary).toBeFocused();
    await window.page.keyboard.press('Enter');
    await diagram.shows('staging', first);
    await operations.hide();
    expect(await shop.sold('staging')).toBe('lanterns');
  });

  await test.step('production asks twice: Cancel has the focus', async () => {
    const preview = await diagram.previewPromotion('staging', 'production');
    await expect(preview.dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await expect(preview.section('Gates')).toContainText('healthy as revision 1');
    await preview.confirm({ why: 'The first release' });
    await diagram.shows('production', first);
    await operations.hide();
    expect(await shop.sold('production')).toBe('lanterns');
  });

  const second = shop.sell('anchors', 'Sell anchors (#17)\n');
  await test.step('a change follows it to production', async () => {
    await expect(diagram.node('qa')).toContainText('1 behind main');
    await window.build();
    await operations.hide();
    await diagram.promote('development', 'qa');
    await diagram.promote('qa', 'staging');
    await expect(diagram.edge('staging', 'production')).toHaveText('1');
    await diagram.promote('staging', 'production');
    await operations.hide();
    expect(await shop.sold('production')).toBe('anchors');
  });

  await test.step('production goes back, staging with it, and the preview says what leaves', async () => {
    const preview = await diagram.previewRollback('production');
    const leaves = preview.section(/^Leaves/);
    await expect(leaves).toContainText('1 commit');
    await expect(leaves).toContainText('Sell anchors (#17)');
    await expect(leaves).toContainText(second);
    await expect(preview.primary).toHaveText('Roll back production to #1');
    await preview.section('Take back with it').getByRole('checkbox', { name: 'Staging' }).check();
    await expect(preview.section('Take back with it')).toContainText(`to #1, ${first}`);
    await expect(preview.primary).toHaveText('Roll back production to #1, and one other');
    await preview.confirm({ why: 'Anchors sink' });
    await diagram.shows('production', first);
    await operations.ends('Done');
    await operations.hide();
    expect(await shop.sold('production')).toBe('lanterns');
    await diagram.shows('staging', first);
    await expect.poll(() => shop.sold('staging')).toBe('lanterns');
  });

  await test.step('the history says who brought what, and why', async () => {
    await window.goTo('History');
    const back = window.history.row('Anchors sink').filter({ hasText: 'production' });
    await expect(back).toContainText('#3');
    await expect(back).toContainText('rolled back to #1');
    await expect(window.history.row('The first release')).toContainText('Replaced');
  });

  await test.step('the page of the release says what it is and where it ran', async () => {
    await window.goTo('Releases');
    await window.releases.row(second).getByRole('link', { name: second }).click();
    const { page } = window;
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(second);
    await expect(page.getByRole('list', { name: `Changes since ${first}` })).toContainText('Sell anchors (#17)');
    await expect(page.getByRole('table')).toContainText('web');
    for (const place of ['qa #2', 'staging #2', 'production #2'])
      await expect(page.getByRole('button', { name: place })).toBeVisible();
  });

  await test.step('all of it is in the history, unaltered', async () => {
    await window.goTo('Settings');
    await window.page.getByRole('button', { name: 'Check the history' }).click();
    await expect(window.page.getByText(/^\d+ events, none altered$/)).toBeVisible();
  });
});
