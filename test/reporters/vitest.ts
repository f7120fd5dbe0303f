/** Counts vitest's tests, and keeps the reason that a skip was given, which its JSON leaves out. */
import type { Reporter, TestModule } from 'vitest/node';
import { writeReport, type Report } from './report.ts';

export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    // An error outside of any test is nobody's result, and must not get lost.
    const report: Report = { passed: 0, failed: unhandled.length, skipped: [] };
    for (const module of modules) {
      if (module.errors().length > 0) report.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') report.passed += 1;
        else if (result.state === 'skipped')
          report.skipped.push({ title: test.fullName, reason: result.note ?? 'no reason given' });
        else report.failed += 1;
      }
    }
    writeReport(report);
  }
}
