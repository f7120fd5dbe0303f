/** Everybody can use it: by keyboard, with a screen reader, at twice the size, in both themes. */
import { violationsInBothThemes, violationsOf } from './fixtures/axe.ts';
import { walkByKeyboard } from './fixtures/keyboard.ts';
import { leave, placesOf } from './fixtures/places.ts';
import { tellStory, type Story } from './fixtures/story.ts';
import { expect, test } from './fixtures/test.ts';
import type { SlipwayWindow } from './pages/slipway-window.ts';

/** Dialogs and menus have the colours of what they lie over: in the second theme the screens stand for them. */
const screens = [
  'diagram',
  'inspector',
  'releases',
  'release',
  'history',
  'revision',
  'commit',
  'changes',
  'evidence',
  'hotfix',
];
const inBothThemes = (name: string): boolean =>
  [...screens, 'conflict', 'promotion', 'refusal', 'operations', 'settings', 'welcome'].some((one) =>
    name.startsWith(one),
  );

/** What axe has against the page, one line each. */
const violations = (window: SlipwayWindow, name: string): Promise<string[]> =>
  inBothThemes(name)
    ? violationsInBothThemes(window)
    : window.chooseTheme('light').then(() => violationsOf(window.page));

test('axe finds nothing on any screen or dialog, in both themes', async ({ window, engine, shop }) => {
  // Fifty looks at a page take their time on a busy machine.
  test.slow();
  await window.openStart();
  expect.soft(await violations(window, 'welcome'), 'welcome').toEqual([]);
  const story = await tellStory(engine, shop);
  await window.openProject(shop.path);
  for (const place of placesOf(story)) {
    await place.go(window);
    expect.soft(await violations(window, place.name), place.name).toEqual([]);
    await leave(window);
  }
});

test('everything is reached by the keyboard, shows that it has the focus, and breaks not at 200 % zoom', async ({
  window,
  engine,
  shop,
}) => {
  test.slow();
  const story = await tellStory(engine, shop);
  await window.openProject(shop.path);
  await test.step('by the keyboard', () => reachedByKeyboard(window, story));
  await test.step('at 200 % zoom', () => wholeAtTwiceTheSize(window, story));
});

async function reachedByKeyboard(window: SlipwayWindow, story: Story): Promise<void> {
  const seen = ['diagram', 'inspector-overview', 'releases', 'release', 'history', 'revision', 'settings'].concat([
    'promotion',
    'inspector-edge',
    'changes',
    'evidence',
    'hotfix',
    'conflict',
  ]);
  for (const place of placesOf(story).filter(({ name }) => seen.includes(name))) {
    await place.go(window);
    const { unreached, unseen } = await walkByKeyboard(window.page);
    expect.soft(unreached, `${place.name}: not reached by Tab`).toEqual([]);
    expect.soft(unseen, `${place.name}: focus not visible`).toEqual([]);
    await leave(window);
  }
}

async function wholeAtTwiceTheSize(window: SlipwayWindow, story: Story): Promise<void> {
  await window.zoomTo200Percent();
  for (const place of placesOf(story)) {
    await place.go(window);
    const sticksOut = await window.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(sticksOut, `${place.name}: pixels that stick out`).toBeLessThanOrEqual(0);
    const buttons = window.page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Promote |Roll back |Build |Cancel|Close|Reject )/ });
    for (const button of await buttons.all()) {
      await button.scrollIntoViewIfNeeded();
      await expect.soft(button, `${place.name}: a button out of reach`).toBeInViewport({ ratio: 0.9 });
    }
    await leave(window);
  }
}
