// Gives `electron <folder or file> …` to an Electron that came without its default app: this file is put into its resources/app.
// The awaited import at the end matters: Electron holds `ready` back for it, so the app can still do what must come before.

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

/** @typedef {{ name?: string, productName?: string, version?: string, desktopName?: string, main?: string }} Manifest */

const target = process.argv.slice(1).find((argument) => !argument.startsWith("-"));
if (target === undefined) {
  process.stderr.write("usage: electron <folder with a package.json, or a script> [arguments]\n");
  app.exit(1);
} else {
  const path = resolve(target);
  const folder = existsSync(path) && statSync(path).isDirectory() ? path : dirname(path);
  const manifestFile = join(folder, "package.json");
  const manifest = /** @type {Manifest} */ (existsSync(manifestFile) ? JSON.parse(readFileSync(manifestFile, "utf8")) : {});
  introduce(folder, manifest);
  const entry = folder === path ? join(folder, manifest.main ?? "index.js") : path;
  try {
    await import(pathToFileURL(entry).href);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    app.exit(1);
  }
}

/**
 * Tells Electron who the app is, as it would have read from the app's own manifest.
 * @param {string} folder
 * @param {Manifest} manifest
 */
function introduce(folder, { name, productName, version, desktopName }) {
  Object.defineProperty(process, "defaultApp", { value: true, enumerable: true });
  // Both exist in every Electron, but only some versions' typings have them.
  const internals =
    /** @type {{ setAppPath(path: string): void, setDesktopName?(name: string): void, setVersion(version: string): void }} */ (
      /** @type {unknown} */ (app)
    );
  const title = productName ?? name;
  if (title !== undefined) app.setName(title);
  if (version !== undefined) internals.setVersion(version);
  if (desktopName !== undefined || title !== undefined) internals.setDesktopName?.(desktopName ?? `${title}.desktop`);
  internals.setAppPath(folder);
}
