// Prints how soon the packaged app is there and what it costs at rest: a table, and one line of JSON, beside the same figures of an
// Electron app that does nothing but open an empty window. Figures are for reading; nothing passes or fails.
// Arguments: the unpacked app's executable; then the number of starts (7) and the seconds at rest (60).

import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findElectron } from "../../../scripts/setup/electron.mjs";
import { makeData, measureRest, measureStart, startSite } from "./measure.mjs";

/** @import { Start } from "./measure.mjs" */

/** @typedef {{ metric: string, value: number, unit: string, target?: number }} Figure */

const [executable = "", starts = "7", restSeconds = "60"] = process.argv.slice(2);
const electron = findElectron();
if (electron === null) throw new Error("there is no Electron; npm run bench:package prepares one");

/** @type {Figure[]} */
const figures = [];
/** @type {string[]} */
const notes = [];
const add = (
  /** @type {string} */ metric,
  /** @type {number} */ value,
  /** @type {string} */ unit,
  /** @type {number | undefined} */ target,
) => void figures.push({ metric, value, unit, ...(target === undefined ? {} : { target }) });

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
/** @param {number} value */
const round = (value) => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : Number(value.toPrecision(2)).toString());
const load = () => loadavg()[0]?.toFixed(1) ?? "?";

/** @param {string} folder @returns {Promise<number>} in megabytes */
async function sizeOf(folder) {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0) / 1_048_576;
}

process.stdout.write(`${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, drawn by software\n`);
notes.push(`Electron ${electron.version}; load of the machine before: ${load()}`);
const site = await startSite();
const data = await makeData(site.url);
const bareData = await mkdtemp(join(tmpdir(), "sentray-bench-bare-"));
const sentray = { executable, args: data.args };
const bare = { executable: electron.executable, args: [join(import.meta.dirname, "bare-app"), `--user-data-dir=${bareData}`] };
try {
  // The first of each fills caches and makes the history; a user starts it for the second time every day.
  await measureStart(sentray, site);
  await measureStart(bare, null);
  /** @type {{ ours: Start, theirs: Start }[]} */
  const runs = [];
  for (let run = 0; run < Number(starts); run += 1) {
    runs.push({ ours: await measureStart(sentray, site), theirs: await measureStart(bare, null) });
  }
  const of = (/** @type {(run: (typeof runs)[number]) => number} */ pick) => median(runs.map(pick));
  const best = (/** @type {(run: (typeof runs)[number]) => number} */ pick) => Math.min(...runs.map(pick));
  add(
    "start to the first check, median",
    of(({ ours }) => ours.checkMs),
    "ms",
    1_500,
  );
  add(
    "start to the first check, best",
    best(({ ours }) => ours.checkMs),
    "ms",
    1_500,
  );
  add(
    "start to the window's first paint, median",
    of(({ ours }) => ours.paintMs),
    "ms",
    500,
  );
  add(
    "start to the window's first paint, best",
    best(({ ours }) => ours.paintMs),
    "ms",
    500,
  );
  add(
    "an empty Electron window's first paint, median",
    of(({ theirs }) => theirs.paintMs),
    "ms",
  );
  add(
    "an empty Electron window's first paint, best",
    best(({ theirs }) => theirs.paintMs),
    "ms",
  );
  add(
    "first paint, as a multiple of the empty window's",
    of(({ ours, theirs }) => ours.paintMs / theirs.paintMs),
    "×",
  );
  add(
    "processor time of the start, all processes",
    of(({ ours }) => ours.processorMs),
    "ms",
  );
  add(
    "processor time of the empty window's start",
    of(({ theirs }) => theirs.processorMs),
    "ms",
  );
  for (const [wasOpened, name] of /** @type {const} */ ([
    [false, "in the tray since the start"],
    [true, "window opened and closed"],
  ])) {
    const rest = await measureRest(sentray, wasOpened, Number(restSeconds));
    add(`at rest, ${name}: processor`, rest.processorPercent, "% of a core", 1);
    add(`at rest, ${name}: memory of all ${rest.processes} processes (PSS)`, rest.pssMb, "MB");
    add(`at rest, ${name}: memory of the main process (PSS)`, rest.mainPssMb, "MB");
  }
  const folder = dirname(executable);
  add("size of the unpacked app", await sizeOf(folder), "MB");
  add("of which Sentray's own", await sizeOf(join(folder, "resources")), "MB");
  notes.push(`load of the machine after: ${load()}`);
} finally {
  await site.close();
  await data.remove();
  await rm(bareData, { recursive: true, force: true, maxRetries: 3 });
}

process.stdout.write(`\npackage, 100 endpoints every 60 s, ${starts} starts, ${restSeconds} s at rest\n`);
for (const { metric, value, unit, target } of figures) {
  const wanted = target === undefined ? "" : `≤ ${round(target)}`.padEnd(8) + (value <= target ? " reached" : " missed");
  process.stdout.write(`  ${metric.padEnd(76)} ${round(value).padStart(8)} ${unit.padEnd(11)} ${wanted}\n`);
}
for (const note of notes) process.stdout.write(`  ${note}\n`);
process.stdout.write(`\n${JSON.stringify([{ name: "package", figures, notes }])}\n`);
