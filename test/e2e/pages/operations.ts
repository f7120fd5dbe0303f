/** The drawer below every screen: operations with their steps and log. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Operations {
  readonly drawer: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.drawer = page.getByRole('region', { name: 'Operations' });
  }

  /** The account of the operation that is shown. */
  get account(): Locator {
    return this.drawer.getByRole('article');
  }

  get status(): Locator {
    return this.drawer.getByTestId('operation-status');
  }

  get steps(): Locator {
    return this.drawer.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  }

  get log(): Locator {
    return this.drawer.getByRole('log');
  }

  /** Waits until the operation that is shown has ended so. */
  async ends(how: 'Done' | 'Failed' | 'Cancelled' | 'Needs attention'): Promise<void> {
    await expect(this.status).toHaveText(how, { timeout: 90_000 });
  }

  /** Waits until a step of this name runs. */
  async reaches(step: RegExp): Promise<void> {
    await expect(this.steps.filter({ hasText: step })).toHaveAttribute('data-status', 'running', { timeout: 60_000 });
  }

  async cancel(): Promise<void> {
    await this.account.getByRole('button', { name: 'Cancel', exact: true }).click();
    const question = this.#page.getByRole('dialog', { name: 'Cancel this operation?' });
    await question.getByRole('button', { name: 'Cancel and undo' }).click();
    await expect(question).toBeHidden();
  }

  show(): Promise<void> {
    return this.#expand('true');
  }

  hide(): Promise<void> {
    return this.#expand('false');
  }

  async #expand(wanted: 'true' | 'false'): Promise<void> {
    const strip = this.drawer.getByRole('button', { name: /^Operations/ });
    if ((await strip.getAttribute('aria-expanded')) !== wanted) await strip.click();
    await expect(strip).toHaveAttribute('aria-expanded', wanted);
  }
}
