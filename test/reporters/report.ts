/** What a run of tests comes to, whichever runner ran them. `npm test` adds these up. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Report {
  passed: number;
  failed: number;
  skipped: { title: string; reason: string }[];
}

/** Writes the report where `SLIPWAY_TEST_REPORT` says; nothing without it, as when a developer runs one file. */
export function writeReport(report: Report): void {
  const file = process.env.SLIPWAY_TEST_REPORT;
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(report));
}
