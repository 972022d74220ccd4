// Finds the npm that runs us, and what it carries.

import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { findProgram } from "./system-libraries.mjs";
import { SetupError } from "./progress.mjs";

/**
 * The script that `npm` is. Run it with `process.execPath`: that needs no shell on Windows and always is the same Node.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string>}
 */
export async function findNpm(env = process.env) {
  const told = env["npm_execpath"];
  if (told?.endsWith("npm-cli.js") === true && existsSync(told)) return told;
  const besideNode = dirname(process.execPath);
  const program = await findProgram("npm");
  const candidates = [
    program === null ? null : await realpath(program),
    join(besideNode, "node_modules/npm/bin/npm-cli.js"),
    resolve(besideNode, "../lib/node_modules/npm/bin/npm-cli.js"),
  ];
  const found = candidates.find((candidate) => candidate?.endsWith("npm-cli.js") === true && existsSync(candidate));
  if (found === null || found === undefined) throw new SetupError("npm was not found; it comes with Node.js");
  return found;
}

/**
 * The node-gyp that npm carries.
 * @param {string} npm what {@link findNpm} gave
 * @returns {string | null}
 */
export function findNodeGyp(npm) {
  const carried = resolve(dirname(npm), "../node_modules/node-gyp/bin/node-gyp.js");
  return existsSync(carried) ? carried : null;
}
