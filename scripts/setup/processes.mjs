// Starting other programs: bounded in time, never through a shell, output collected or handed on.

import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * @typedef {object} Outcome
 * @property {number | null} code exit code; `null` when a signal ended it or it could not be started
 * @property {NodeJS.Signals | null} signal
 * @property {string} stdout
 * @property {string} stderr
 * @property {string | null} problem why it could not be started, or that its time was up
 */

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] after this the program is killed; default: ten minutes
 * @property {(line: string) => void} [onLine] gets each line of both outputs as it comes
 */

/** Output beyond this is dropped from the front: the end of a log is what explains a failure. */
const keptCharacters = 200_000;

/**
 * Runs a program to its end with nothing on its standard input. Never throws: not found and timed out are outcomes.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, args, { cwd, env = process.env, timeoutMs = 600_000, onLine } = {}) {
  return new Promise((resolve) => {
    const output = { stdout: "", stderr: "" };
    /** @type {string | null} */
    let problem = null;
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    const timer = setTimeout(() => {
      problem = `gave no end within ${timeoutMs / 1_000} s`;
      child.kill("SIGKILL");
    }, timeoutMs);
    for (const name of /** @type {const} */ (["stdout", "stderr"])) {
      const stream = child[name];
      stream.setEncoding("utf8");
      const lines = createLineSplitter(onLine);
      stream.on("data", (/** @type {string} */ text) => {
        output[name] = (output[name] + text).slice(-keptCharacters);
        lines.push(text);
      });
      stream.on("end", () => {
        lines.end();
      });
    }
    const finish = (/** @type {number | null} */ code, /** @type {NodeJS.Signals | null} */ signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...output, problem });
    };
    child.on("error", (error) => {
      problem = error.message;
      finish(null, null);
    });
    child.on("close", finish);
  });
}

/** @param {((line: string) => void) | undefined} onLine */
function createLineSplitter(onLine) {
  let rest = "";
  return {
    push(/** @type {string} */ text) {
      if (onLine === undefined) return;
      const lines = (rest + text).split(/[\r\n]+/u);
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.trim() !== "") onLine(line);
    },
    end() {
      if (onLine !== undefined && rest.trim() !== "") onLine(rest);
    },
  };
}

/** Signals that somebody who wants this process to end sends; they are handed on to the program in the foreground. */
const forwarded = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Runs a program in the foreground: it has our terminal, and the signals that we get.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code; 128 + n when signal n ended it; 127 when it could not be started
 */
export function runInForeground(command, args, { cwd, env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: "inherit" });
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, forward);
    const finish = (/** @type {number} */ code) => {
      for (const signal of forwarded) process.off(signal, forward);
      resolve(code);
    };
    child.on("error", (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      finish(127);
    });
    child.on("exit", (code, signal) => {
      finish(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/**
 * The last lines of a failed program's output, indented, for an error message.
 * @param {Outcome} outcome
 * @param {number} [lines]
 * @returns {string}
 */
export function tail(outcome, lines = 15) {
  const text = `${outcome.stdout}\n${outcome.stderr}\n${outcome.problem ?? ""}`;
  return text
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== "")
    .slice(-lines)
    .map((line) => `  ${line}`)
    .join("\n");
}
