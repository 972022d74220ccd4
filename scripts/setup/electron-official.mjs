// The official Electron: the one that the `electron` package downloads. Whether its host can be reached is found out first and quickly,
// because the downloader itself has no such patience limit.

import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { join } from "node:path";
import { projectFolder } from "./paths.mjs";
import { run, tail } from "./processes.mjs";

/** @import { Progress } from "./progress.mjs" */

const packageFolder = join(projectFolder, "node_modules/electron");

/** How long the whole question "can it be had?" may take. */
const patienceMs = 4_000;

/** @returns {string | null} the folder of an official Electron of the right version that was downloaded before */
export function findOfficial() {
  const folder = join(packageFolder, "dist");
  try {
    const { version } = /** @type {{ version: string }} */ (JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")));
    const found = readFileSync(join(folder, "version"), "utf8").trim().replace(/^v/u, "");
    const executable = readFileSync(join(packageFolder, "path.txt"), "utf8");
    return found === version && existsSync(join(folder, executable)) ? folder : null;
  } catch {
    return null;
  }
}

/**
 * Where the downloader will look.
 * @param {string} version
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string}
 */
export function downloadUrl(version, env = process.env) {
  const mirror = env["ELECTRON_MIRROR"] ?? env["npm_config_electron_mirror"] ?? "https://github.com/electron/electron/releases/download/";
  const folder = (env["ELECTRON_CUSTOM_DIR"] ?? "v{{ version }}").replace("{{ version }}", version);
  const file = env["ELECTRON_CUSTOM_FILENAME"] ?? `electron-v${version}-${process.platform}-${process.arch}.zip`;
  return `${mirror}${folder}/${file}`;
}

/**
 * Downloads it if it can be had.
 * @param {Progress} progress
 * @returns {Promise<string | null>} its folder; `null` when it can't be had from here, which has been said
 */
export async function tryOfficial(progress) {
  const { version } = /** @type {{ version: string }} */ (JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")));
  const hasProxy = process.env["ELECTRON_GET_USE_PROXY"] !== undefined;
  const obstacle = hasProxy ? null : await findObstacle(downloadUrl(version), Date.now() + patienceMs);
  if (obstacle !== null) {
    progress.say(`Electron ${version} can't be downloaded from here (${obstacle})`);
    return null;
  }
  const outcome = await progress.during(`downloading Electron ${version} (about 120 MB)`, () =>
    run(process.execPath, [join(packageFolder, "install.js")], { cwd: projectFolder, timeoutMs: 900_000 }),
  );
  const folder = findOfficial();
  if (folder === null) progress.say(`the download of Electron ${version} failed:\n${tail(outcome, 5)}`);
  return folder;
}

/**
 * Asks for the file's head and follows redirects, all before a deadline.
 * @param {string} url
 * @param {number} deadlineMs
 * @param {number} [redirectsLeft]
 * @returns {Promise<string | null>} what is in the way, or `null`
 */
export async function findObstacle(url, deadlineMs, redirectsLeft = 4) {
  const answer = await requestHead(url, Math.max(1, deadlineMs - Date.now()));
  if (typeof answer === "string") return answer;
  const { status, location } = answer;
  if (status >= 300 && status < 400 && location !== undefined) {
    if (redirectsLeft === 0) return "too many redirects";
    return await findObstacle(new URL(location, url).href, deadlineMs, redirectsLeft - 1);
  }
  return status >= 200 && status < 300 ? null : `${new URL(url).host} answers ${status}`;
}

/**
 * @param {string} url
 * @param {number} timeoutMs
 * @returns {Promise<{ status: number, location: string | undefined } | string>} the answer, or why there is none
 */
function requestHead(url, timeoutMs) {
  return new Promise((resolve) => {
    const request = (url.startsWith("https:") ? requestHttps : requestHttp)(url, { method: "HEAD", agent: false }, (response) => {
      resolve({ status: response.statusCode ?? 0, location: response.headers.location });
      request.destroy();
    });
    const timer = setTimeout(() => {
      resolve(`${new URL(url).host} does not answer`);
      request.destroy();
    }, timeoutMs);
    request.on("error", (error) => {
      resolve(error.message);
    });
    request.on("close", () => {
      clearTimeout(timer);
    });
    request.end();
  });
}
