// A screen and a session bus for programs that need them, where there are none: Xvfb and dbus-daemon, started for one command and
// ended with it.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { findProgram } from "./system-libraries.mjs";
import { runInForeground } from "./processes.mjs";
import { SetupError } from "./progress.mjs";

/** @import { ChildProcess } from "node:child_process" */
/** @import { Readable } from "node:stream" */

const startPatienceMs = 15_000;
const endPatienceMs = 3_000;

/**
 * What a desktop session has and this environment lacks.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @returns {{ display: boolean, bus: boolean }} `true` for what is missing
 */
export function findMissingSession(env = process.env, platform = process.platform) {
  if (platform !== "linux") return { display: false, bus: false };
  const has = (/** @type {string} */ name) => (env[name] ?? "") !== "";
  const runtime = env["XDG_RUNTIME_DIR"] ?? "";
  return {
    display: !has("DISPLAY") && !has("WAYLAND_DISPLAY"),
    bus: !has("DBUS_SESSION_BUS_ADDRESS") && (runtime === "" || !existsSync(`${runtime}/bus`)),
  };
}

/**
 * Runs a program in the foreground in a desktop session: the one that is there, or one made for it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code
 */
export async function runInDesktopSession(command, args, { cwd, env = process.env } = {}) {
  const missing = findMissingSession(env);
  /** @type {ChildProcess[]} */
  const helpers = [];
  try {
    const additions = {
      ...(missing.display ? { DISPLAY: await startDisplay(helpers) } : {}),
      ...(missing.bus ? { DBUS_SESSION_BUS_ADDRESS: await startBus(helpers) } : {}),
      ...(missing.display || missing.bus ? { NO_AT_BRIDGE: "1" } : {}),
    };
    return await runInForeground(command, args, { env: { ...env, ...additions }, ...(cwd === undefined ? {} : { cwd }) });
  } finally {
    // The bus first: what it started on demand goes with it, and finds its screen still there.
    for (const helper of helpers.reverse()) await end(helper);
  }
}

/**
 * @param {ChildProcess[]} helpers
 * @returns {Promise<string>} such as `:7`; the server itself looks for a free number
 */
async function startDisplay(helpers) {
  const args = ["-displayfd", "3", "-screen", "0", "1920x1200x24", "-nolisten", "tcp", "-noreset"];
  return `:${await startHelper("Xvfb", args, helpers)}`;
}

/**
 * @param {ChildProcess[]} helpers
 * @returns {Promise<string>} the bus' address
 */
async function startBus(helpers) {
  return await startHelper("dbus-daemon", ["--session", "--nofork", "--nopidfile", "--print-address=3"], helpers);
}

/**
 * Starts a program that writes one line to descriptor 3 when it is ready.
 * @param {string} name
 * @param {readonly string[]} args
 * @param {ChildProcess[]} helpers where it is noted before anything can go wrong
 * @returns {Promise<string>} the line
 */
async function startHelper(name, args, helpers) {
  const path = await findProgram(name);
  if (path === null) throw new SetupError(`${name} is not installed`);
  // A group of its own: a Ctrl-C at the terminal is for the app, which still needs its screen while it ends.
  const child = spawn(path, args, { stdio: ["ignore", "ignore", "pipe", "pipe"], detached: true });
  helpers.push(child);
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
    complaint = (complaint + text).slice(-2_000);
  });
  return await new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) => {
      clearTimeout(timer);
      reject(new SetupError(`${name} ${why}: ${complaint.trim()}`));
    };
    const timer = setTimeout(() => {
      fail("did not get ready");
    }, startPatienceMs);
    child.on("error", (error) => {
      fail(error.message);
    });
    child.on("exit", (code) => {
      fail(`ended with ${code}`);
    });
    let line = "";
    const ready = /** @type {Readable} */ (child.stdio[3]);
    ready.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      line += text;
      if (!line.includes("\n")) return;
      clearTimeout(timer);
      resolve(line.trim());
    });
  });
}

/**
 * Asks a helper to end, and makes it end if it doesn't.
 * @param {ChildProcess} child
 * @returns {Promise<void>}
 */
function end(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), endPatienceMs);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
