// A vitest reporter that writes what the summary needs as JSON: counts, failures, and each skipped test with its reason.
// The file's path comes in SENTRAY_TEST_REPORT.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** @import { Reporter } from "vitest/reporters" */

/**
 * @typedef {object} TestReport
 * @property {number} passed
 * @property {string[]} failed names of tests, and of files that could not be loaded
 * @property {{ name: string, reason: string | null }[]} skipped
 */

/** @implements {Reporter} */
export default class SummaryReporter {
  /** @type {Required<Reporter>["onTestRunEnd"]} */
  async onTestRunEnd(modules, unhandledErrors) {
    const path = process.env["SENTRAY_TEST_REPORT"];
    if (path === undefined) return;
    /** @type {TestReport} */
    const report = { passed: 0, failed: [], skipped: [] };
    for (const module of modules) {
      if (module.errors().length > 0) report.failed.push(module.relativeModuleId);
      for (const test of module.children.allTests()) {
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        const result = test.result();
        if (result.state === "passed") report.passed += 1;
        else if (result.state === "skipped") report.skipped.push({ name, reason: result.note ?? null });
        else report.failed.push(name);
      }
    }
    for (const error of unhandledErrors) report.failed.push(`unhandled error: ${error.message}`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify(report, null, 2));
  }
}
