// `sentray doctor`: what this installation stands on and what is wrong with it, and a report that may be shown to anyone.

import { existsSync } from "node:fs";
import { open, stat, writeFile } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { readConfiguration } from "../composition/config-source.ts";
import { readHistory } from "../composition/history-file.ts";
import type { Surroundings } from "../composition/surroundings.ts";
import type { Translator } from "../../shared/i18n/create.ts";
import { inLanguage } from "../../shared/i18n/tell.ts";
import { examineDesktop, examineNetwork, examineRuntime } from "../platform/doctor/examine-machine.ts";
import { formatFindings } from "../platform/doctor/finding.ts";
import type { Finding, FindingState } from "../platform/doctor/finding.ts";
import { redactReport } from "../platform/doctor/redact-report.ts";
import { runBriefly } from "../platform/doctor/run-briefly.ts";
import { EXIT, printable } from "./output.ts";
import type { ExitCode, Output } from "./output.ts";

export interface DoctorOptions {
  readonly configPath: string;
  readonly version: string;
  /** Where the report for others goes; null = none is written. */
  readonly bundleFile: string | null;
}

type Translate = Translator["t"];

/** The report gets this much of the log's end. */
const LOG_BYTES = 64 * 1024;
const PROBLEMS_SHOWN = 20;

/** Examines everything and prints it. Exit code 1 when something is a problem. */
export async function runDoctor(
  options: DoctorOptions,
  surroundings: Surroundings,
  output: Output,
  translator: Translator,
): Promise<ExitCode> {
  const { t } = translator;
  const { environment } = surroundings;
  const machine = {
    platform: process.platform,
    environment,
    run: async (program: string, args: readonly string[]) => await runBriefly(program, args, environment),
    t,
  };
  const findings: readonly Finding[] = [
    ...examineRuntime(options.version, machine),
    ...(await examineFiles(options.configPath, surroundings, t)),
    ...(await examineConfiguration(options.configPath, surroundings, translator)),
    ...(await examineHistory(surroundings, translator)),
    ...(await examineNetwork(machine)),
    ...(await examineDesktop(machine)),
  ];
  const isIll = findings.some(({ state }) => state === "problem");
  const text = surroundings.scrubber.scrub(formatFindings(findings));
  output.out(text.split("\n").map(printable).join("\n"));
  if (options.bundleFile !== null) {
    const problem = await writeBundle(options.bundleFile, text, surroundings, t);
    if (problem !== null) {
      output.err(`${problem}\n`);
      return EXIT.usage;
    }
    output.out(`\n${t("doctor.reportWritten", { file: options.bundleFile })}\n`);
  }
  return isIll ? EXIT.unhealthy : EXIT.ok;
}

async function examineFiles(configPath: string, { paths }: Surroundings, t: Translate): Promise<readonly Finding[]> {
  const places = [
    { name: t("doctor.name.configuration"), path: configPath },
    { name: t("doctor.name.history"), path: paths.databaseFile },
    { name: t("doctor.name.log"), path: join(paths.logFolder, "sentray.log") },
  ];
  return await Promise.all(
    places.map(async ({ name, path }): Promise<Finding> => {
      const found = await stat(path).catch(() => null);
      const size =
        found === null ? t("doctor.missingFile") : found.isDirectory() ? t("doctor.folder") : `${(found.size / 1024).toFixed(0)} KB`;
      return { area: t("doctor.area.paths"), name, state: "fact", detail: `${path} (${size})` };
    }),
  );
}

async function examineConfiguration(
  configPath: string,
  surroundings: Surroundings,
  { t, language }: Translator,
): Promise<readonly Finding[]> {
  const load = await readConfiguration(configPath, surroundings);
  const errors = load.problems.filter(({ severity }) => severity === "error");
  const warnings = load.problems.filter(({ severity }) => severity === "warning");
  const finding = (state: FindingState, detail: string): Finding => ({
    area: t("doctor.area.configuration"),
    name: t("doctor.name.validity"),
    state,
    detail,
  });
  if (load.config === null) {
    const list = errors.slice(0, PROBLEMS_SHOWN).map((problem) => `${problem.line}:${problem.column} ${inLanguage(language, problem)}`);
    return [finding("problem", [t("doctor.configErrors", { count: errors.length }), ...list].join("\n"))];
  }
  const endpoints = t("doctor.endpoints", { count: load.config.endpoints.length });
  return [
    warnings.length === 0
      ? finding("good", endpoints)
      : finding("warning", t("doctor.configWarnings", { endpoints, count: warnings.length })),
  ];
}

async function examineHistory(surroundings: Surroundings, { t, language }: Translator): Promise<readonly Finding[]> {
  const finding = (state: FindingState, detail: string): Finding => ({
    area: t("doctor.area.history"),
    name: t("doctor.name.integrity"),
    state,
    detail,
  });
  if (!existsSync(surroundings.paths.databaseFile)) return [finding("fact", t("doctor.noHistory"))];
  const opened = await readHistory(surroundings);
  if (!opened.ok) return [finding("problem", inLanguage(language, opened.error))];
  try {
    const inspection = await opened.value.inspect(() => undefined);
    if (inspection === null) return [finding("problem", t("doctor.unreadableHistory"))];
    const { rows, damagedRows } = inspection;
    return [
      damagedRows === 0
        ? finding("good", t("doctor.soundHistory", { count: rows }))
        : finding("problem", t("doctor.damagedHistory", { damaged: damagedRows, rows })),
    ];
  } finally {
    opened.value.close();
  }
}

/** Findings and the log's end, without anything that could be a secret. Returns what went wrong; null = written. */
async function writeBundle(file: string, findings: string, { paths, scrubber }: Surroundings, t: Translate): Promise<string | null> {
  const log = scrubber.scrub(await readEnd(join(paths.logFolder, "sentray.log")));
  const names = { homeFolder: homedir(), hostName: hostname() };
  const text = `Sentray bug report\n==================\n\n${findings}\nThe end of the log\n------------------\n${log}\n`;
  try {
    await writeFile(file, redactReport(text, names), { mode: 0o600 });
    return null;
  } catch (error) {
    return t("doctor.reportNotWritten", { reason: error instanceof Error ? error.message : String(error) });
  }
}

/** The last lines of a file; empty when there is none. */
async function readEnd(path: string): Promise<string> {
  const handle = await open(path, "r").catch(() => null);
  if (handle === null) return "(there is no log)";
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - LOG_BYTES);
    const buffer = Buffer.alloc(size - start);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    const text = buffer.toString("utf8", 0, bytesRead);
    // The first line may have been cut in two.
    return start === 0 ? text : text.slice(text.indexOf("\n") + 1);
  } finally {
    await handle.close();
  }
}
