/** The history of the sample: who did what when. Fixed, so that the sample is the same repository everywhere. */
import * as file from './sample-files.ts';

export interface SampleCommit {
  readonly branch: 'main' | 'feature/discounts';
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly message: string;
  /** Whole content of what changes; a name in `www/cgi-bin` or `test/run.sh` is a program. */
  readonly files: Readonly<Record<string, string>>;
  readonly tag?: string;
}

const ada = 'Ada Brandt <ada@harbour.example>';
const tomas = 'Tomás Ruiz <tomas@harbour.example>';
const mei = 'Mei Lin <mei@harbour.example>';

/**
 * Oldest first; the feature branch leaves main at the commit before its first one. `money` shows 12.05 as 12.5 from
 * v1.0.0 on; the fix comes later, stands alone in its files, and so picks cleanly onto v1.0.0.
 */
export function sampleHistory(base: string, slipwayYaml: string): SampleCommit[] {
  const main = (
    author: string,
    at: string,
    message: string,
    files: SampleCommit['files'],
    tag?: string,
  ): SampleCommit => ({ branch: 'main', author, at, message, files, ...(tag === undefined ? {} : { tag }) });
  const feature = (author: string, at: string, message: string, files: SampleCommit['files']): SampleCommit => ({
    branch: 'feature/discounts',
    author,
    at,
    message,
    files,
  });
  return [
    main(ada, '2026-09-07T08:12:00Z', 'docs: say what the shop is', { 'README.md': file.readme }),
    main(ada, '2026-09-07T13:40:00Z', 'feat: list the products (#1)', {
      'www/cgi-bin/index.cgi': file.index({ money: false }),
      'lib/page.sh': file.page,
      'lib/products.tsv': file.products,
      'www/style.css': file.style,
    }),
    main(
      tomas,
      '2026-09-09T09:05:00Z',
      'feat: answer whether the shop is healthy\n\nHealthy means that there is something to sell: an empty product list is an outage.\n\nClose #3',
      { 'www/cgi-bin/health': file.health },
    ),
    main(tomas, '2026-09-09T15:31:00Z', 'build: put the shop into an image', {
      Dockerfile: file.dockerfile(base),
      '.dockerignore': file.dockerIgnore,
    }),
    main(tomas, '2026-09-10T07:58:00Z', 'build: describe the service for Compose', { 'compose.yaml': file.compose }),
    main(
      mei,
      '2026-09-14T10:22:00Z',
      'test: call the pages from a shell\n\nThe tests need nothing that the image has not, so they run in what is released.',
      { 'test/run.sh': file.testRunner, 'test/pages_test.sh': file.pagesTest },
    ),
    main(mei, '2026-09-16T11:47:00Z', 'feat: show prices as amounts\n\nClose #6', {
      'lib/money.sh': file.money('%d.%d'),
      'www/cgi-bin/index.cgi': file.index({ money: true }),
    }),
    main(mei, '2026-09-17T14:03:00Z', 'feat: sum up a basket\n\nClose #7', {
      'www/cgi-bin/total': file.total({ discount: false }),
      'test/total_test.sh': file.totalTest,
    }),
    main(ada, '2026-09-21T08:30:00Z', 'feat: say which version and commit runs\n\nClose #9', {
      'www/cgi-bin/version': file.version,
      VERSION: '1.0.0-rc.1\n',
      COMMIT: file.commitFile,
      '.gitattributes': file.gitAttributes,
    }),
    main(ada, '2026-09-22T09:10:00Z', 'build: say where releases run', { 'slipway.yaml': slipwayYaml }),
    main(ada, '2026-09-24T12:00:00Z', 'chore: release 1.0.0', { VERSION: '1.0.0\n' }, 'v1.0.0'),
    main(mei, '2026-10-01T09:44:00Z', 'feat: follow the dark theme of the system\n\nClose #12', {
      'www/style.css': file.style + file.darkStyle,
    }),
    main(tomas, '2026-10-06T13:15:00Z', 'feat: take the name of the shop from its environment (#14)', {
      'www/cgi-bin/index.cgi': file.index({ money: true, name: true }),
    }),
    feature(tomas, '2026-10-08T10:20:00Z', 'feat: keep discount codes in a list\n\nRefs #16', {
      'lib/discounts.tsv': file.discounts,
    }),
    feature(tomas, '2026-10-12T16:05:00Z', 'feat: take the discount off the basket\n\nRefs #16', {
      'www/cgi-bin/total': file.total({ discount: true }),
      'test/discount_test.sh': file.discountTest,
    }),
    main(mei, '2026-10-13T08:51:00Z', 'feat: search the products\n\nClose #15', {
      'www/cgi-bin/index.cgi': file.index({ money: true, name: true, search: true }),
    }),
    main(
      ada,
      '2026-10-20T10:08:00Z',
      'fix: show both digits of the cents\n\n1205 cents were shown as 12.5: the number after the dot was printed without its\nleading zero, so customers saw a price other than the one they paid.\n\nClose #18',
      {
        'lib/money.sh': file.money('%d.%02d'),
        'test/money_test.sh': file.moneyTest,
      },
    ),
    main(ada, '2026-10-21T15:22:00Z', 'docs: say how to run the shop and its tests', {
      'README.md': file.readme + file.readmeRunning,
    }),
    main(mei, '2026-10-27T09:36:00Z', 'feat: offer gift wrapping\n\nClose #20', {
      'lib/products.tsv': file.products + file.gift,
    }),
  ];
}
