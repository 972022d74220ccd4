// Where the app's worker threads are built; benchmarks run from the project's folder, after a build.

import path from "node:path";
import { pathToFileURL } from "node:url";

export function builtWorker(name: "disk" | "load"): URL {
  return pathToFileURL(path.resolve("out/main", `${name}.worker.js`));
}
