// What a run of all checks comes to, as text.

import { formatSeconds } from "../setup/progress.mjs";

/** @import { TestReport } from "./reporter.mjs" */

/**
 * @typedef {object} StageOutcome
 * @property {string} title
 * @property {number} exitCode
 * @property {number} tookMs
 * @property {TestReport | null} report `null` for checks without tests, and when the tests did not get as far as a report
 */

/**
 * Counts tests. A stage that failed without a failed test in its report (a lint error, a crash) counts as one failure, so that the
 * last line never says "0 failed" about a run that failed.
 * @param {readonly StageOutcome[]} outcomes
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function count(outcomes) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { exitCode, report } of outcomes) {
    const failedTests = report?.failed.length ?? 0;
    total.passed += report?.passed ?? 0;
    total.skipped += report?.skipped.length ?? 0;
    total.failed += exitCode !== 0 && failedTests === 0 ? 1 : failedTests;
  }
  return total;
}

/**
 * @param {readonly StageOutcome[]} outcomes
 * @returns {string} stages with their times, failures, skipped tests with reasons; the last line is `N passed, N failed, N skipped`
 */
export function formatSummary(outcomes) {
  const { passed, failed, skipped } = count(outcomes);
  const failures = outcomes.flatMap(({ report }) => report?.failed ?? []);
  const skips = outcomes.flatMap(({ report }) => report?.skipped ?? []);
  return [
    "",
    "Summary",
    ...outcomes.map(({ title, exitCode, tookMs }) => `  ${exitCode === 0 ? "ok    " : "FAILED"}  ${title} (${formatSeconds(tookMs)})`),
    ...(failures.length > 0 ? ["", "Failed tests", ...failures.map((name) => `  ${name}`)] : []),
    "",
    skips.length === 0 ? "Skipped tests: none" : `Skipped tests: ${skips.length}`,
    ...skips.map(({ name, reason }) => `  ${name}: ${reason ?? "no reason given"}`),
    "",
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
    "",
  ].join("\n");
}
