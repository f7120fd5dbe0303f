/** The diagram of environments, as a person uses it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { Preview } from './preview.ts';

export class Diagram {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get whole(): Locator {
    return this.#page.getByRole('region', { name: 'Environments and the flow between them' });
  }

  node(environment: string): Locator {
    return this.#page.getByTestId(`environment-${environment}`);
  }

  /** The button on the way from one environment to the next. */
  edge(from: string, to: string): Locator {
    return this.#page.getByTestId(`edge-${from}-${to}`);
  }

  /** The strip of an open lane, by how its branch begins. */
  lane(branch: string): Locator {
    return this.#page.locator(`[data-testid^="lane-${branch}"]`);
  }

  /** Opens the preview of a promotion by the button on its edge. */
  async previewPromotion(from: string, to: string): Promise<Preview> {
    const title = `Promotion to ${to}`;
    const dialog = this.#page.getByRole('dialog', { name: title, exact: true });
    await expect(this.edge(from, to)).toHaveAttribute('data-state', 'open');
    // A picture that is still finding its place can move away under the pointer.
    await expect(async () => {
      if (!(await dialog.isVisible())) await this.edge(from, to).click({ timeout: 2000 });
      await expect(dialog).toBeVisible({ timeout: 3000 });
    }).toPass({ timeout: 30_000 });
    return Preview.of(this.#page, title);
  }

  /** Promotes what runs in one environment to the next, and waits until it runs there. */
  async promote(from: string, to: string): Promise<void> {
    const preview = await this.previewPromotion(from, to);
    const release = await preview.release();
    await preview.confirm();
    await this.shows(to, release);
  }

  /** Begins a promotion and leaves it running. */
  async beginPromotion(from: string, to: string): Promise<void> {
    const preview = await this.previewPromotion(from, to);
    await preview.confirm();
    await expect(this.node(to)).toHaveAttribute('data-tone', 'move');
  }

  /** Goes by the arrow keys from one node to another and opens the preview of what leads on from there. */
  async previewPromotionByKeyboard(from: string, arrows: readonly string[], at: string, to: string): Promise<Preview> {
    await this.button(from).focus();
    for (const arrow of arrows) await this.#page.keyboard.press(`Arrow${arrow}`);
    await expect(this.button(at)).toBeFocused();
    await this.#page.keyboard.press('Enter');
    return Preview.of(this.#page, `Promotion to ${to}`);
  }

  /** Opens the preview of a rollback by the menu of the node. */
  async previewRollback(environment: string): Promise<Preview> {
    await this.#page.getByRole('button', { name: `Actions for ${environment}`, exact: true }).click();
    await this.#page.getByRole('menuitem', { name: /^Roll back/ }).click();
    return Preview.of(this.#page, `Rollback of ${environment}`);
  }

  async select(environment: string): Promise<void> {
    await this.button(environment).click({ position: { x: 30, y: 50 } });
    await expect(this.button(environment)).toHaveAttribute('aria-pressed', 'true');
  }

  /** The node as the keyboard and a screen reader know it. */
  button(environment: string): Locator {
    return this.#page.locator(`button[data-environment="${environment}"]`);
  }

  /** Waits until nothing of the diagram moves any more: its nodes are where they were two frames before. */
  async settles(): Promise<void> {
    await this.whole.evaluate(async (diagram) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const places = () =>
        [...diagram.querySelectorAll('[data-testid^="environment-"]')]
          .map((node) => JSON.stringify(node.getBoundingClientRect()))
          .join();
      for (let before = ''; before !== places(); await frame(), await frame()) before = places();
    });
  }

  /** Waits until a node shows a release as running and healthy, and for how long. */
  async shows(environment: string, release: string): Promise<void> {
    const node = this.node(environment);
    await expect(node).toContainText(release, { timeout: 60_000 });
    await expect(node).toHaveAttribute('data-tone', 'good', { timeout: 60_000 });
    await expect(node).toHaveAttribute('data-health', 'healthy');
    await expect(node).toContainText(/healthy/i);
    await expect(node).toContainText(/under 1 min|\d+ min/);
  }
}
