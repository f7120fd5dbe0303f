/** 23:10: production is broken while next week's release is in staging. From the alarm to the forward-port. */
import type { Locator, Page } from '@playwright/test';
import { fixed, hurried, soundAlarm } from './fixtures/alarm.ts';
import { shortName } from './fixtures/shop.ts';
import { expect, test } from './fixtures/test.ts';
import { Hotfix } from './pages/hotfix.ts';

test('production is fixed past a release in staging, and nothing of it is lost', async ({ window, engine, shop }) => {
  test.slow();
  const { candidate, running } = await soundAlarm(engine, shop);
  const { diagram, operations, page } = window;
  const hotfix = new Hotfix(page);

  await test.step('the diagram shows what runs, and production’s menu starts a hotfix', async () => {
    await window.openProject(shop.path);
    await diagram.shows('production', shortName(running));
    await diagram.shows('staging', shortName(candidate));
    await page.getByRole('button', { name: 'Actions for production', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Start a hotfix from here…' }).click();
    await hotfix.start.getByRole('textbox', { name: /^Why/ }).fill('The prices are wrong');
    await hotfix.start.getByRole('button', { name: /^Start a hotfix from production/ }).click();
    await expect(hotfix.title).toBeVisible();
  });

  await test.step('every commit shows what picking it would do', async () => {
    await expect(hotfix.commit(fixed)).toContainText('Conflict');
    await hotfix.showAllBranches();
    await expect(hotfix.commit(hurried)).toContainText('Applies cleanly');
    await expect(hotfix.commit('Open the shop')).toContainText('Already there');
  });

  await test.step('one is dragged onto the lane, one is picked by the button', async () => {
    await hotfix.commit(hurried).dragTo(hotfix.picks);
    await expect(hotfix.pick(hurried)).toContainText('Picked');
    await hotfix.commit(fixed).click();
    await expect(page.getByRole('region', { name: 'Changes of the commit' })).toContainText('anchors, prices mended');
    await page.getByRole('button', { name: 'Pick onto the lane' }).first().click();
    await expect(hotfix.pick(fixed)).toContainText('Conflict');
  });

  await test.step('the conflict is settled in the editor', async () => {
    await hotfix.goOn('Settle the conflict');
    const { editor } = hotfix;
    await expect(editor.title(fixed)).toBeVisible();
    await expect(editor.side('Ours')).toContainText('lanterns');
    await expect(editor.side('Theirs')).toContainText('anchors, prices mended');
    await editor.accept('ours');
    await expect(editor.left).toContainText('No conflict left');
    await editor.write('lanterns, prices mended\n');
    await editor.settle();
    await expect(hotfix.pick(fixed)).toContainText('conflict settled by hand');
  });

  await test.step('the lane builds a release like any other', async () => {
    await hotfix.goOn('Build release');
    const dialog = page.getByRole('dialog', { name: 'Build a release' });
    await dialog.getByRole('button', { name: /^Build / }).click();
    await operations.ends('Done');
    await operations.hide();
  });

  await test.step('it goes straight to staging and production, past QA', async () => {
    await (await hotfix.promote('release')).confirm();
    await operations.hide();
    await (await hotfix.promote('staging')).confirm();
    await operations.hide();
    await (await hotfix.promote('production')).confirm({ why: 'The prices are wrong' });
    await operations.ends('Done');
    await operations.hide();
    expect(await shop.sold('production')).toBe('lanterns, prices mended');
    expect(await shop.sold('qa')).toBe('anchors');
  });

  await test.step('the candidate is parked, and says what it lacks', async () => {
    await expect(hotfix.parked).toContainText(shortName(candidate));
    await expect(hotfix.parked).toContainText(/It lacks \d change/);
    await window.goTo('Environments');
    await expect(diagram.node('staging')).toContainText('parked candidate');
    await expect(diagram.node('production')).toContainText('1 not on main');
  });

  await test.step('it comes back by one click', async () => {
    await window.goTo('Hotfix');
    await hotfix.parked.getByRole('button', { name: 'Bring it back…' }).click();
    const preview = await window.preview('Promotion to staging');
    await preview.confirm();
    await operations.ends('Done');
    await operations.hide();
    expect(await shop.sold('staging')).toBe('anchors');
  });

  await test.step('what main lacks is brought there', async () => {
    await hotfix.goOn('Bring it to main…');
    const dialog = page.getByRole('dialog', { name: 'Bring the hotfix to main' });
    await expect(dialog).toContainText(hurried);
    await expect(dialog).not.toContainText(fixed);
    await dialog.getByRole('button', { name: 'Prepare it' }).click();
    await expect(hotfix.pick(hurried)).toContainText('Picked');
    await hotfix.goOn('Publish the branch…');
    const publish = page.getByRole('dialog', { name: 'Publish the lane' });
    await publish.getByRole('button', { name: 'Publish to your repository on this machine' }).click();
    await expect(publish).toBeHidden();
    const [branch = ''] = shop.repository
      .git(['for-each-ref', '--format=%(refname:short)', '--no-merged=main', 'refs/heads'])
      .split('\n')
      .filter((name) => name !== 'night');
    shop.repository.merge(branch);
  });

  await test.step('the matrix shows it in production and on main', async () => {
    await window.goTo('Changes');
    for (const subject of [fixed, hurried]) {
      const row = page.getByTestId('changes').getByRole('row').filter({ hasText: subject });
      for (const place of ['main', 'production'])
        await expect(row.locator(`[data-place="${place}"]`)).toContainText('has it', { timeout: 60_000 });
    }
    await window.goTo('Environments');
    await expect(diagram.node('production')).not.toContainText('not on main', { timeout: 60_000 });
  });
});

test('the same is done without a mouse', async ({ window, engine, shop }) => {
  test.slow();
  const { running } = await soundAlarm(engine, shop);
  const { diagram, operations, page } = window;
  const hotfix = new Hotfix(page);
  const { keyboard } = page;
  await window.openProject(shop.path);
  await diagram.shows('production', shortName(running));

  await test.step('H starts a hotfix', async () => {
    await keyboard.press('h');
    await expect(hotfix.start.getByRole('button', { name: /^Start a hotfix from production/ })).toBeFocused();
    await keyboard.press('Enter');
    await expect(hotfix.title).toBeVisible();
  });

  await test.step('arrows go to the fix, P picks it', async () => {
    await tabTo(page, hotfix.commits);
    await keyboard.press('Home');
    await expect(hotfix.current).toContainText(fixed);
    await keyboard.press('ArrowDown');
    await expect(hotfix.current).toContainText('Sell anchors');
    await keyboard.press('ArrowUp');
    await expect(hotfix.current).toContainText(fixed);
    await keyboard.press('p');
    await expect(hotfix.pick(fixed)).toContainText('Conflict');
  });

  await test.step('Enter opens the conflict, Ctrl Enter settles it', async () => {
    await tabTo(page, hotfix.picks);
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    const { editor } = hotfix;
    await expect(editor.title(fixed)).toBeVisible();
    await tabTo(page, editor.result);
    await keyboard.press('F7');
    await keyboard.press('Alt+1');
    await expect(editor.left).toContainText('No conflict left');
    await keyboard.press('ControlOrMeta+A');
    await keyboard.insertText('lanterns, prices mended\n');
    await keyboard.press('ControlOrMeta+Enter');
    await expect(hotfix.pick(fixed)).toContainText('conflict settled by hand');
  });

  await test.step('it is built and brought to production', async () => {
    await pressNext(page, hotfix, 'Build release');
    const dialog = page.getByRole('dialog', { name: 'Build a release' });
    await expect(dialog.getByRole('button', { name: /^Build / })).toBeEnabled();
    await tabTo(page, dialog.getByRole('button', { name: /^Build / }));
    await keyboard.press('Enter');
    await operations.ends('Done');
    for (const place of ['release', 'staging', 'production']) {
      await pressNext(page, hotfix, `Promote to ${place}…`);
      const preview = await window.preview(`Promotion to ${place}`);
      await tabTo(page, preview.primary);
      await keyboard.press('Enter');
      await expect(preview.dialog).toBeHidden();
      await expect(hotfix.runsIn(place)).toBeVisible({ timeout: 90_000 });
    }
    expect(await shop.sold('production')).toBe('lanterns, prices mended');
  });
});

/** Goes by Tab until a place has the focus. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there.');
}

async function pressNext(page: Page, hotfix: Hotfix, name: string): Promise<void> {
  await expect(hotfix.next).toHaveText(name, { timeout: 60_000 });
  await tabTo(page, hotfix.next);
  await page.keyboard.press('Enter');
}
