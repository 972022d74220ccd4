// The set-up in order. Each step looks first and does nothing when nothing is missing, so the second start costs a fraction of a second.

import { ensureBuild } from "./build.mjs";
import { findMissingSession } from "./desktop-session.mjs";
import { ensureElectron, refuseUnresolvedLibraries } from "./electron.mjs";
import { ensureNpmPackages } from "./npm-packages.mjs";
import { SetupError, createProgress } from "./progress.mjs";
import { asRuntime, ensureSqlite, mustCompile, thisNode } from "./sqlite.mjs";
import { ensureSystemPackages } from "./system-libraries.mjs";

/** @import { Electron } from "./electron.mjs" */
/** @import { Group } from "./debian-packages.mjs" */
/** @import { Progress } from "./progress.mjs" */

/**
 * Everything that the desktop app needs, and the system packages of further groups.
 * @param {Progress} progress
 * @param {readonly Group[]} [furtherGroups]
 * @returns {Promise<Electron>}
 * @throws {SetupError}
 */
export function prepareDesktop(progress, furtherGroups = []) {
  const { display, bus } = findMissingSession();
  return prepareRuntime(progress, display || bus ? [...furtherGroups, "virtual-display"] : furtherGroups);
}

/**
 * What runs on the app's own runtime needs, without a desktop to show it on.
 * @param {Progress} progress
 * @param {readonly Group[]} [furtherGroups] of system packages
 * @returns {Promise<Electron>}
 * @throws {SetupError}
 */
export async function prepareRuntime(progress, furtherGroups = []) {
  await ensureNpmPackages(progress);
  // All at once, so that somebody who has to install them by hand is sent away only once.
  /** @type {Group[]} */
  const groups = ["run", ...furtherGroups];
  if (await mustCompile()) groups.push("build");
  await ensureSystemPackages(groups, progress);
  const electron = await ensureElectron(progress);
  await refuseUnresolvedLibraries(electron);
  await ensureSqlite([thisNode, asRuntime(electron)], progress, () => ensureSystemPackages(["build"], progress));
  return electron;
}

/**
 * What the command line needs: packages, the database, the bundle. No Electron, no display.
 * @param {Progress} progress
 * @returns {Promise<void>}
 * @throws {SetupError}
 */
export async function prepareCommandLine(progress) {
  await ensureNpmPackages(progress);
  await ensureSqlite([thisNode], progress, () => ensureSystemPackages(["build"], progress));
  await ensureBuild(progress);
}

/**
 * The frame of every entry script: runs it, turns what it returns into the exit code and an expected obstacle into one message.
 * @param {{ write(text: string): unknown }} stream where the set-up talks
 * @param {(progress: Progress) => Promise<number>} main
 * @returns {Promise<void>}
 */
export async function runScript(stream, main) {
  const progress = createProgress(stream);
  try {
    process.exitCode = await main(progress);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    progress.say(error.message);
    process.exitCode = 1;
  }
}
