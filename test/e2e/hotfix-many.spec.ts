/** A long list: 300 commits, of which 150 are picked at once. What was chosen and looked at stays where it was. */
import { open } from './fixtures/seed.ts';
import { expect, test } from './fixtures/test.ts';
import { Hotfix } from './pages/hotfix.ts';

const commits = 300;
const first = 20;
const picked = 150;

test('150 of 300 commits are picked, and the list stays as it was', async ({ window, engine, shop }) => {
  await shop.configure('full', { healthTimeout: '1m' });
  const base = shop.write('README', 'A shop\n', 'Set up the environments\n');
  const ref = 'refs/heads/main';
  shop.repository.git(
    ['fast-import', '--quiet'],
    Array.from({ length: commits }, (_, index) => {
      const name = `goods/${String(index)}`;
      return `commit ${ref}\ncommitter Ada <ada@example.com> ${String(1_760_000_000 + index)} +0000\ndata <<E\nSell ${name}\nE\n${index === 0 ? `from ${base}\n` : ''}M 100644 inline ${name}\ndata <<E\n${name}\nE\n\n`;
    }).join(''),
  );
  const { project, lane } = await engine.ask(async (client) => {
    const id = await open(client, shop);
    const started = await client.call('hotfix.start', { project: id, from: base, picks: [], key: crypto.randomUUID() });
    return { project: id, lane: started.lane.id };
  });
  const { page } = window;
  const hotfix = new Hotfix(page);
  const row = (index: number) => hotfix.commits.locator(`[role="row"][data-index="${String(index)}"][data-sha]`);
  const scrollTop = () => hotfix.commits.evaluate((grid) => grid.scrollTop);
  await window.openProject(shop.path);
  await page.evaluate((to) => {
    location.hash = to;
  }, `#/p/${project}/hotfix?lane=${lane}`);
  await row(0).waitFor();
  await hotfix.commits.evaluate((grid) => {
    grid.scrollTop = 400;
  });
  await row(first).click();
  await hotfix.commits.evaluate((grid) => {
    grid.scrollTop = 4200;
  });
  await row(first + picked - 1).click({ modifiers: ['Shift'] });
  await expect(page.getByRole('button', { name: `Pick ${String(picked)}` })).toBeVisible();
  const before = await scrollTop();
  await page.keyboard.press('p');
  await expect(hotfix.picks.getByRole('option')).not.toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByText(`${String(picked)} picks`)).toBeVisible();
  expect(await scrollTop()).toBe(before);
  await expect(row(first + picked - 1)).toHaveAttribute('aria-selected', 'true');
  const { lanes } = await engine.ask((client) => client.call('hotfix.lanes', { project }));
  // Oldest first, as they were made.
  expect(lanes[0]?.picks.map(({ state, subject }) => `${state} ${subject}`)).toEqual(
    Array.from({ length: picked }, (_, index) => `picked Sell goods/${String(commits - first - picked + index)}`),
  );
});
