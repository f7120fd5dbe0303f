/** Counts Playwright's tests with the reasons of its skips. */
import type { FullConfig, Reporter, Suite, TestCase, TestError } from '@playwright/test/reporter';
import { firstLine, writeReport } from './report.ts';

export default class CountingReporter implements Reporter {
  #tests: TestCase[] = [];
  readonly #errors: TestError[] = [];

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  /** An error outside of any test: a file that does not load, a global set-up that fails. */
  onError(error: TestError): void {
    this.#errors.push(error);
  }

  onEnd(): void {
    const outcomes = this.#tests.map((test) => ({ test, outcome: test.outcome() }));
    const skipped = outcomes
      .filter(({ outcome }) => outcome === 'skipped')
      .map(({ test }) => ({ title: titleOf(test), reason: reasonOf(test) }));
    const failures = [
      ...outcomes
        .filter(({ outcome }) => outcome === 'unexpected')
        .map(({ test }) => ({ title: titleOf(test), reason: firstLine(test.results.at(-1)?.error?.message) })),
      ...this.#errors.map((error) => ({ title: 'outside of any test', reason: firstLine(error.message) })),
    ];
    writeReport({
      passed: outcomes.filter(({ outcome }) => outcome === 'expected' || outcome === 'flaky').length,
      failed: failures.length,
      failures,
      skipped,
    });
  }

  printsToStdio(): boolean {
    return false;
  }
}

function titleOf(test: TestCase): string {
  return test.titlePath().filter(Boolean).join(' › ');
}

/** The reason given to `test.skip`; a test that was never reached says so. */
function reasonOf(test: TestCase): string {
  const given = [...test.annotations, ...test.results.flatMap((result) => result.annotations)];
  const reason = given.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
  return reason ?? (test.results.length === 0 ? 'it was not reached' : 'no reason given');
}
