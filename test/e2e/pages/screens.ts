/** The screens beside the diagram. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Welcome {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get recent(): Locator {
    return this.#page.getByRole('list', { name: 'Recent' });
  }

  get problem(): Locator {
    return this.#page.getByRole('alert');
  }

  /** Opens the repository at a path. */
  async open(path: string): Promise<void> {
    await this.#page.getByRole('textbox', { name: 'Path of the repository' }).fill(path);
    await this.#page.getByRole('button', { name: 'Open', exact: true }).click();
  }
}

/** What a repository without slipway.yaml shows. */
export class Presets {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async choose(title: 'Full' | 'Three' | 'Integration'): Promise<void> {
    await this.#page.getByRole('button', { name: `Write slipway.yaml: ${title}` }).click();
    await expect(this.#page.getByRole('heading', { name: 'No environments yet' })).toBeHidden();
  }
}

/** A screen that is a list: releases, history, commits. */
export class List {
  readonly table: Locator;

  constructor(page: Page, title: string) {
    this.table = page.getByRole('table', { name: title }).or(page.getByRole('grid', { name: title }));
  }

  row(text: string | RegExp): Locator {
    return this.table.getByRole('row').filter({ hasText: text });
  }
}

export class Inspector {
  readonly panel: Locator;

  constructor(page: Page) {
    this.panel = page.getByRole('complementary', { name: /^Inspector of/ });
  }

  async tab(name: 'Overview' | 'Revisions' | 'Containers' | 'Logs' | 'Configuration'): Promise<void> {
    await this.panel.getByRole('tab', { name }).click();
  }
}
