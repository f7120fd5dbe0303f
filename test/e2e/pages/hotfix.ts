/** The hotfix screen: commits to pick from, the lane, and the editor that settles conflicts. */
import { expect, type Locator, type Page } from '@playwright/test';
import { Preview } from './preview.ts';

export class Hotfix {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get title(): Locator {
    return this.#page.getByRole('heading', { name: 'Hotfix', level: 1 });
  }

  /** The commits that can be picked, with the graph of their history. */
  get commits(): Locator {
    return this.#page.getByRole('grid', { name: 'Commits' });
  }

  commit(subject: string): Locator {
    return this.commits.getByRole('row').filter({ hasText: subject });
  }

  /** The commit that the keyboard is at. */
  get current(): Locator {
    return this.commits.locator('[role="row"][data-focused]');
  }

  get picks(): Locator {
    return this.#page.getByRole('listbox', { name: 'Lane' });
  }

  pick(subject: string): Locator {
    return this.picks.getByRole('option').filter({ hasText: subject });
  }

  /** What the lane needs next, as the one button. */
  get next(): Locator {
    return this.#page.getByTestId('lane-next');
  }

  /** The mark that the lane's release runs in an environment. */
  runsIn(environment: string): Locator {
    return this.#page.getByText(`runs in ${environment}`, { exact: true });
  }

  /** What a hotfix has pushed aside. */
  get parked(): Locator {
    return this.#page.getByText(/is parked: the hotfix took its place/).locator('..');
  }

  async showAllBranches(): Promise<void> {
    await this.#page.getByRole('combobox', { name: 'Branch or tag' }).selectOption({ label: 'All branches' });
  }

  /** Does what the lane needs next, by this name. */
  async goOn(name: string | RegExp): Promise<void> {
    await expect(this.next).toHaveText(name, { timeout: 60_000 });
    await this.next.click();
  }

  async promote(to: string): Promise<Preview> {
    await this.goOn(`Promote to ${to}…`);
    return Preview.of(this.#page, `Promotion to ${to}`);
  }

  /** The dialog that cuts a lane. */
  get start(): Locator {
    return this.#page.getByRole('dialog', { name: 'Start a hotfix' });
  }

  get editor(): ConflictEditor {
    return new ConflictEditor(this.#page);
  }
}

/** The three-way editor. */
export class ConflictEditor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  title(subject: string): Locator {
    return this.#page.getByRole('heading', { name: `Settle: ${subject}`, level: 1 });
  }

  side(name: 'Ours' | 'Base' | 'Theirs'): Locator {
    return this.#page.getByRole('region', { name, exact: true });
  }

  get result(): Locator {
    return this.#page.getByTestId('result').getByRole('textbox');
  }

  get left(): Locator {
    return this.#page.getByRole('toolbar', { name: 'Result' });
  }

  accept(whose: 'ours' | 'theirs' | 'both'): Promise<void> {
    return this.left.getByRole('button', { name: `Accept ${whose}` }).click();
  }

  /** Types over what the result holds. */
  async write(text: string): Promise<void> {
    await this.result.click();
    await this.#page.keyboard.press('ControlOrMeta+A');
    await this.#page.keyboard.insertText(text);
  }

  settle(): Promise<void> {
    return this.#page.getByRole('button', { name: 'Settle', exact: true }).click();
  }
}
