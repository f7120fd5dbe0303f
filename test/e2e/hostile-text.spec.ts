/** Whatever a repository says is text: nothing of it runs, turns the writing round, or breaks the layout. */
import { prepareRelease } from './fixtures/seed.ts';
import { expect, test } from './fixtures/test.ts';

const html = '<img src=x onerror="window.owned=1"><script>window.owned=1</script>';
const ansi = '\u001b[31mred\u001b[0m \u001b]0;title\u0007';
const bidi = 'gnp.\u202egpj.exe \u2066hidden\u2069';
const branch = '<img/src=x/onerror=window.owned=1>';

test('hostile text is shown inert', async ({ window, engine, shop }) => {
  const { page } = window;
  await shop.configure('three');
  shop.repository.commit({
    message: `${html}\n\n${html}\n`,
    files: { '<b>bold</b>.txt': 'x' },
    author: '"onload=alert(1) Eve <eve@example.com>',
  });
  shop.repository.commit({ message: `Colour ${ansi}\n` });
  shop.repository.commit({ message: `Turn ${bidi}\n` });
  shop.repository.branch(branch);
  shop.repository.branch('\u202enaif');
  const large = shop.repository.commit({ message: `Large ${'word '.repeat(200_000)}\n` }).slice(0, 7);
  await prepareRelease(engine, shop);
  await window.openProject(shop.path);

  await window.goTo('Commits');
  await expect(window.commits.row('<img src=x onerror=')).toBeVisible();
  await expect(window.commits.row('Colour ␛[31mred')).toBeVisible();
  await expect(window.commits.row('Turn gnp.⟨202E⟩gpj.exe ⟨2066⟩hidden')).toBeVisible();
  for (const subject of ['<img src=x', 'Turn', `Large`]) {
    await window.commits.row(subject).click();
    const detail = page.getByRole('complementary', { name: /^Commit / });
    await expect(detail.locator('pre')).toContainText(subject);
    await expect(detail.locator('img, script')).toHaveCount(0);
  }

  await window.goTo('Releases');
  await expect(window.releases.row(large)).toContainText('Large word');
  await window.releases.row(large).getByRole('link', { name: large }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(large);

  await window.goTo('Environments');
  const dialog = await window.askForBuild();
  await dialog.getByRole('combobox', { name: 'Branch, tag or commit' }).fill('<img');
  await page.getByRole('option', { name: branch }).click();
  await expect(dialog.getByRole('button', { name: /^Build </ })).toBeEnabled();
  await page.keyboard.press('Escape');

  expect(await page.evaluate(() => 'owned' in window)).toBe(false);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out').toBe(
    true,
  );
});
