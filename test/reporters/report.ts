/** What a run of tests comes to, whichever runner ran them. `npm test` adds these up. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Report {
  passed: number;
  failed: number;
  /** Which tests failed, and the first line of why: what is asked first of a log that somebody else's machine wrote. */
  failures: { title: string; reason: string }[];
  skipped: { title: string; reason: string }[];
}

/** The first line of an error, without the colours of a terminal. */
export function firstLine(message: string | undefined): string {
  return (
    stripVTControlCharacters(message ?? 'no reason given')
      .split('\n')[0]
      ?.trim() ?? ''
  );
}

/** Writes the report where `SLIPWAY_TEST_REPORT` says; nothing without it, as when a developer runs one file. */
export function writeReport(report: Report): void {
  const file = process.env.SLIPWAY_TEST_REPORT;
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(report));
}
