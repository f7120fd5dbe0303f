/** At noon, with customers on the site: a canary that goes well, one click back, and a canary that catches itself. */
import { haproxyImage, startEngine } from '../fixtures/engine/index.ts';
import { load } from '../bench/load.ts';
import { violationsInBothThemes } from './fixtures/axe.ts';
import { build, ended, open, promotion } from './fixtures/seed.ts';
import { shortName } from './fixtures/shop.ts';
import { expect, test } from './fixtures/test.ts';

const strategy = 'rollout: { strategy: canary, steps: [20, 60], hold: 5s }';
const checks = 'verify: { checks: [{ name: errors, traffic: { errors: compared, requests: 20 } }] }';

test('a canary goes well, goes back by one click, and the next one catches itself', async ({
  window,
  engine,
  shop,
}) => {
  const { diagram, operations, page, inspector } = window;
  const machine = await startEngine();
  await shop.balance(await haproxyImage(machine), `${strategy}, ${checks}`);
  const node = diagram.node('production');
  const panel = inspector.panel.getByTestId('rollout');
  const first = await engine.ask(async (client) => {
    const project = await open(client, shop);
    const release = await build(client, project);
    await ended(client, await promotion(client, { project, release, to: 'production' }));
    return shortName(release);
  });
  await window.openProject(shop.path);
  await diagram.shows('production', first);
  const customers = load(shop.port('production'), 60);

  shop.sell('anchors');
  await window.build();
  await operations.hide();
  await test.step('the preview shows every stop, how long it is watched, and by what', async () => {
    const preview = await diagram.previewPromotion('development', 'production');
    const plan = preview.dialog.getByTestId('rollout-plan');
    await expect(plan.getByRole('listitem').filter({ hasText: '20 %' })).toContainText('hold 5 s');
    await expect(plan).toContainText('60 %');
    await expect(plan).toContainText('errors');
    await preview.confirm();
  });

  await test.step('the traffic is seen to move; it is paused, goes on, and is promoted before its time', async () => {
    await operations.hide();
    await diagram.select('production');
    await expect(node.getByTestId('shares')).toContainText('20 %', { timeout: 60_000 });
    await page.keyboard.press('s');
    await expect(panel.getByRole('status').filter({ hasText: 'Paused by' })).toBeVisible();
    await expect(node.getByTestId('shares')).toContainText('paused');
    await expect(panel.getByTestId('side-after')).toContainText('20 %');
    await expect(panel.getByTestId('side-after')).toContainText(/[1-9]\d*(\.\d)?\/s/);
    await expect(panel.getByRole('button', { name: 'Pause' })).toHaveAttribute('aria-disabled', 'true');
    expect.soft(await violationsInBothThemes(window), 'a paused rollout').toEqual([]);
    await page.keyboard.press('g');
    await expect(node.getByTestId('shares')).toContainText('60 %', { timeout: 20_000 });
    await page.keyboard.press('n');
    const question = page.getByRole('dialog', { name: 'Send all traffic to the new release now?' });
    await question.getByRole('textbox').fill('It is noon');
    await question.getByRole('button', { name: 'Promote now' }).click();
    await expect(node).toContainText('back by a switch', { timeout: 30_000 });
    expect(await shop.sold('production')).toBe('anchors');
  });

  await test.step('one click takes it back, and it never comes again', async () => {
    const preview = await diagram.previewRollback('production');
    await expect(preview.dialog.getByTestId('rollout-plan')).toContainText('Only the traffic moves');
    await preview.dialog.getByRole('checkbox', { name: /^Never again/ }).check();
    await preview.confirm({ why: 'Anchors sink' });
    await expect(node).toContainText('on hold', { timeout: 30_000 });
    expect(await shop.sold('production')).toBe('lanterns');
    await page.keyboard.press('w');
    await page.getByRole('dialog').getByRole('button', { name: 'Let it go on' }).click();
    await expect(node).not.toContainText('on hold');
  });
  expect((await customers.stop()).filter(({ failure }) => failure !== null)).toEqual([]);

  const visitors = load(shop.port('production'), 60);
  shop.breakTheCounter();
  await window.build();
  await operations.hide();
  await test.step('what is worse is caught, with its evidence, and undone', async () => {
    await (await diagram.previewPromotion('development', 'production')).confirm();
    await operations.ends('Failed');
    await expect(operations.account).toContainText('errors');
    await expect(node).toHaveAttribute('data-health', 'healthy');
    await operations.hide();
    await window.goTo('History');
    await window.history.row('#4').getByRole('link', { name: '#4' }).click();
    const verification = page.getByTestId('verification').first();
    await expect(verification).toHaveAttribute('data-verdict', 'failed');
    await verification.locator('summary').nth(1).click();
    await expect(verification.getByLabel('Evidence')).toBeVisible();
    await expect(page.getByRole('slider', { name: /^Share of errors/ })).toHaveAttribute('aria-valuetext', /#4/);
    expect.soft(await violationsInBothThemes(window), 'a revision that was caught').toEqual([]);
  });
  const answers = await visitors.stop();
  expect(answers.at(-1)?.text).toBe('lanterns');
  expect(answers.filter(({ failure }) => failure !== null).length).toBeLessThan(200);
  await machine.stop();
});
