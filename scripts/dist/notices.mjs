// The licences of everything that is in the bundles, as one text that travels with the app: most of them ask for that and nothing else.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { readBundledPackages } from "../setup/bundled-packages.mjs";
import { readPackages } from "./licence-list.mjs";

/** @import { PackageLicence } from "./licence-list.mjs" */

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/iu;

/**
 * @param {string} project
 * @returns {Promise<string>}
 */
export async function thirdPartyLicences(project) {
  const bundled = await readBundledPackages(join(project, "out/packages"));
  const packages = await readPackages(join(project, "package-lock.json"), bundled, false);
  const parts = await Promise.all(packages.map(async (one) => formatNotice(one, await readTexts(one.folder))));
  return `Sentray contains these packages.\n\n${parts.join("\n")}`;
}

/**
 * @param {string} folder
 * @returns {Promise<readonly string[]>} the licence and what goes with it; empty when the package brings no file of that kind
 */
async function readTexts(folder) {
  const names = (await readdir(folder)).filter((name) => LICENCE_FILE.test(name)).sort();
  return await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
}

/**
 * @param {Pick<PackageLicence, "name" | "version" | "licence">} about
 * @param {readonly string[]} texts
 * @returns {string}
 */
export function formatNotice({ name, version, licence }, texts) {
  const line = "=".repeat(100);
  const said = texts.length === 0 ? ["(The package brings no text of its licence.)"] : texts.map((text) => text.trim());
  return `${line}\n${name} ${version}, ${licence}\n${line}\n\n${said.join("\n\n")}\n`;
}
