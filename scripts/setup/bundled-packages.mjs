// Which packages ended up in the bundles: their licences travel with the app. What the bundler says is true; a list kept by hand
// would not stay so.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** @import { Plugin } from "vite" */

/**
 * The folder of the package that a module belongs to.
 * @param {string} moduleId a path, perhaps with a query or the bundler's own mark in front
 * @returns {string | null} below the project, such as `node_modules/a/node_modules/@b/c`; `null` for our own code
 */
export function packageOf(moduleId) {
  const path = moduleId.replaceAll("\\", "/");
  return /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/?]+/u.exec(path)?.[0] ?? null;
}

/**
 * Notes the packages of a bundle in `<folder>/<name>.json`.
 * @param {string} name of the bundle
 * @param {string} folder
 * @returns {Plugin}
 */
export function recordPackages(name, folder) {
  return {
    name: "record-packages",
    async writeBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === "chunk");
      const found = new Set(chunks.flatMap(({ moduleIds }) => moduleIds.map(packageOf)).filter((path) => path !== null));
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `${name}.json`), `${JSON.stringify([...found].sort(), null, 2)}\n`);
    },
  };
}

/**
 * @param {string} folder
 * @returns {Promise<ReadonlySet<string>>} the packages of all bundles, as {@link packageOf} names them
 */
export async function readBundledPackages(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return new Set(texts.flatMap((text) => /** @type {string[]} */ (JSON.parse(text))));
}
