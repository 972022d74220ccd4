// Prints what the real window does over many endpoints: a table, and one line of JSON. Figures are for reading; nothing passes or fails.
// Arguments: the number of endpoints (2,000) and of results a second (200).

import { availableParallelism, cpus } from "node:os";
import { findElectron } from "../../../scripts/setup/electron.mjs";
import { projectFolder } from "../../../scripts/setup/paths.mjs";
import { measureWindow } from "./measure.mjs";

const [count = 2_000, resultsPerSecond = 200] = process.argv.slice(2).map(Number);
/** Enough for each endpoint to fill some of its bars. */
const WARM_UP_MS = 30_000;
/** A display of 60 Hz shows 59-point-something. */
const NEARLY = 0.98;

/** @param {number} value */
const round = (value) => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : Number(value.toPrecision(3)).toString());

/** @param {import("./measure.mjs").Figure} figure */
function verdict({ value, target, higherIsBetter }) {
  if (target === undefined) return "";
  return (higherIsBetter ? value >= target * NEARLY : value <= target) ? "reached" : "missed";
}

const electron = findElectron();
if (electron === null) throw new Error("there is no Electron; npm run bench:window prepares one");
process.stdout.write(`${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, drawn by software\n`);
const { figures, notes } = await measureWindow({
  executable: electron.executable,
  appFolder: projectFolder,
  count,
  resultsPerSecond,
  warmUpMs: WARM_UP_MS,
});
process.stdout.write(`\nwindow, ${count.toLocaleString("en")} endpoints, ${resultsPerSecond} results/s\n`);
for (const figure of figures) {
  const { metric, value, unit, target, higherIsBetter } = figure;
  const wanted = target === undefined ? "" : `${higherIsBetter ? "≥" : "≤"} ${round(target)}`;
  process.stdout.write(`  ${metric.padEnd(84)} ${round(value).padStart(9)} ${unit.padEnd(9)} ${wanted.padEnd(8)} ${verdict(figure)}\n`);
}
for (const note of notes) process.stdout.write(`  ${note}\n`);
process.stdout.write(`\n${JSON.stringify([{ name: "window", figures, notes }])}\n`);
