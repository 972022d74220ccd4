// better-sqlite3 that loads in every runtime we start. Its own binaries need Node-API 10 and crash older runtimes instead of failing
// politely, so whether one loads is found out in a child process; where it doesn't, the addon is compiled once and kept in the cache.

import { existsSync } from "node:fs";
import { copyFile, cp, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findNodeGyp, findNpm } from "./npm-client.mjs";
import { cacheFolder, projectFolder } from "./paths.mjs";
import { run, tail } from "./processes.mjs";
import { SetupError } from "./progress.mjs";

/** @import { Progress } from "./progress.mjs" */

/**
 * @typedef {object} Runtime
 * @property {string} name for messages
 * @property {string} executable
 * @property {NodeJS.ProcessEnv} env what makes it behave as Node
 */

const packageFolder = join(projectFolder, "node_modules/better-sqlite3");
const compiledFile = join(packageFolder, "build/Release/better_sqlite3.node");

/**
 * The package asks for a newer Node-API than old runtimes have; all that it needs is in them as "experimental". Headers of different
 * ages turn that on in different ways, so each switch is thrown by hand.
 */
const oldRuntimeFlags = ["-UNAPI_VERSION", "-DNAPI_VERSION=2147483647", "-DNAPI_EXPERIMENTAL", "-DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT"];

/** The Node that runs this script. @type {Runtime} */
export const thisNode = { name: `Node ${process.versions.node}`, executable: process.execPath, env: {} };

/**
 * @param {{ executable: string, version: string }} electron
 * @returns {Runtime}
 */
export function asRuntime({ executable, version }) {
  return { name: `Electron ${version}`, executable, env: { ELECTRON_RUN_AS_NODE: "1" } };
}

/**
 * What the child process tries. Loading alone proves little: a badly fitting addon aborts when its objects are collected as garbage.
 */
const trial = `
  const Database = require(process.argv[1]);
  for (let round = 0; round < 50; round += 1) {
    const database = new Database(":memory:");
    const select = database.prepare("SELECT value FROM (SELECT 1 AS value UNION SELECT 2)");
    for (const row of select.iterate()) if (row.value > 2) throw new Error("wrong answer");
  }
  gc();
  setImmediate(() => gc());
`;

/**
 * Uses a database in a child process.
 * @param {Runtime} runtime
 * @returns {Promise<boolean>}
 */
async function loads({ executable, env }) {
  // Away from the project, because that is where a crash leaves its core file.
  const outcome = await run(executable, ["--expose-gc", "-e", trial, packageFolder], {
    cwd: tmpdir(),
    env: { ...process.env, ...env },
    timeoutMs: 60_000,
  });
  return outcome.code === 0;
}

/**
 * @param {readonly Runtime[]} runtimes
 * @returns {Promise<Runtime[]>} those in which it doesn't load
 */
export async function findRefusing(runtimes) {
  const answers = await Promise.all(runtimes.map(loads));
  return runtimes.filter((_, index) => answers[index] === false);
}

/**
 * Where a compiled addon of this version is kept.
 * @returns {Promise<{ version: string, kept: string }>}
 */
async function locateKept() {
  const { version } = /** @type {{ version: string }} */ (JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")));
  return { version, kept: join(cacheFolder(), "better-sqlite3", `${version}-${process.platform}-${process.arch}.node`) };
}

/** @returns {Promise<boolean>} whether it is known already that something has to be compiled */
export async function mustCompile() {
  const { kept } = await locateKept();
  return !existsSync(kept) && (await findRefusing([thisNode])).length > 0;
}

/**
 * Makes it load in all of these runtimes.
 * @param {readonly Runtime[]} runtimes
 * @param {Progress} progress
 * @param {() => Promise<void>} ensureCompiler called before something has to be compiled
 * @returns {Promise<void>}
 * @throws {SetupError} when it can't be compiled, or doesn't load even then
 */
export async function ensureSqlite(runtimes, progress, ensureCompiler) {
  if ((await findRefusing(runtimes)).length === 0) return;
  const { version, kept } = await locateKept();
  if (existsSync(kept)) {
    await place(kept);
    if ((await findRefusing(runtimes)).length === 0) return;
  }
  await ensureCompiler();
  await mkdir(dirname(kept), { recursive: true });
  await compile(kept, version, progress);
  await place(kept);
  const refusing = await findRefusing(runtimes);
  if (refusing.length > 0) {
    throw new SetupError(`better-sqlite3 was compiled and still doesn't load in ${refusing.map(({ name }) => name).join(" and ")}`);
  }
}

/** @param {string} file */
async function place(file) {
  await mkdir(dirname(compiledFile), { recursive: true });
  const fresh = `${compiledFile}.${process.pid}`;
  await copyFile(file, fresh);
  // Replaced, not overwritten: a running app may have the old one mapped.
  await rename(fresh, compiledFile);
}

/**
 * Compiles in a copy of the package, so that `node_modules` gets the result alone.
 * @param {string} target where the addon goes
 * @param {string} version
 * @param {Progress} progress
 */
async function compile(target, version, progress) {
  const npm = await findNpm();
  const gyp = findNodeGyp(npm);
  if (gyp === null) throw new SetupError("this npm brings no node-gyp along; install npm as it comes with Node.js");
  const work = await mkdtemp(`${target}.partial-`);
  try {
    const copy = join(work, "node_modules/better-sqlite3");
    await cp(packageFolder, copy, { recursive: true, filter: (path) => path !== join(packageFolder, "build") });
    await cp(join(projectFolder, "node_modules/node-addon-api"), join(work, "node_modules/node-addon-api"), { recursive: true });
    const headers = await findHeaders(work);
    const outcome = await progress.during(`compiling better-sqlite3 ${version} (once, one to two minutes)`, (detail) =>
      run(process.execPath, [gyp, "rebuild", "--release", "--force_build=1", `--nodedir=${headers.folder}`], {
        cwd: copy,
        // From npm's configuration node-gyp would take a `nodedir` before the one that it is given.
        env: { ...process.env, npm_config_nodedir: headers.folder, CXXFLAGS: [...oldRuntimeFlags, ...headers.flags].join(" ") },
        timeoutMs: 1_200_000,
        onLine: (line) => {
          detail(line.trim().slice(0, 100));
        },
      }),
    );
    if (outcome.code !== 0) throw new SetupError(`better-sqlite3 could not be compiled:\n${tail(outcome)}`);
    await rename(join(copy, "build/Release/better_sqlite3.node"), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Headers that need no download: those beside this Node, else the ones from npm, laid out and completed as node-gyp wants them.
 * @param {string} work a folder for the latter
 * @returns {Promise<{ folder: string, flags: readonly string[] }>} what `--nodedir` takes, and compiler flags that go with it
 */
async function findHeaders(work) {
  const prefix = dirname(dirname(process.execPath));
  if (["node_api.h", "common.gypi"].every((name) => existsSync(join(prefix, "include/node", name)))) return { folder: prefix, flags: [] };
  const folder = join(work, "headers");
  const include = join(folder, "include/node");
  await cp(join(projectFolder, "node_modules/node-api-headers/include"), include, { recursive: true });
  await cp(join(import.meta.dirname, "node-headers"), include, { recursive: true });
  return { folder, flags: ["-DNODE_API_EXPERIMENTAL_HAS_POST_FINALIZER", "-include", "post-finalizer.h"] };
}
