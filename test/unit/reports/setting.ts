/** A stage's folder of reports, and what is read of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readReports, type Told } from '../../../electron/reports/index.ts';
import { temporaryFolder } from '../../fixtures/repository.ts';

/** A folder with these files that is gone when the test has ended. */
export function folderOf(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const { path, remove } = temporaryFolder('slipway-reports-');
  onTestFinished(remove);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

export const read = (
  files: Readonly<Record<string, string | Buffer>>,
  mask: (text: string) => string = (text) => text,
): Promise<Told> => readReports(folderOf(files), mask, new AbortController().signal);

export const junitOf = (cases: string, suite = 'till'): string =>
  `<?xml version="1.0"?><testsuites><testsuite name="${suite}">${cases}</testsuite></testsuites>`;
