/** The preview of a promotion or a rollback: what will happen, and the one button that does it. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Preview {
  readonly dialog: Locator;

  private constructor(dialog: Locator) {
    this.dialog = dialog;
  }

  /** Waits until the preview has something to decide: a button, or the reason why there is none. */
  static async of(page: Page, title: string): Promise<Preview> {
    const preview = new Preview(page.getByRole('dialog', { name: title, exact: true }));
    await expect(preview.dialog).toBeVisible();
    await expect(preview.dialog.getByRole('button', { name: /^(Cancel|Close)$/ }).last()).toBeVisible();
    await expect(preview.section('Gates')).toBeVisible();
    return preview;
  }

  /** The button that does what was shown. */
  get primary(): Locator {
    return this.dialog.getByRole('button', { name: /^(Promote|Roll back) / });
  }

  get refusal(): Locator {
    return this.dialog.getByRole('alert');
  }

  section(title: string | RegExp): Locator {
    return this.dialog.locator('section').filter({ has: this.dialog.page().getByRole('heading', { name: title }) });
  }

  /** The short name of the release that will run. */
  async release(): Promise<string> {
    const label = (await this.primary.textContent()) ?? '';
    return /^Promote (\S+) to /.exec(label.trim())?.[1] ?? label;
  }

  async confirm(options: { why?: string } = {}): Promise<void> {
    if (options.why) await this.dialog.getByRole('textbox', { name: /^Why/ }).fill(options.why);
    await this.primary.click();
    await expect(this.dialog).toBeHidden();
  }

  async close(): Promise<void> {
    await this.dialog
      .getByRole('button', { name: /^(Cancel|Close)$/ })
      .last()
      .click();
    await expect(this.dialog).toBeHidden();
  }
}
