/** Pictures of every screen and dialog, in both themes and two sizes: `npm run screenshots`. */
import { join } from 'node:path';
import { leave, placesOf } from './fixtures/places.ts';
import { tellStory } from './fixtures/story.ts';
import { engineGone, expect, test } from './fixtures/test.ts';
import { root } from './shell-app.ts';

const folder = join(root, 'test-results', 'screenshots');
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

for (const size of sizes)
  for (const theme of ['light', 'dark'] as const) {
    const picture = (name: string) => join(folder, `${size.width}x${size.height}-${theme}`, `${name}.png`);
    test.describe(`${size.width}×${size.height}, ${theme}`, () => {
      test.use({ viewport: size, colorScheme: theme, expectedNoise: engineGone, shopName: 'harbour-shop' });
      test.setTimeout(600_000);

      test('every screen of a project with a story', async ({ window, engine, shop }) => {
        const { page } = window;
        await window.openStart();
        await page.screenshot({ path: picture('welcome') });
        await window.welcome.open(shop.path);
        await expect(page.getByRole('heading', { name: 'No environments yet' })).toBeVisible();
        await page.screenshot({ path: picture('presets') });
        const story = await tellStory(engine, shop);
        await window.operations.ends('Failed');
        await window.operations.hide();
        for (const [index, place] of placesOf(story).entries()) {
          await place.go(window);
          // Messages that come and go are not part of a screen.
          await expect(page.locator('.mantine-Notification-root')).toHaveCount(0, { timeout: 30_000 });
          await page.screenshot({
            path: picture(`${String(index).padStart(2, '0')}-${place.name}`),
            animations: 'disabled',
          });
          if (place.name === 'diagram' && size.width === 1280 && process.env.SLIPWAY_README_PICTURE === theme)
            await page.screenshot({ path: join(root, 'build', 'screenshot.png'), animations: 'disabled' });
          await leave(window);
        }
        await engine.kill();
        await expect(window.disconnected).toBeVisible();
        await page.screenshot({ path: picture('disconnected') });
        await engine.start();
      });
    });
  }
