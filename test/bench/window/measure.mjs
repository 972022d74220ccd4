// Measures the real window over many endpoints. Started by scripts/bench-window.mjs inside a desktop session.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { _electron } from "playwright-core";
import { openGlance, readEventLoop, watchProcess } from "./in-main.mjs";
import { noteFirstCard, scrollFor, watchFramesFor } from "./in-page.mjs";
import { configOf, startTcpServer } from "./world.mjs";

/** @import { ElectronApplication } from "playwright-core" */

const SCROLL_MS = 8_000;
const STILL_MS = 4_000;

/**
 * @typedef {object} Figure
 * @property {string} metric
 * @property {number} value
 * @property {string} unit
 * @property {number} [target]
 * @property {boolean} higherIsBetter
 */

/**
 * @param {{ executable: string, appFolder: string, count: number, resultsPerSecond: number, warmUpMs: number }} wish
 * @returns {Promise<{ figures: Figure[], notes: string[] }>}
 */
export async function measureWindow({ executable, appFolder, count, resultsPerSecond, warmUpMs }) {
  const server = await startTcpServer();
  const folder = await mkdtemp(join(tmpdir(), "sentray-bench-window-"));
  const configFile = join(folder, "config.yaml");
  await writeFile(configFile, configOf({ count, resultsPerSecond, port: server.port }));
  const launch = () => launchApp(executable, appFolder, folder, configFile);
  /** @type {Figure[]} */
  const figures = [];
  /** @type {string[]} */
  const notes = [`load of the machine before: ${loadavg()[0]?.toFixed(1) ?? "?"}`];
  /** @param {string} metric @param {number} value @param {string} unit @param {number} [target] @param {boolean} [higherIsBetter] */
  const add = (metric, value, unit, target, higherIsBetter = false) =>
    figures.push({ metric, value, unit, ...(target === undefined ? {} : { target }), higherIsBetter });

  // The first run fills the history, so that the second one starts as a user's does.
  const first = await launch();
  await first.page.locator("article").first().waitFor({ timeout: 60_000 });
  await wait(warmUpMs);
  await first.app.close();

  const startedMs = Date.now();
  const { app, page } = await launch();
  try {
    await page.locator("article").first().waitFor({ timeout: 60_000 });
    add("start of the process to the first card, the driver's own time in it", Date.now() - startedMs, "ms", 2_000);
    await wait(3_000);
    await addStalls(app, "main process, longest it was busy while starting", add, notes);
    await page.addInitScript(noteFirstCard);
    await page.reload();
    await page.waitForFunction(() => "firstCardMs" in globalThis);
    add(
      "opening the dashboard: navigation to the first card painted",
      await page.evaluate(() => Number(Reflect.get(globalThis, "firstCardMs"))),
      "ms",
      500,
    );
    await wait(2_000);
    await app.evaluate(readEventLoop);
    addFrames("standing still", await page.evaluate(watchFramesFor, STILL_MS), add);
    addFrames("scrolling cards", await page.evaluate(scrollFor, SCROLL_MS), add);
    await page.keyboard.press("v");
    await wait(500);
    addFrames("scrolling the list", await page.evaluate(scrollFor, SCROLL_MS), add);
    await page.keyboard.press("v");
    await addStalls(app, "main process, longest it was busy while running", add, notes);
    await addMemory(app, add);
    add("glance window: click to painted, the first time", await app.evaluate(openGlance), "ms", 300);
    await wait(1_000);
    add("glance window: click to painted, from then on", await app.evaluate(openGlance), "ms", 300);
    notes.push(`load of the machine after: ${loadavg()[0]?.toFixed(1) ?? "?"}`);
  } finally {
    await app.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
  return { figures, notes };
}

/**
 * @param {string} executable
 * @param {string} appFolder
 * @param {string} folder
 * @param {string} configFile
 */
async function launchApp(executable, appFolder, folder, configFile) {
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const app = await _electron.launch({
    executablePath: executable,
    args: [...asRoot, appFolder, "--config", configFile, "--data", join(folder, "data")],
    env: {
      .../** @type {Record<string, string>} */ (process.env),
      LANG: "en_US.UTF-8",
      LANGUAGE: "en",
    },
    timeout: 60_000,
  });
  await app.evaluate(watchProcess);
  return { app, page: await app.firstWindow() };
}

/** @typedef {(metric: string, value: number, unit: string, target?: number, higherIsBetter?: boolean) => void} Add */

/** @param {string} what @param {number[]} gapsMs @param {Add} add */
function addFrames(what, gapsMs, add) {
  const sorted = [...gapsMs].sort((a, b) => a - b);
  const total = gapsMs.reduce((sum, gap) => sum + gap, 0);
  add(`${what}: frames/s`, (gapsMs.length / total) * 1_000, "frames/s", 60, true);
  add(`${what}: time between frames, p95`, sorted[Math.floor(sorted.length * 0.95)] ?? 0, "ms", 17.5);
  add(`${what}: time between frames, longest`, sorted.at(-1) ?? 0, "ms");
}

/** @param {ElectronApplication} app @param {string} metric @param {Add} add @param {string[]} notes */
async function addStalls(app, metric, add, notes) {
  const { stalls, p99Ms } = await app.evaluate(readEventLoop);
  const longest = [...stalls].sort((a, b) => b.lengthMs - a.lengthMs);
  const worked = stalls.reduce((most, { workedMs }) => Math.max(most, workedMs), 0);
  add(metric, longest[0]?.lengthMs ?? 0, "ms", 50);
  add(`${metric}, without what other programs took`, worked, "ms", 50);
  add(`${metric.split(",")[0]}, event-loop delay p99`, p99Ms, "ms");
  notes.push(
    `${metric}: ${
      longest
        .slice(0, 12)
        .map(({ atMs, lengthMs, workedMs }) => `${lengthMs} ms (${workedMs} worked) at ${atMs}`)
        .join(", ") || "never above 20 ms"
    }`,
  );
}

/** @param {ElectronApplication} app @param {Add} add */
async function addMemory(app, add) {
  const pids = await app.evaluate(({ BrowserWindow }) => {
    const pidOf = (/** @type {string} */ page) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL().includes(page))
        ?.webContents.getOSProcessId();
    return { main: pidOf("/index.html"), glance: pidOf("/glance.html"), node: process.pid };
  });
  for (const [pid, name, target] of /** @type {const} */ ([
    [pids.main, "renderer", 200],
    [pids.glance, "glance window's renderer", undefined],
    [pids.node, "main process", undefined],
  ])) {
    if (pid === undefined) continue;
    const { residentMb, ownMb } = await readMemory(pid);
    add(`memory of the ${name}, its share (PSS)`, ownMb, "MB", target);
    add(`memory of the ${name}, resident with what is shared (RSS)`, residentMb, "MB");
  }
}

/** @param {number} pid */
async function readMemory(pid) {
  const text = await readFile(`/proc/${String(pid)}/smaps_rollup`, "utf8");
  const megabytes = (/** @type {string} */ name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0) / 1_024;
  return { residentMb: megabytes("Rss"), ownMb: megabytes("Pss") };
}
