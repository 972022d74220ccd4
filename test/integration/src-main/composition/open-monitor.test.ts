// A monitor that follows its configuration file: how often it is read, and when it is applied.

import { mkdir, readFile, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";

import { readConfiguration } from "../../../../src-main/composition/config-source.ts";
import { openMonitor } from "../../../../src-main/composition/open-monitor.ts";
import { createSurroundings, pathsFor } from "../../../../src-main/composition/surroundings.ts";
import type { Surroundings } from "../../../../src-main/composition/surroundings.ts";
import type { ConfigLoad } from "../../../../src-main/config/load.ts";
import type { OpenMonitor } from "../../../../src-main/ports/open-monitor.ts";
import { SILENT, temporaryFolder } from "../history/history-support.ts";

const TEXT = "endpoints:\n  - name: one\n    enabled: false\n    url: http://127.0.0.1:9/\n    conditions: ['[STATUS] == 200']\n";

interface Bench {
  readonly open: OpenMonitor;
  readonly configPath: string;
  readonly surroundings: Surroundings;
  /** What was loaded, each once. */
  readonly loads: ReadonlySet<ConfigLoad>;
  /** How often the file was asked for. */
  asked(): number;
  reloads(): number;
}

async function openBench(): Promise<Bench> {
  const folder = await temporaryFolder();
  const configPath = path.join(folder, "config.yaml");
  await writeFile(configPath, TEXT);
  const paths = pathsFor(path.join(folder, "data"), {});
  await mkdir(paths.dataFolder, { recursive: true });
  let reloads = 0;
  const logger = { ...SILENT, info: (message: string) => void (reloads += message.includes("was reloaded") ? 1 : 0) };
  const real = createSurroundings({ paths, secrets: { get: () => undefined }, openLogger: () => logger, environment: {} });
  const loads = new Set<ConfigLoad>();
  let asked = 0;
  const load: Surroundings["configs"]["load"] = async (options) => {
    const loaded = await real.configs.load(options);
    asked += 1;
    loads.add(loaded);
    return loaded;
  };
  const surroundings = { ...real, configs: { ...real.configs, load } };
  const open = await openMonitor(surroundings, {
    configPath,
    notifier: {
      capabilities: { supported: false, actions: false, replaces: false },
      show: () => Promise.resolve({ kind: "not_sent", reason: "a test" }),
    },
  });
  onTestFinished(async () => {
    await open.close();
    await real.configs.close();
    await real.http.close();
  });
  return { open, configPath, surroundings, loads, asked: () => asked, reloads: () => reloads };
}

/** Until the watch has asked once more. */
async function untilAsked({ asked }: Bench, times: number): Promise<void> {
  await vi.waitFor(() => expect(asked()).toBeGreaterThanOrEqual(times), { timeout: 10_000, interval: 20 });
}

it("reads what a save has checked, written and reloaded once, and applies it once", async () => {
  const bench = await openBench();
  const text = TEXT.replace("one", "two");
  const { problems } = await readConfiguration(bench.configPath, bench.surroundings, [{ path: bench.configPath, text }]);
  expect(problems).toEqual([]);
  await writeFile(bench.configPath, text);
  await bench.open.reload();
  // The check, the reload, and what the watch has seen, besides the start.
  await untilAsked(bench, 4);
  await bench.open.reload();
  expect(bench.loads.size).toBe(2);
  expect(bench.reloads()).toBe(1);
  expect(bench.open.monitor.snapshot().endpoints.map(({ name }) => name)).toEqual(["two"]);
});

it("leaves everything as it is when a file was only touched", async () => {
  const bench = await openBench();
  await utimes(bench.configPath, 1_000, 1_000);
  await untilAsked(bench, 2);
  await bench.open.reload();
  expect(bench.loads.size).toBe(1);
  expect(bench.reloads()).toBe(0);
});

it("comes back to what it was after a mistake was taken back", async () => {
  const bench = await openBench();
  const good = await readFile(bench.configPath, "utf8");
  await writeFile(bench.configPath, `${good}  - name: [\n`);
  await bench.open.reload();
  expect(bench.open.monitor.snapshot().overall.configProblems).not.toEqual([]);
  await writeFile(bench.configPath, good);
  await bench.open.reload();
  expect(bench.open.monitor.snapshot().overall.configProblems).toEqual([]);
});

it("loads again when a file that the configuration names appears", async () => {
  const bench = await openBench();
  const folder = path.dirname(bench.configPath);
  const [certificate, key] = [path.join(folder, "c.pem"), path.join(folder, "k.pem")];
  const tls = `    client: {tls: {certificate-file: '${certificate}', private-key-file: '${key}'}}\n`;
  await writeFile(bench.configPath, `${TEXT}${tls}`);
  await bench.open.reload();
  expect(bench.open.monitor.snapshot().overall.configProblems).not.toEqual([]);
  await writeFile(certificate, "");
  await writeFile(key, "");
  await bench.open.reload();
  expect(bench.open.monitor.snapshot().overall.configProblems).toEqual([]);
});

it("tells that files changed once what watches follows them, or says why not, and nothing to who left", async () => {
  const { open, configPath } = await openBench();
  const seen: string[] = [];
  const look = (): void => {
    const { endpoints, overall } = open.monitor.snapshot();
    seen.push(`${endpoints.map(({ name }) => name).join()} with ${overall.configProblems.length === 0 ? "no problem" : "problems"}`);
  };
  const leave = open.onFilesChanged(look);
  let others = 0;
  open.onFilesChanged(() => (others += 1));
  const change = async (text: string): Promise<void> => {
    const before = others;
    await writeFile(configPath, text);
    await vi.waitFor(() => expect(others).toBeGreaterThan(before), { timeout: 10_000, interval: 20 });
  };
  await change(TEXT.replace("one", "another"));
  await change(`${TEXT}  - name: [\n`);
  expect([...new Set(seen)]).toEqual(["another with no problem", "another with problems"]);
  const sofar = seen.length;
  leave();
  await change(TEXT);
  expect(seen).toHaveLength(sofar);
});
