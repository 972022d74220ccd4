// Bundles the app when its sources changed since the last time.

import { mkdir, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { thirdPartyLicences } from "../dist/notices.mjs";
import { projectFolder } from "./paths.mjs";
import { run, tail } from "./processes.mjs";
import { SetupError } from "./progress.mjs";

/** @import { Progress } from "./progress.mjs" */

const sources = ["src-main", "src-renderer", "shared", "assets", "package.json", "package-lock.json", "electron.vite.config.ts"];
const stamp = join(projectFolder, "out/.built");

/**
 * @param {readonly string[]} paths files and folders; missing ones count as old
 * @returns {Promise<number>} when something in them changed last, milliseconds since the epoch; a deletion shows in its folder's time
 */
export async function findNewestChange(paths) {
  const times = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => null);
      if (found === null) return 0;
      if (!found.isDirectory()) return found.mtimeMs;
      const names = await readdir(path);
      return Math.max(found.mtimeMs, await findNewestChange(names.map((name) => join(path, name))));
    }),
  );
  return Math.max(0, ...times);
}

/** @returns {Promise<boolean>} whether `out/` is older than what it is made from */
export async function isBuildOutdated() {
  const built = await stat(stamp).catch(() => null);
  if (built === null) return true;
  return (await findNewestChange(sources.map((name) => join(projectFolder, name)))) > built.mtimeMs;
}

/**
 * Bundles the app, unless nothing changed.
 * @param {Progress} progress
 * @returns {Promise<void>}
 * @throws {SetupError} with the bundler's complaint
 */
export async function ensureBuild(progress) {
  if (!(await isBuildOutdated())) return;
  const startedAt = new Date();
  const tool = join(projectFolder, "node_modules/electron-vite/bin/electron-vite.js");
  const outcome = await progress.during("building the app", () => run(process.execPath, [tool, "build"], { cwd: projectFolder }));
  if (outcome.code !== 0) throw new SetupError(`the app could not be built:\n${tail(outcome, 30)}`);
  await mkdir(join(projectFolder, "out"), { recursive: true });
  await writeFile(join(projectFolder, "out/third-party-licences.txt"), await thirdPartyLicences(projectFolder));
  await writeFile(stamp, "");
  // What was saved while the bundler ran may have missed it.
  await utimes(stamp, startedAt, startedAt);
}
