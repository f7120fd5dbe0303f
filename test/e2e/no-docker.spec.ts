/** No Docker answers: that has a state of its own, and everything that needs none goes on. */
import { expect, test } from './fixtures/test.ts';

test.use({ engineEnvironment: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } });

test('without Docker everything can still be read', async ({ window, shop }) => {
  await shop.configure('full');
  const commit = shop.sell('anchors');
  await window.openProject(shop.path);
  await expect(window.page.getByText('No Docker', { exact: true })).toBeVisible();
  await expect(window.docker).toHaveAccessibleName(/Docker does not answer/);
  await expect(window.diagram.node('production')).not.toHaveAttribute('data-health', 'healthy');

  await window.goTo('Commits');
  await window.commits.row('Sell anchors').click();
  await expect(window.page.getByRole('complementary', { name: `Commit ${commit}` })).toContainText('www/index.html');
  await window.goTo('Releases');
  await expect(window.page.getByText('No release yet')).toBeVisible();
  await window.goTo('History');
  await expect(window.page.getByText('Nothing has been deployed yet')).toBeVisible();
  await window.goTo('Settings');
  await expect(window.page.getByText('Valid and in force')).toBeVisible();
});

test('a build without Docker fails with the way out of it', async ({ window, shop }) => {
  await shop.configure('three');
  await window.openProject(shop.path);
  const dialog = await window.askForBuild();
  const said = window.page
    .getByText(/Docker/)
    .filter({ hasText: /nowhere\/docker\.sock|does not answer|cannot be reached/ });
  await dialog.getByRole('button', { name: /^Build / }).click();
  await expect(said.first()).toBeVisible();
});
