/** A commit that fails is seen to, mended, and followed to QA by nobody's hand; one stage is tried again alone. */
import { baseImageName } from '../fixtures/engine/index.ts';
import { violationsInBothThemes } from './fixtures/axe.ts';
import { expect, test } from './fixtures/test.ts';

const check = `printf '\\033[32mok\\033[0m 1 - opens at nine\\n'
printf '\\033]0;another title\\007'
if grep -q anchors www/index.html; then printf 'ok 2 - sells anchors\\n'; exit 0; fi
printf '\\033[31mnot ok\\033[0m 2 - sells anchors\\n'
exit 1
`;

test('a run that fails says by what, is mended, deploys itself, and one stage of it is tried again', async ({
  window,
  shop,
}) => {
  const { diagram, operations, page } = window;
  await shop.configure('full', { healthTimeout: '1m' });
  const pipeline = `pipeline:\n  test: { run: sh test.sh, in: "${baseImageName}" }\n`;
  shop.write('slipway.yaml', shop.configuration + pipeline, 'Set up the pipeline\n');
  shop.write('test.sh', check, 'Test what is sold\n');
  await window.openProject(shop.path);
  const stage = (name: string) => page.locator(`[data-stage="${name}"]`);
  const startRun = async () => {
    await page.keyboard.press('Shift+B');
    const dialog = page.getByRole('dialog', { name: 'Run the pipeline' });
    await dialog.getByRole('button', { name: 'Run main' }).click();
    await expect(dialog).toBeHidden();
  };

  await test.step('the stage that fails is in view, with what it printed, and nothing after it has run', async () => {
    await startRun();
    await expect(stage('test')).toHaveAttribute('data-status', 'failed', { timeout: 90_000 });
    const terminal = page.getByTestId('terminal');
    await expect(terminal).toContainText('not ok 2 - sells anchors');
    await expect(stage('build')).toHaveAttribute('data-status', 'skipped');
    await expect(page).toHaveTitle(new RegExp(shop.name));
    expect.soft(await violationsInBothThemes(window), 'a run that failed').toEqual([]);
  });

  await test.step('its output is searched as a whole', async () => {
    const field = page.getByRole('searchbox', { name: 'Search in all of the output' });
    await field.fill('opens at');
    await field.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: '1 of 1' })).toBeVisible();
    await field.fill('');
    await page.getByRole('heading', { level: 1 }).click();
  });

  await test.step('the stage is looked into as it was left, by the keyboard alone', async () => {
    const look = page.getByRole('button', { name: 'Open a shell as it was left…' });
    await expect(look).not.toHaveAttribute('aria-disabled', 'true');
    await look.press('Enter');
    const dialog = page.getByRole('dialog', { name: /^Shell in test of run/ });
    const shell = dialog.getByTestId('shell');
    await expect(shell).toHaveAttribute('data-phase', 'open', { timeout: 30_000 });
    await page.keyboard.type('cat www/ind*; echo $SLIPWAY_STAGE-$((40 + 2))\n');
    await expect(shell).toContainText('lanterns');
    await expect(shell).toContainText('test-42');
    expect.soft(await violationsInBothThemes(window), 'a shell').toEqual([]);
    await shell.getByRole('textbox').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Shift+L');
    await expect(dialog.getByRole('button', { name: 'End the shell' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
  });

  await test.step('mended, it passes, and QA runs it', async () => {
    const release = shop.sell('anchors', 'Sell anchors (#17)\n');
    await startRun();
    await expect(stage('release')).toHaveAttribute('data-status', 'passed', { timeout: 90_000 });
    await expect(page.locator('[data-stage^="deploy"]')).toHaveAttribute('data-status', 'passed', { timeout: 60_000 });
    await operations.hide();
    await window.goTo('Environments');
    await expect(diagram.node('qa')).toContainText(release, { timeout: 90_000 });
    expect(await shop.sold('qa')).toBe('anchors');
    await expect(page.getByTestId('source main')).toContainText('test');
    expect.soft(await violationsInBothThemes(window), 'the pipeline on the diagram').toEqual([]);
  });

  await test.step('a shell in the container that runs there ends when it is told to', async () => {
    await diagram.select('qa');
    await page.getByRole('tab', { name: 'Containers' }).click();
    await page.getByRole('button', { name: /^Open a shell in web/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Shell in web of qa' });
    await expect(dialog.getByTestId('shell')).toHaveAttribute('data-phase', 'open', { timeout: 30_000 });
    await page.keyboard.type('exit 3\n');
    await expect(dialog).toContainText('The shell ended with code 3.');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
  });

  await test.step('one stage is tried again alone; what it does not need stays as it was', async () => {
    await window.goTo('Runs');
    const newest = page.getByRole('table', { name: 'Runs' }).getByRole('row').nth(1);
    await expect(newest).toContainText('Passed', { timeout: 60_000 });
    expect.soft(await violationsInBothThemes(window), 'the runs').toEqual([]);
    await newest.getByRole('link', { name: 'Sell anchors' }).click();
    await stage('test').click();
    await page.getByRole('button', { name: 'Try this stage again' }).click();
    await expect(page.getByText('Tries again')).toBeVisible();
    await expect(stage('test')).toHaveAttribute('data-status', 'passed', { timeout: 90_000 });
  });

  await test.step('a commit that cannot be begun is said with its reason, on its screen and on the diagram', async () => {
    shop.write('compose.yaml', 'services: [\n', 'Break the composition\n');
    await window.goTo('Runs');
    const unbegun = page.getByRole('list', { name: '1 commit without a run' });
    await expect(unbegun).toContainText('compose.yaml', { timeout: 60_000 });
    await page.getByRole('button', { name: '1 branch' }).press('Enter');
    await expect(page.getByRole('menuitem', { name: /main.*cannot begin/ })).toBeVisible();
    expect.soft(await violationsInBothThemes(window), 'a commit that cannot be begun').toEqual([]);
    await page.keyboard.press('Escape');
    await window.goTo('Environments');
    await expect(page.getByTestId('source main')).toContainText('cannot begin');
  });
});
