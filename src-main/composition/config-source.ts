// Loads the configuration with what its checks need from the other parts, and lets the scrubber know its secrets.

import { loadConfig } from "../config/load.ts";
import type { ConfigLoad } from "../config/load.ts";
import type { SourceFile } from "../config/source/read.ts";
import { providerCatalog } from "../alerting/providers/catalog.ts";
import { conditionChecker } from "./condition-checker.ts";
import type { Surroundings } from "./surroundings.ts";

/** Large configurations are read beside the event loop, by this file of the bundle. */
const WORKER_URL = new URL("load.worker.js", import.meta.url);

/** Reads and checks the file or folder at `path`, or `files` in its place. Never rejects for what a file holds. */
export async function readConfiguration(path: string, surroundings: Surroundings, files?: readonly SourceFile[]): Promise<ConfigLoad> {
  const load = await loadConfig({
    path,
    ...(files === undefined ? {} : { files }),
    environment: surroundings.environment,
    secrets: surroundings.secrets,
    providers: providerCatalog,
    conditions: conditionChecker,
    localTimezone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    workerUrl: WORKER_URL,
    onWorkerFailure: (error) => surroundings.logger.warn("a large configuration is read in the main thread", { error: error.message }),
  });
  surroundings.scrubber.learn(load.secretValues);
  return load;
}
