// Runs stages one after the other with their output live, and goes on after a failure so that one run shows all of them.

import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { runInDesktopSession } from "../setup/desktop-session.mjs";
import { projectFolder } from "../setup/paths.mjs";
import { runInForeground } from "../setup/processes.mjs";
import { formatSummary } from "./summary.mjs";

/** @import { Stage } from "./stages.mjs" */
/** @import { StageOutcome } from "./summary.mjs" */
/** @import { TestReport } from "./reporter.mjs" */

/**
 * @param {readonly Stage[]} chosen
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} 0 when every stage passed, else 1
 */
export async function runStages(chosen, env = process.env) {
  /** @type {StageOutcome[]} */
  const outcomes = [];
  for (const [index, stage] of chosen.entries()) {
    process.stdout.write(`\n=== ${index + 1}/${chosen.length} ${stage.title}\n`);
    outcomes.push(await runStage(stage, env));
  }
  process.stdout.write(formatSummary(outcomes));
  return outcomes.some(({ exitCode }) => exitCode !== 0) ? 1 : 0;
}

/**
 * @param {Stage} stage
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<StageOutcome>}
 */
async function runStage({ name, title, args, reports = false, inDesktop = false, onElectron = false }, env) {
  const reportFile = join(projectFolder, "test-results", `${name}.json`);
  await rm(reportFile, { force: true });
  const startedAt = performance.now();
  const electron = onElectron ? env["ELECTRON_EXEC_PATH"] : undefined;
  const exitCode = await (inDesktop ? runInDesktopSession : runInForeground)(electron ?? process.execPath, args, {
    cwd: projectFolder,
    env: {
      ...env,
      ...(electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: "1" }),
      ...plainOutput(env),
      TZ: "UTC",
      LC_ALL: "C.UTF-8",
      SENTRAY_TEST_REPORT: reportFile,
    },
  });
  const tookMs = performance.now() - startedAt;
  return { title, exitCode, tookMs, report: reports ? await readReport(reportFile) : null };
}

/**
 * Colours are for terminals; in a log file they are noise that tools add when they see a CI.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function plainOutput(env) {
  return process.stdout.isTTY || env["FORCE_COLOR"] !== undefined ? {} : { NO_COLOR: "1" };
}

/**
 * @param {string} path
 * @returns {Promise<TestReport | null>}
 */
async function readReport(path) {
  const text = await readFile(path, "utf8").catch(() => null);
  return text === null ? null : /** @type {TestReport} */ (JSON.parse(text));
}
