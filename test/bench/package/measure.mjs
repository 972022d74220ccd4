// Measures the packaged app from outside: how soon it is there, what it costs when nothing happens. Started by run.mjs.

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { command, connectToPage, firstPaint } from "./page.mjs";
import { memoryOf, processTree, processorSeconds } from "./processes.mjs";

/** @import { ChildProcess } from "node:child_process" */

const ENDPOINTS = 100;
const INTERVAL_S = 60;
/** After a start, until checks and window have come to rest. */
const SETTLE_MS = 30_000;
const END_WITHIN_MS = 10_000;

/** @typedef {{ executable: string, args: readonly string[] }} Program */
/** @typedef {{ checkMs: number, paintMs: number, processorMs: number }} Start */
/** @typedef {{ processorPercent: number, pssMb: number, mainPssMb: number, processes: number, seconds: number }} Rest */

/**
 * An HTTP server that answers everything, and knows when it was first asked.
 * @returns {Promise<{ url: string, firstAskedMs: () => number, forget: () => void, close: () => Promise<void> }>}
 */
export async function startSite() {
  let askedMs = 0;
  const server = createServer((_request, response) => {
    if (askedMs === 0) askedMs = Date.now();
    response.end("ok");
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    firstAskedMs: () => askedMs,
    forget: () => {
      askedMs = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(() => closed(undefined)));
    },
  };
}

/**
 * A folder with the configuration that everything here is measured on.
 * @param {string} url
 * @returns {Promise<{ folder: string, args: readonly string[], remove: () => Promise<void> }>}
 */
export async function makeData(url) {
  const folder = await mkdtemp(join(tmpdir(), "sentray-bench-package-"));
  const endpoints = Array.from(
    { length: ENDPOINTS },
    (_, index) =>
      `  - name: service-${index}\n    group: team-${index % 10}\n    url: ${url}${index}\n    interval: ${INTERVAL_S}s\n    conditions: ["[STATUS] == 200", "[RESPONSE_TIME] < 5000"]`,
  );
  const file = join(folder, "config.yaml");
  await mkdir(join(folder, "data"));
  await writeFile(file, `endpoints:\n${endpoints.join("\n")}\n`);
  const data = join(folder, "data");
  return {
    folder,
    args: ["--config", file, "--data", data],
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/**
 * Starts a program that shows a window; what it took is told once the window has painted and, with a site, a check has arrived.
 * @param {Program} program
 * @param {{ firstAskedMs: () => number, forget: () => void } | null} site
 * @returns {Promise<Start>} from the start of the process; the processor time is that of all its processes until then
 */
export async function measureStart(program, site) {
  site?.forget();
  const app = launch(program);
  try {
    const page = await connectToPage(app.output);
    const paintMs = (await firstPaint(page)) - app.startedMs;
    page.close();
    const checkMs = site === null ? 0 : (await firstAsked(site)) - app.startedMs;
    return { checkMs, paintMs, processorMs: (await processorSeconds(await processTree(app.pid))) * 1_000 };
  } finally {
    await app.end();
  }
}

/**
 * @param {{ firstAskedMs: () => number }} site
 * @returns {Promise<number>} when it was first asked; it will be
 */
async function firstAsked(site) {
  let atMs = site.firstAskedMs();
  while (atMs === 0) {
    await wait(5);
    atMs = site.firstAskedMs();
  }
  return atMs;
}

/**
 * What the app costs while nobody looks at it.
 * @param {Program} program
 * @param {boolean} wasOpened whether its window was there before and was closed; else it never was
 * @param {number} seconds
 * @returns {Promise<Rest>}
 */
export async function measureRest(program, wasOpened, seconds) {
  const app = launch(wasOpened ? program : { ...program, args: [...program.args, "--hidden"] });
  try {
    if (wasOpened) await closeWindow(app);
    await wait(SETTLE_MS);
    const before = await processorSeconds(await processTree(app.pid));
    const fromMs = performance.now();
    await wait(seconds * 1_000);
    const pids = await processTree(app.pid);
    const spent = (await processorSeconds(pids)) - before;
    const tookS = (performance.now() - fromMs) / 1_000;
    const { pssMb } = await memoryOf(pids);
    const main = await memoryOf([app.pid]);
    return { processorPercent: (spent / tookS) * 100, pssMb, mainPssMb: main.pssMb, processes: pids.length, seconds: tookS };
  } finally {
    await app.end();
  }
}

/** @param {ReturnType<typeof launch>} app */
async function closeWindow(app) {
  const page = await connectToPage(app.output);
  await firstPaint(page);
  await wait(2_000);
  await command(page, "Page.close");
  page.close();
}

/** @param {Program} program */
function launch({ executable, args }) {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  // Chromium refuses its sandbox to root; then all that is compared is without it.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const startedMs = Date.now();
  const child = spawn(executable, [...asRoot, ...args, "--remote-debugging-port=0"], {
    env: { ...env, LANG: "en_US.UTF-8", LANGUAGE: "en" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output = (output + String(data)).slice(-20_000)));
  return { startedMs, pid: child.pid ?? 0, output: () => output, end: () => end(child) };
}

/** @param {ChildProcess} child */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((ended) => child.once("exit", ended));
  const timer = setTimeout(() => child.kill("SIGKILL"), END_WITHIN_MS);
  child.kill("SIGTERM");
  await gone;
  clearTimeout(timer);
}
