/** The diagram stays readable with four environments and with thirty. */
import { smallText, overlaps } from './fixtures/measure.ts';
import { expect, test } from './fixtures/test.ts';

const flow = `environments:
  qa: { kind: qa, follows: main }
  staging: { kind: staging, after: qa }
  release: { kind: release, to: staging }
  production: { kind: production, after: staging }
`;
const head = (name: string): string => `slipway: 1\nname: ${name}\ncompose: compose.yaml\n`;
const tests = (count: number): string =>
  Array.from({ length: count }, (_, index) => `  try-${index + 1}: { kind: test, follows: main }\n`).join('');

for (const extra of [0, 26]) {
  test(`${4 + extra} environments are readable`, async ({ window, shop }) => {
    shop.repository.write('slipway.yaml', `${head(shop.name)}${flow}${tests(extra)}`);
    await window.openProject(shop.path);
    await expect(window.diagram.node('production')).toBeVisible();
    await window.diagram.settles();
    const nodes = window.page.locator('[data-testid^="environment-"]');
    expect(await smallText(window.diagram.whole, 12), 'text under 12 px').toEqual([]);
    expect(await overlaps(nodes), 'nodes over each other').toEqual([]);
    if (extra === 0) return;

    await window.page.getByRole('button', { name: /^Show all test environments/ }).click();
    await expect(nodes).toHaveCount(4 + extra);
    await window.diagram.settles();
    expect(await smallText(window.diagram.whole, 12), 'text under 12 px, unfolded').toEqual([]);
    expect(await overlaps(nodes), 'nodes over each other, unfolded').toEqual([]);
  });
}
