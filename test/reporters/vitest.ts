/** Counts vitest's tests, and keeps the reason that a skip was given, which its JSON leaves out. */
import type { Reporter, TestModule } from 'vitest/node';
import { firstLine, writeReport, type Report } from './report.ts';

export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    // An error outside of any test is nobody's result, and must not get lost.
    const report: Report = { passed: 0, failed: 0, failures: [], skipped: [] };
    const fail = (title: string, error: { message?: string } | undefined): void => {
      report.failed += 1;
      report.failures.push({ title, reason: firstLine(error?.message) });
    };
    for (const error of unhandled) fail('outside of any test', error instanceof Error ? error : undefined);
    for (const module of modules) {
      if (module.errors().length > 0) fail(module.relativeModuleId, module.errors()[0]);
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') report.passed += 1;
        else if (result.state === 'skipped')
          report.skipped.push({ title: test.fullName, reason: result.note ?? 'no reason given' });
        else fail(`${module.relativeModuleId}: ${test.fullName}`, result.errors?.[0]);
      }
    }
    writeReport(report);
  }
}
