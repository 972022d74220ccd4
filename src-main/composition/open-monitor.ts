// Opens a monitor on a configuration file: loads it, opens what it runs on, starts it, and follows changes of the file and of the
// secrets that it names.

import type { ConfigProblem, MonitorConfig } from "../../shared/model/config.ts";
import { watchConfig } from "../config/watch.ts";
import type { ConfigWatch } from "../config/watch.ts";
import { emptyConfig } from "./empty-config.ts";
import { createMonitor } from "../engine/monitor.ts";
import { createSystemConnectivity } from "../platform/connectivity.ts";
import type { Notifier } from "../ports/alerting.ts";
import type { OpenMonitor } from "../ports/open-monitor.ts";
import { openAlerts } from "./alerts.ts";
import { conditionCompiler } from "./condition-compiler.ts";
import { readConfiguration } from "./config-source.ts";
import { openHistory } from "./history.ts";
import { openProbes } from "./probes.ts";
import type { Surroundings } from "./surroundings.ts";

/** Messages about one endpoint that the window lists. */
const DELIVERIES_SHOWN = 50;

export interface OpenMonitorOptions {
  readonly configPath: string;
  readonly notifier: Notifier;
}

/** Opens and starts. A configuration with errors does not stop it: nothing is watched until the file is mended, and the errors are shown. */
export async function openMonitor(surroundings: Surroundings, { configPath, notifier }: OpenMonitorOptions): Promise<OpenMonitor> {
  const { clock, timers, random, logger, scrubber, http, paths } = surroundings;
  const load = await readConfiguration(configPath, surroundings);
  logProblems(load.problems, surroundings);
  const config: MonitorConfig = load.config ?? emptyConfig();
  const history = await openHistory(surroundings, config.storage);
  const alerts = openAlerts(surroundings, history.store, notifier);
  const probes = openProbes(surroundings);
  const monitor = createMonitor(
    {
      clock,
      timers,
      random,
      logger,
      probes,
      alerts,
      history: history.store,
      compileConditions: conditionCompiler,
      connectivity: createSystemConnectivity(http),
      removeSecrets: (text) => scrubber.scrub(text),
    },
    { config, isReadable: load.config !== null, problems: load.problems, files: load.files },
  );
  await monitor.start();

  let shown = load;
  let reloading: Promise<void> = Promise.resolve();
  const reload = async (): Promise<void> => {
    const fresh = await readConfiguration(configPath, surroundings);
    // Nothing that it is made of has changed: the watch has seen what was reloaded already, or a file was only touched.
    if (fresh.revision === shown.revision && haveSameEntries(fresh.namedFiles, shown.namedFiles)) return;
    logProblems(fresh.problems, surroundings);
    if (fresh.config === null) {
      logger.warn("the configuration has errors; the last good one keeps running", { errors: fresh.problems.filter(isError).length });
      monitor.showProblems(fresh.problems, fresh.files);
      shown = fresh;
      return;
    }
    history.configure(fresh.config.storage);
    const { added, changed, removed, unchanged } = await monitor.reload(fresh.config, fresh.problems, fresh.files);
    shown = fresh;
    logger.info("the configuration was reloaded", { added: added.length, changed: changed.length, removed: removed.length, unchanged });
  };
  const reloadInTurn = (): Promise<void> => {
    reloading = reloading.then(reload).catch((error: unknown) => {
      logger.error("the configuration could not be reloaded", {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    });
    return reloading;
  };
  const fileListeners = new Set<() => void>();
  const followFiles = async (): Promise<void> => {
    await reloadInTurn();
    for (const listener of fileListeners) listener();
  };
  const follow = (path: string, what: string, isFolderBusy: boolean): ConfigWatch =>
    watchConfig({
      path,
      timers,
      isFolderBusy,
      onChange: () => void followFiles(),
      onTrouble: (error) =>
        logger.warn(`changes of the ${what} are found by looking, because the system does not report them`, { error: error.message }),
    });
  // The command line may change the secrets at any time.
  const watches = [follow(configPath, "configuration", false), follow(paths.secretsFile, "secrets", true)];

  return {
    monitor,
    history: history.store,
    configPath,
    deliveriesOf: (key) => alerts.deliveries(key, DELIVERIES_SHOWN),
    reload: reloadInTurn,
    onFilesChanged: (listener) => {
      fileListeners.add(listener);
      return () => fileListeners.delete(listener);
    },
    close: async () => {
      await Promise.all(watches.map((watch) => watch.close()));
      await reloading;
      await monitor.stop();
      await probes.close();
      await history.store.close();
    },
  };
}

function logProblems(problems: readonly ConfigProblem[], { logger }: Surroundings): void {
  for (const { severity, message, file, line, column } of problems) {
    if (severity === "error") logger.error(message, { file, line, column });
    else if (severity === "warning") logger.warn(message, { file, line, column });
  }
}

function haveSameEntries(one: ReadonlyMap<string, boolean>, other: ReadonlyMap<string, boolean>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}

function isError({ severity }: ConfigProblem): boolean {
  return severity === "error";
}
