// The packaged app as a folder, made by electron-builder from an Electron that is here already.

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { projectFolder } from "../setup/paths.mjs";
import { run, tail } from "../setup/processes.mjs";
import { SetupError } from "../setup/progress.mjs";

/** @import { Electron } from "../setup/electron.mjs" */
/** @import { Progress } from "../setup/progress.mjs" */

/** better-sqlite3's own binaries are built for this Node-API; older runtimes get the one that the set-up compiled. */
const PREBUILT_NODE_API = 10;

const folders = /** @type {Readonly<Record<string, string>>} */ ({ linux: "linux-unpacked", darwin: "mac", win32: "win-unpacked" });

/**
 * @param {Electron} electron
 * @param {string} output
 * @param {Progress} progress
 * @returns {Promise<string>} the folder
 * @throws {SetupError}
 */
export async function makeUnpacked(electron, output, progress) {
  await mkdir(output, { recursive: true });
  const dist = await copyElectron(electron, output);
  const configFile = join(output, "builder-config.json");
  try {
    const shared = /** @type {{ files: string[], directories: object }} */ (
      parse(await readFile(join(projectFolder, "electron-builder.yml"), "utf8"))
    );
    const config = {
      ...shared,
      directories: { ...shared.directories, output },
      electronDist: dist,
      electronVersion: electron.version,
      files: [...shared.files, sqliteToLeaveOut(await readNodeApi(electron))],
    };
    await writeFile(configFile, JSON.stringify(config, null, 2));
    const tool = join(projectFolder, "node_modules/electron-builder/out/cli/cli.js");
    const outcome = await progress.during(`packaging the app with Electron ${electron.version}`, (detail) =>
      run(process.execPath, [tool, "--dir", "--config", configFile, "--publish", "never"], {
        cwd: projectFolder,
        env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: "false" },
        onLine: (line) => {
          detail(line.trim().slice(0, 100));
        },
      }),
    );
    if (outcome.code !== 0) throw new SetupError(`the app could not be packaged:\n${tail(outcome, 30)}`);
    return join(output, folders[process.platform] ?? "linux-unpacked");
  } finally {
    await rm(configFile, { force: true });
    await rm(dist, { recursive: true, force: true });
  }
}

/**
 * A copy without anybody's app in it: what is in resources/ would come before ours.
 * @param {Electron} electron
 * @param {string} output
 * @returns {Promise<string>}
 */
async function copyElectron({ folder }, output) {
  const copy = join(output, ".electron");
  const app = join(folder, "resources", "app");
  await rm(copy, { recursive: true, force: true });
  await cp(folder, copy, { recursive: true, filter: (path) => path !== app && path !== `${app}.asar` });
  return copy;
}

/**
 * @param {Electron} electron
 * @returns {Promise<number>}
 */
async function readNodeApi({ executable }) {
  const outcome = await run(executable, ["-p", "process.versions.napi"], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    timeoutMs: 30_000,
  });
  const version = Number(outcome.stdout.trim());
  if (outcome.code !== 0 || !Number.isInteger(version))
    throw new SetupError(`Electron did not say which Node-API it has:\n${tail(outcome)}`);
  return version;
}

/**
 * The one binary of better-sqlite3 that goes along is the one that this runtime loads; a compiled one would come before the others.
 * @param {number} nodeApi
 * @returns {string} a pattern of electron-builder's `files`
 */
export function sqliteToLeaveOut(nodeApi) {
  return `!**/node_modules/better-sqlite3/${nodeApi >= PREBUILT_NODE_API ? "build" : "prebuilds"}/**`;
}
