// Where things are: the project, and the cache folder that outlives `node_modules` and fresh clones.

import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The project's folder. */
export const projectFolder = resolve(import.meta.dirname, "../..");

/**
 * Folder for what is slow to make and safe to delete: an Electron, a compiled addon.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @param {string} [home]
 * @returns {string}
 */
export function cacheFolder(env = process.env, platform = process.platform, home = homedir()) {
  const xdg = env["XDG_CACHE_HOME"];
  if (xdg !== undefined && xdg !== "") return join(xdg, "sentray-dev");
  if (platform === "darwin") return join(home, "Library", "Caches", "sentray-dev");
  const local = env["LOCALAPPDATA"];
  if (platform === "win32" && local !== undefined && local !== "") return join(local, "sentray-dev");
  return join(home, ".cache", "sentray-dev");
}
