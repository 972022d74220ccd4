// Loads configurations with what their checks need from the other parts, lets the scrubber know their secrets, and remembers the last one:
// a save is checked, reloaded and noticed on the disk, and is read once.

import { createWorkerAssembler } from "../config/load-in-worker.ts";
import { loadConfig } from "../config/load.ts";
import type { ConfigLoad, LoadOptions } from "../config/load.ts";
import type { SourceFile } from "../config/source/read.ts";
import { providerCatalog } from "../alerting/providers/catalog.ts";
import type { SecretScrubber } from "../platform/secret-scrubber.ts";
import type { Logger } from "../ports/logger.ts";
import { conditionChecker } from "./condition-checker.ts";

/** Large configurations are read beside the event loop, by this file of the bundle. */
const WORKER_URL = new URL("load.worker.js", import.meta.url);

/** Where configurations come from. */
export interface ConfigSource {
  /** What was loaded last when nothing has changed: the same object. Never rejects for what a file holds, only once `signal` is aborted. */
  load(options: Pick<LoadOptions, "path" | "environment" | "secrets" | "files" | "signal">): Promise<ConfigLoad>;
  close(): Promise<void>;
}

/** Starts nothing yet. */
export function createConfigSource(logger: Logger, workerUrl: URL = WORKER_URL): ConfigSource {
  const beside = createWorkerAssembler(workerUrl);
  let last: ConfigLoad | null = null;
  return {
    load: async (options) => {
      const load = await loadConfig({
        ...options,
        last,
        beside,
        providers: providerCatalog,
        conditions: conditionChecker,
        localTimezone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
        onWorkerFailure: (error) => logger.warn("a large configuration is read in the main thread", { error: error.message }),
      });
      last = load;
      return load;
    },
    close: async () => await beside.close(),
  };
}

/** What reading a configuration needs of the surroundings. */
export interface ConfigSurroundings extends Pick<LoadOptions, "environment" | "secrets"> {
  readonly scrubber: SecretScrubber;
  readonly configs: ConfigSource;
}

/** Reads and checks the file or folder at `path`, or `files` in its place. Never rejects for what a file holds, only once `signal` is aborted. */
export async function readConfiguration(
  path: string,
  surroundings: ConfigSurroundings,
  files?: readonly SourceFile[],
  signal?: AbortSignal,
): Promise<ConfigLoad> {
  const { environment, secrets, scrubber, configs } = surroundings;
  const load = await configs.load({
    path,
    environment,
    secrets,
    ...(files === undefined ? {} : { files }),
    ...(signal === undefined ? {} : { signal }),
  });
  scrubber.learn(load.secretValues);
  return load;
}
