/** A branch gets a URL of its own while main goes on; what is not committed gets one too; and both go whole. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { violationsInBothThemes } from './fixtures/axe.ts';
import { deploy } from './fixtures/seed.ts';
import { expect, test } from './fixtures/test.ts';

test('a branch and a working tree are on URLs of their own, and go without a trace', async ({
  window,
  engine,
  shop,
}) => {
  const { diagram, inspector, operations, page } = window;
  await shop.configure('full', { healthTimeout: '1m' });
  shop.write('slipway.yaml', shop.configuration, 'Set up the environments\n');
  const compose = readFileSync(join(shop.path, 'compose.yaml'), 'utf8');
  shop.write(
    'compose.yaml',
    compose.replace('expose: ["8080"]', 'ports: ["8080"]'),
    'Let the machine choose the port\n',
  );
  await deploy(engine, shop, ['qa']);
  shop.repository.branch('feature/anchors');
  shop.repository.checkout('feature/anchors');
  shop.sell('anchors', 'Sell anchors (#17)\n');
  await window.openProject(shop.path);

  await test.step('one click gives the branch an environment; main stays where it is', async () => {
    await page.getByRole('button', { name: 'New test environment…' }).click();
    const dialog = page.getByRole('dialog', { name: 'New test environment' });
    await dialog.getByRole('radio', { name: /feature\/anchors/ }).check();
    expect.soft(await violationsInBothThemes(window), 'choosing a branch').toEqual([]);
    await dialog.getByRole('button', { name: 'Create it for feature/anchors' }).click();
    await expect(dialog).toBeHidden();
    await operations.ends('Done');
    await operations.hide();
    await diagram.select('test.feature--anchors');
    const address = await inspector.panel.getByRole('link', { name: /^http/ }).getAttribute('href');
    expect(await answerOf(address)).toBe('anchors');
    expect(await answerOf(`http://127.0.0.1:${shop.port('qa')}`)).toBe('lanterns');
    await expect(inspector.panel).toContainText('1 commit that main has not');
    expect.soft(await violationsInBothThemes(window), 'a test environment').toEqual([]);
  });

  await test.step('what I have here is deployed as it is, and marked', async () => {
    shop.repository.write('www/index.html', 'anchors, half painted\n');
    await expect(page.getByTestId('source checkout')).toContainText('1 file changed', { timeout: 30_000 });
    await page.getByRole('button', { name: 'Deploy what I have here…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Deploy what I have here' });
    await expect(dialog).toContainText('www/index.html');
    await dialog.getByRole('textbox', { name: /^Name/ }).fill('mine');
    await dialog.getByRole('button', { name: 'Deploy what is here' }).click();
    await expect(dialog).toBeHidden();
    await operations.ends('Done');
    await operations.hide();
    const address = await inspector.panel.getByRole('link', { name: /^http/ }).getAttribute('href');
    expect(await answerOf(address)).toBe('anchors, half painted');
    await expect(inspector.panel).toContainText('its releases go nowhere else');
  });

  await test.step('removing it says exactly what goes', async () => {
    await diagram.select('test.feature--anchors');
    await inspector.panel.getByRole('button', { name: 'Remove…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove test.feature--anchors?' });
    await expect(dialog.getByRole('list', { name: 'Containers' }).getByRole('listitem')).not.toHaveCount(0);
    expect.soft(await violationsInBothThemes(window), 'removing one').toEqual([]);
    await dialog.getByRole('button', { name: 'Remove test.feature--anchors' }).click();
    await operations.ends('Done');
    await expect(diagram.node('test.feature--anchors')).toHaveCount(0);
  });
});

/** What customers read there: its first line. */
async function answerOf(address: string | null): Promise<string> {
  if (address === null) throw new Error('It has no address.');
  return (await (await fetch(address)).text()).trim();
}
