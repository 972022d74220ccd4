// npm packages: installed from the lock file when what is there is not what the lock file says.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findNpm } from "./npm-client.mjs";
import { projectFolder } from "./paths.mjs";
import { run, tail } from "./processes.mjs";
import { SetupError } from "./progress.mjs";

/** @import { Progress } from "./progress.mjs" */

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage */
/** @typedef {{ packages?: Record<string, LockedPackage> }} LockFile */

/**
 * Compares the lock file with the list that npm itself leaves inside `node_modules` when an installation went through.
 * @param {LockFile} wanted
 * @param {LockFile} installed
 * @returns {string[]} paths of packages that are missing or of another version, in the lock file's order; optional ones may be missing
 */
export function findOutdated(wanted, installed) {
  return Object.entries(wanted.packages ?? {}).flatMap(([path, { version, integrity, optional, devOptional }]) => {
    if (path === "") return [];
    const found = installed.packages?.[path];
    if (found === undefined) return optional === true || devOptional === true ? [] : [path];
    const same = found.version === version && (found.integrity === undefined || integrity === undefined || found.integrity === integrity);
    return same ? [] : [path];
  });
}

/**
 * @param {string} path
 * @returns {Promise<LockFile | null>} `null` when there is no such file, or half of one
 */
async function readLockFile(path) {
  try {
    return /** @type {LockFile} */ (JSON.parse(await readFile(path, "utf8")));
  } catch {
    return null;
  }
}

/**
 * Runs `npm ci` if `node_modules` is missing or out of date.
 * @param {Progress} progress
 * @returns {Promise<void>}
 * @throws {SetupError} when npm fails
 */
export async function ensureNpmPackages(progress) {
  const wanted = await readLockFile(join(projectFolder, "package-lock.json"));
  if (wanted === null) throw new SetupError("package-lock.json is missing or damaged; check the project out again");
  const installed = await readLockFile(join(projectFolder, "node_modules/.package-lock.json"));
  const outdated = findOutdated(wanted, installed ?? {});
  if (installed !== null && outdated.length === 0) return;

  const reason = installed === null ? "none are there yet" : `${outdated.length} are missing or of another version, e.g. ${outdated[0]}`;
  progress.say(`npm packages: ${reason}`);
  const npm = await findNpm();
  const outcome = await progress.during("installing npm packages (npm ci)", (detail) => {
    let fetched = 0;
    return run(process.execPath, [npm, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=http"], {
      cwd: projectFolder,
      timeoutMs: 1_800_000,
      onLine: (line) => {
        if (!line.startsWith("npm http fetch")) return;
        fetched += 1;
        detail(`${fetched} fetched`);
      },
    });
  });
  if (outcome.code !== 0) throw new SetupError(`npm ci failed:\n${explainFailure(outcome.stderr) || tail(outcome)}`);
}

/**
 * @param {string} stderr what npm wrote
 * @returns {string} its errors without the noise around them; the first ones, because npm ends with its manual
 */
export function explainFailure(stderr) {
  const lines = stderr.split("\n").filter((line) => /^npm error ./u.test(line));
  return lines
    .slice(0, 12)
    .map((line) => `  ${line}`)
    .join("\n");
}
