/** A window of Slipway: in a browser or on the desktop, which its page objects cannot tell apart. */
import { expect, type Locator, type Page } from '@playwright/test';
import { Diagram } from './diagram.ts';
import { Operations } from './operations.ts';
import { Preview } from './preview.ts';
import { Inspector, List, Presets, Welcome } from './screens.ts';

export type ScreenTitle =
  'Environments' | 'Runs' | 'Changes' | 'Hotfix' | 'Releases' | 'History' | 'Commits' | 'Settings';

export class SlipwayWindow {
  readonly page: Page;
  readonly welcome: Welcome;
  readonly presets: Presets;
  readonly diagram: Diagram;
  readonly operations: Operations;
  readonly inspector: Inspector;
  readonly releases: List;
  readonly history: List;
  readonly commits: List;

  constructor(page: Page) {
    this.page = page;
    this.welcome = new Welcome(page);
    this.presets = new Presets(page);
    this.diagram = new Diagram(page);
    this.operations = new Operations(page);
    this.inspector = new Inspector(page);
    this.releases = new List(page, 'Releases');
    this.history = new List(page, 'History');
    this.commits = new List(page, 'Commits');
  }

  /** Waits for the first screen. */
  async openStart(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: 'Slipway', level: 1 })).toBeVisible();
  }

  /** Opens a repository that has its environments, and waits for its diagram. */
  async openProject(path: string): Promise<void> {
    await this.welcome.open(path);
    await expect(this.diagram.whole).toBeVisible();
  }

  async goTo(screen: ScreenTitle): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click();
    const title =
      screen === 'Environments' ? this.diagram.whole : this.page.getByRole('heading', { name: screen, level: 1 });
    await expect(title).toBeVisible();
  }

  /** Waits for the preview of this title. */
  preview(title: string): Promise<Preview> {
    return Preview.of(this.page, title);
  }

  /** Opens the dialog that builds a release. */
  async askForBuild(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Build release' }).click();
    return this.page.getByRole('dialog', { name: 'Build a release' });
  }

  /** Builds a release of the main branch, and waits for it. */
  async build(): Promise<void> {
    const dialog = await this.askForBuild();
    await dialog.getByRole('button', { name: /^Build / }).click();
    await expect(dialog).toBeHidden();
    await this.operations.ends('Done');
  }

  /** The strip that says that the engine is out of reach. */
  get disconnected(): Locator {
    return this.page.getByRole('status').filter({ hasText: 'The engine does not answer' });
  }

  get docker(): Locator {
    return this.page.getByRole('status', { name: /^Docker/ });
  }

  async chooseTheme(theme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme });
    await expect(this.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
  }

  /** The same window at 200 % zoom: half the room in CSS pixels. */
  async zoomTo200Percent(): Promise<void> {
    const { width = 1280, height = 800 } = this.page.viewportSize() ?? {};
    await this.page.setViewportSize({ width: Math.round(width / 2), height: Math.round(height / 2) });
  }
}
