// `npm run bench [name …] [-- --option value …]`: builds and runs the benchmarks, each in a process of its own on the runtime that the
// app runs on, and prints a table and one line of JSON. Figures are for reading; nothing here passes or fails.

import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { projectFolder } from "./setup/paths.mjs";
import { ensureBuild } from "./setup/build.mjs";
import { prepareRuntime, runScript } from "./setup/prepare.mjs";
import { run } from "./setup/processes.mjs";
import { asRuntime } from "./setup/sqlite.mjs";

/**
 * @typedef {object} Figure
 * @property {string} metric
 * @property {number} value
 * @property {string} unit
 * @property {number} [target]
 * @property {boolean} higherIsBetter
 */

const folder = join(projectFolder, "out/bench");
const longestMs = 600_000;
/** Whoever asks for more than usual waits for it. */
const optionsFactor = 6;

/** @param {Figure} figure */
function verdict({ value, target, higherIsBetter }) {
  if (target === undefined) return "";
  return (higherIsBetter ? value >= target : value <= target) ? "reached" : "missed";
}

/** @param {number} value */
const round = (value) => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : Number(value.toPrecision(3)).toString());

await runScript(process.stdout, async (progress) => {
  const given = process.argv.slice(2);
  const firstOption = given.findIndex((argument) => argument.startsWith("--"));
  const wanted = firstOption < 0 ? given : given.slice(0, firstOption);
  const options = firstOption < 0 ? [] : given.slice(firstOption);
  const files = (await readdir(join(projectFolder, "test/bench"))).filter((file) => file.endsWith(".bench.ts"));
  const chosen = files.filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)));
  if (chosen.length === 0) {
    process.stderr.write(`there is no such benchmark; there are ${files.map((file) => basename(file, ".bench.ts")).join(", ")}\n`);
    return 2;
  }
  // Whoever can't install the server gets the figures with a slower one, which the table names.
  const isRoot = process.getuid?.() === 0;
  const runtime = asRuntime(await prepareRuntime(progress, isRoot && chosen.includes("engine.bench.ts") ? ["web-server"] : []));
  await ensureBuild(progress);
  await rm(folder, { recursive: true, force: true });
  await build({
    configFile: false,
    logLevel: "warn",
    root: projectFolder,
    build: {
      ssr: true,
      target: "node20.18",
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: {
        input: Object.fromEntries(chosen.map((file) => [basename(file, ".ts"), join(projectFolder, "test/bench", file)])),
      },
    },
  });
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "run.mjs"),
    "const { default: bench } = await import(process.argv.splice(2, 1)[0]);\nconst figures = await bench.run();\nprocess.stdout.write(`\\n@@${JSON.stringify({ name: bench.name, figures })}\\n`);\nprocess.exit(0);\n",
  );
  process.stdout.write(
    `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${runtime.name}\n`,
  );
  /** @type {Array<{ name: string, figures: Figure[] }>} */
  const all = [];
  let failures = 0;
  for (const file of chosen) {
    const name = basename(file, ".ts");
    const entry = pathToFileURL(join(folder, `${name}.js`)).href;
    const outcome = await progress.during(`measuring ${name}`, () =>
      run(runtime.executable, ["--expose-gc", join(folder, "run.mjs"), entry, ...options], {
        // As the installed command starts it.
        env: { ...process.env, ...runtime.env, UV_THREADPOOL_SIZE: "32" },
        timeoutMs: longestMs * (options.length > 0 ? optionsFactor : 1),
      }),
    );
    const line = outcome.stdout.split("\n").find((candidate) => candidate.startsWith("@@"));
    if (outcome.code !== 0 || line === undefined) {
      failures += 1;
      process.stdout.write(`${name} could not be measured:\n${outcome.stderr.slice(-2_000)}\n`);
      continue;
    }
    const result = /** @type {{ name: string, figures: Figure[] }} */ (JSON.parse(line.slice(2)));
    all.push(result);
    process.stdout.write(`\n${result.name}\n`);
    for (const figure of result.figures) {
      const target = figure.target === undefined ? "" : `${figure.higherIsBetter ? "≥" : "≤"} ${round(figure.target)}`;
      process.stdout.write(
        `  ${figure.metric.padEnd(70)} ${round(figure.value).padStart(12)} ${figure.unit.padEnd(10)} ${target.padEnd(14)} ${verdict(figure)}\n`,
      );
    }
  }
  process.stdout.write(`\n${JSON.stringify(all)}\n`);
  return failures === 0 ? 0 : 1;
});
