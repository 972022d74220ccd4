// A child process or a worker thread of a test as plain JavaScript, beside the project's packages because of the native module.

import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { onTestFinished } from "vitest";

/** `name`: from here, without its ending. @returns the file to run; it goes when the test ends */
export async function bundleChild(name: string): Promise<string> {
  const folder = path.resolve("node_modules/.cache/sentray-tests");
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${path.basename(name)}-${process.pid}.mjs`);
  onTestFinished(() => rm(file, { force: true }));
  const bundle = await rolldown({
    input: path.join(import.meta.dirname, `${name}.ts`),
    platform: "node",
    external: ["better-sqlite3"],
  });
  await bundle.write({ file, format: "esm" });
  await bundle.close();
  return file;
}

/** The app's own `disk.worker`. */
export async function bundleDiskWorker(): Promise<URL> {
  return pathToFileURL(await bundleChild("../../../../src-main/history/disk.worker"));
}
