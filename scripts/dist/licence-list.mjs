// Which packages travel with the app, under which licences, and which licences are allowed.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** @typedef {{ name: string, version: string, licence: string, isShipped: boolean, isAudited: boolean, folder: string }} PackageLicence */
/** @typedef {{ version?: string, license?: unknown, licenses?: unknown, dev?: boolean, optional?: boolean, link?: boolean }} Entry */

/** Licences that let their text travel along and ask for nothing else. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Python-2.0",
  "Unlicense",
  "WTFPL",
  "Zlib",
]);
/** Fine for what only builds and tests: it never leaves this machine, or leaves it as data. */
const ALLOWED_FOR_TOOLS = new Set([...ALLOWED, "CC-BY-3.0", "CC-BY-4.0", "LGPL-3.0-or-later", "MPL-2.0"]);

/** What travels with the app beside its bundles. */
const BESIDE_THE_BUNDLES = new Set(["better-sqlite3", "ping"]);

/**
 * @param {string} lockFile
 * @param {ReadonlySet<string>} bundled the packages in the bundles, by their folders below the project
 * @param {boolean} withTools
 * @returns {Promise<readonly PackageLicence[]>} by name; packages for other systems, which are not here, are left out
 */
export async function readPackages(lockFile, bundled, withTools) {
  const lock = /** @type {{ packages: Record<string, Entry> }} */ (JSON.parse(await readFile(lockFile, "utf8")));
  /** @type {PackageLicence[]} */
  const found = [];
  for (const [path, { version = "", dev, link }] of Object.entries(lock.packages)) {
    const folder = join(dirname(lockFile), path);
    if (path === "" || link === true || !existsSync(join(folder, "package.json"))) continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const isShipped = bundled.has(path) || BESIDE_THE_BUNDLES.has(name);
    if (!isShipped && !withTools) continue;
    const manifest = /** @type {Entry} */ (JSON.parse(await readFile(join(folder, "package.json"), "utf8")));
    found.push({ name, version, licence: licenceOf(manifest), isShipped, isAudited: dev !== true, folder });
  }
  return found.sort((a, b) => a.name.localeCompare(b.name, "en") || a.version.localeCompare(b.version, "en"));
}

/**
 * What a manifest says, also in the two forms that npm no longer wants.
 * @param {Entry} manifest
 * @returns {string}
 */
export function licenceOf({ license, licenses }) {
  if (typeof license === "string") return license;
  const several = Array.isArray(licenses) ? licenses : license === undefined ? [] : [license];
  const names = several.map((/** @type {unknown} */ one) =>
    typeof one === "object" && one !== null && "type" in one ? String(one.type) : String(one),
  );
  return names.length === 0 ? "none" : names.join(" OR ");
}

/**
 * Whether an SPDX expression is fine: with OR one side must be, with AND both.
 * @param {string} expression
 * @param {boolean} isShipped
 * @returns {boolean}
 */
export function isAllowed(expression, isShipped) {
  const list = isShipped ? ALLOWED : ALLOWED_FOR_TOOLS;
  const plain = expression.replace(/^\(|\)$/gu, "");
  return plain.split(" OR ").some((choice) => choice.split(" AND ").every((licence) => list.has(licence.trim())));
}

/**
 * @param {readonly PackageLicence[]} packages
 * @returns {readonly PackageLicence[]}
 */
export function findUnwanted(packages) {
  return packages.filter(({ licence, isShipped }) => !isAllowed(licence, isShipped));
}

/**
 * What travels along without being looked at by an audit of what is no development dependency.
 * @param {readonly PackageLicence[]} packages
 * @returns {readonly PackageLicence[]}
 */
export function findUnaudited(packages) {
  return packages.filter(({ isShipped, isAudited }) => isShipped && !isAudited);
}

/**
 * @param {readonly PackageLicence[]} packages
 * @returns {string}
 */
export function formatTable(packages) {
  const width = Math.max(0, ...packages.map(({ name }) => name.length));
  const versions = Math.max(0, ...packages.map(({ version }) => version.length));
  const lines = packages.map(({ name, version, licence }) => `${name.padEnd(width)}  ${version.padEnd(versions)}  ${licence}`);
  const counts = new Map();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const summary = [...counts].sort((a, b) => b[1] - a[1]).map(([licence, count]) => `${String(count)} ${licence}`);
  return `${lines.join("\n")}\n\n${String(packages.length)} packages: ${summary.join(", ")}\n`;
}
