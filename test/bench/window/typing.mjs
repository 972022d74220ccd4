/// <reference lib="dom" />
// Measures what a key costs in the text of a configuration of many endpoints: from the key to the frame that shows it.
// Started by scripts/bench-typing.mjs inside a desktop session. Arguments: the number of endpoints (5,000).

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { _electron } from "playwright-core";
import { findElectron } from "../../../scripts/setup/electron.mjs";
import { projectFolder } from "../../../scripts/setup/paths.mjs";
import { configOf, startTcpServer } from "./world.mjs";

/** @import { Page } from "playwright-core" */

/** What a fast typist leaves between two keys. */
const BETWEEN_KEYS_MS = 70;
const TARGET_MS = 50;
const TYPED = "\n  - name: typed\nurl: https://typed.example.org\ninterval: 30s\nconditions:\n  - [STATUS] == 200\n";
const PLACES = /** @type {const} */ (["the beginning", "the middle", "the end"]);

const count = Number(process.argv[2] ?? 5_000);
const electron = findElectron();
if (electron === null) throw new Error("there is no Electron; npm run bench:typing prepares one");

const server = await startTcpServer();
const folder = await mkdtemp(join(tmpdir(), "sentray-bench-typing-"));
const configFile = join(folder, "config.yaml");
const yaml = configOf({ count, resultsPerSecond: 20, port: server.port });
await writeFile(configFile, yaml);
const app = await _electron.launch({
  executablePath: electron.executable,
  args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), projectFolder, "--config", configFile, "--data", join(folder, "data")],
  env: { .../** @type {Record<string, string>} */ (process.env), LANG: "en_US.UTF-8", LANGUAGE: "en" },
  timeout: 60_000,
});
try {
  const page = await app.firstWindow();
  await page.locator("article").first().waitFor({ timeout: 60_000 });
  await page.evaluate(() => void (window.location.hash = "#/settings/yaml"));
  await page.locator(".cm-content").waitFor({ timeout: 60_000 });
  await wait(3_000);
  await page.evaluate(watchKeys);
  const lines = yaml.split("\n").length;
  process.stdout.write(
    `typing, ${count.toLocaleString("en")} endpoints, ${lines.toLocaleString("en")} lines, load ${loadavg()[0]?.toFixed(1) ?? "?"}\n`,
  );
  const figures = [];
  for (const place of PLACES) {
    const { keysMs, eventsMs } = await typeAt(page, place, lines);
    const figure = {
      place,
      keys: keysMs.length,
      p50Ms: quantile(keysMs, 0.5),
      p95Ms: quantile(keysMs, 0.95),
      maxMs: Math.max(...keysMs),
      slowestEventMs: Math.max(0, ...eventsMs),
    };
    figures.push(figure);
    const verdict = figure.p95Ms <= TARGET_MS ? "reached" : "missed";
    process.stdout.write(
      `  at ${place.padEnd(14)} ${String(figure.keys)} keys: p50 ${figure.p50Ms.toFixed(1)} ms, p95 ${figure.p95Ms.toFixed(1)} ms (≤ ${TARGET_MS}: ${verdict}), max ${figure.maxMs.toFixed(1)} ms, slowest by Event Timing ${figure.slowestEventMs} ms\n`,
    );
  }
  process.stdout.write(`\n${JSON.stringify([{ name: "typing", figures }])}\n`);
} finally {
  await app.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

/**
 * @param {Page} page
 * @param {(typeof PLACES)[number]} place
 * @param {number} lines
 */
async function typeAt(page, place, lines) {
  await page.locator(".cm-content").focus();
  await page.keyboard.press(place === "the end" ? "Control+End" : "Control+Home");
  if (place === "the middle") {
    await page.keyboard.press("Control+Alt+g");
    const field = page.locator(".cm-panel input").first();
    if (await field.isVisible()) {
      await field.fill(String(Math.round(lines / 2)));
      await page.keyboard.press("Enter");
    }
    await page.locator(".cm-content").focus();
  }
  await page.keyboard.press("End");
  await wait(1_500);
  await page.evaluate(() => {
    const { typed, slow } = /** @type {{ typed: number[], slow: number[] }} */ (/** @type {unknown} */ (globalThis));
    typed.length = 0;
    slow.length = 0;
  });
  for (const key of TYPED) {
    await page.keyboard.press(key === "\n" ? "Enter" : key === " " ? "Space" : key);
    await wait(BETWEEN_KEYS_MS);
  }
  await wait(1_500);
  return await page.evaluate(() => {
    const { typed, slow } = /** @type {{ typed: number[], slow: number[] }} */ (/** @type {unknown} */ (globalThis));
    return { keysMs: typed.slice(), eventsMs: slow.splice(0) };
  });
}

/** In the page: notes for each key the time until the frame after it was painted. */
function watchKeys() {
  /** @type {number[]} */
  const typed = [];
  /** @type {number[]} */
  const slow = [];
  Object.assign(globalThis, { typed, slow });
  window.addEventListener(
    "keydown",
    ({ timeStamp }) => {
      requestAnimationFrame(() => {
        // The first message after the frame's own work is handled when it has been handed over to be drawn.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => typed.push(performance.now() - timeStamp);
        port2.postMessage(null);
      });
    },
    true,
  );
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === "keydown") slow.push(duration);
  }).observe(/** @type {PerformanceObserverInit} */ ({ type: "event", durationThreshold: 16 }));
}

/** @param {readonly number[]} values @param {number} share */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
