// How long the main thread is busy at a stretch while a running monitor takes over a changed configuration of thousands of endpoints.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";

import { createConfigSource } from "../../src-main/composition/config-source.ts";
import { openMonitor } from "../../src-main/composition/open-monitor.ts";
import { createSurroundings, pathsFor } from "../../src-main/composition/surroundings.ts";
import { builtWorker } from "./built-worker.ts";
import type { Figure } from "./history-feed.ts";

const TARGET_MS = 50;
const LONGEST_RELOAD_MS = 60_000;
/** What follows a reload at once: the window is told. The checks of what has changed are not what is measured. */
const AFTER_MS = 100;
const LONGEST_START_MS = 60_000;

/** Checks hours apart of what is on no port: the checks themselves are not what is measured. */
function textFor(endpoints: number, interval: (index: number) => string): string {
  const entries = Array.from(
    { length: endpoints },
    (_unused, index) => `  # number ${index}
  - name: service ${index}
    group: group ${index % 100}
    url: "tcp://127.0.0.1:9"
    interval: ${interval(index)}
    headers:
      Accept: application/json
    conditions:
      - "[CONNECTED] == true"
      - "[RESPONSE_TIME] < ${300 + (index % 500)}"
    alerts: []

`,
  );
  return `endpoints:\n${entries.join("")}`;
}

/** Opens a monitor, changes its file, and waits for each reload. */
export async function reloadTurns(endpoints: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "sentray-bench-"));
  const configPath = join(folder, "config.yaml");
  const paths = pathsFor(join(folder, "data"), {});
  await mkdir(paths.dataFolder, { recursive: true });
  let reloaded: () => void = () => undefined;
  const quiet = (): void => undefined;
  const fail = (message: string): void => void process.stderr.write(`${message}\n`);
  const logger = { debug: quiet, warn: fail, error: fail, info: (message: string) => message.includes("was reloaded") && reloaded() };
  const real = createSurroundings({ paths, secrets: { get: () => undefined }, environment: {}, openLogger: () => logger });
  const surroundings = { ...real, configs: createConfigSource(logger, builtWorker("load")) };
  await writeFile(
    configPath,
    textFor(endpoints, () => "12h"),
  );
  const open = await openMonitor(surroundings, {
    configPath,
    notifier: {
      capabilities: { supported: false, actions: false, replaces: false },
      show: () => Promise.resolve({ kind: "not_sent", reason: "a benchmark" }),
    },
  });
  const checked = new Set<string>();
  open.monitor.on("result", ({ key }) => void checked.add(key));
  for (let waited = 0; checked.size < endpoints && waited < LONGEST_START_MS; waited += AFTER_MS) await wait(AFTER_MS);
  await wait(10 * AFTER_MS);

  const longestTurn = async (text: string): Promise<number> => {
    const done = new Promise<void>((resolve) => (reloaded = resolve));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await writeFile(configPath, text);
    await Promise.race([done, wait(LONGEST_RELOAD_MS, undefined, { ref: false }).then(() => Promise.reject(new Error("no reload")))]);
    await wait(AFTER_MS);
    delay.disable();
    return delay.max / 1e6;
  };
  const one = await longestTurn(textFor(endpoints, (index) => (index === endpoints / 2 ? "11h" : "12h")));
  const all = await longestTurn(textFor(endpoints, () => "10h"));
  await open.close();
  await surroundings.configs.close();
  await real.http.close();
  await rm(folder, { recursive: true, force: true });
  const figure = (what: string, value: number): Figure => ({
    metric: `longest turn of the main thread while reloading, ${what} changed`,
    value,
    unit: "ms",
    target: TARGET_MS,
    higherIsBetter: false,
  });
  return [figure("one endpoint", one), figure("every endpoint", all)];
}
