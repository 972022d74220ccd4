// `sentray import`: takes the history of a Gatus over. The file that is named is only read, and read as a copy.

import { copyFile, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Result } from "../../shared/errors.ts";
import { err, ok } from "../../shared/errors.ts";
import type { Translator } from "../../shared/i18n/create.ts";
import { openHistoryAlone } from "../composition/history-file.ts";
import type { Surroundings } from "../composition/surroundings.ts";
import { importGatusHistory } from "../history/import-gatus.ts";
import type { GatusImportReport } from "../history/import-gatus.ts";
import { EXIT } from "./output.ts";
import type { ExitCode, Output } from "./output.ts";

/** A Gatus that runs may write while its file is copied; then the copy is made again, this often. */
const COPY_ATTEMPTS = 5;

/** Imports one file. Refuses while a Sentray has the history open, see {@link openHistoryAlone}. */
export async function importHistory(file: string, surroundings: Surroundings, output: Output, translator: Translator): Promise<ExitCode> {
  const folder = await mkdtemp(join(tmpdir(), "sentray-import-"));
  try {
    const report = await importCopy(resolve(file), folder, surroundings);
    if (!report.ok) {
      output.err(`${report.error.message}\n`);
      return EXIT.usage;
    }
    output.out(describe(report.value, translator));
    return EXIT.ok;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importCopy(file: string, folder: string, surroundings: Surroundings): Promise<Result<GatusImportReport>> {
  const copied = await copyDatabase(file, folder);
  if (!copied.ok) return copied;
  const opened = await openHistoryAlone(surroundings);
  if (!opened.ok) return opened;
  const { store, close } = opened.value;
  try {
    const report = await importGatusHistory(store, copied.value);
    if (!report.ok) return err(report.error.code, report.error.message.replaceAll(copied.value, file));
    await store.flush();
    return store.health.state === "ok" ? report : err("unavailable", store.health.message);
  } finally {
    await close();
  }
}

/** Copies a database with its write-ahead log, so that both belong together. @returns the copy's path */
async function copyDatabase(file: string, folder: string): Promise<Result<string>> {
  const copy = join(folder, basename(file));
  try {
    for (let attempt = 0; attempt < COPY_ATTEMPTS; attempt += 1) {
      const before = await stamps(file);
      if (before === null) return err("not_found", `There is no file ${file}.`);
      await copyFile(file, copy);
      await rm(`${copy}-wal`, { force: true });
      if (before.hasLog) await copyFile(`${file}-wal`, `${copy}-wal`);
      const after = await stamps(file);
      if (after?.text === before.text) return ok(copy);
    }
    return err("conflict", `${file} changes faster than it can be copied. Stop the Gatus that writes it, and try again.`);
  } catch (error) {
    return err("unavailable", `${file} could not be copied: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** What changes when one of the two files is written to; null = there is no such file. */
async function stamps(file: string): Promise<{ readonly text: string; readonly hasLog: boolean } | null> {
  const [main, log] = await Promise.all([file, `${file}-wal`].map((path) => stat(path).catch(() => null)));
  if (main === undefined || main === null || !main.isFile()) return null;
  const stampOf = (found: typeof main | undefined | null): string => (found ? `${found.size} ${found.mtimeMs}` : "none");
  return { text: `${stampOf(main)} ${stampOf(log)}`, hasLog: Boolean(log) };
}

function describe({ endpoints, results, resultsLeftOut, events, unreadable, notImported }: GatusImportReport, { t }: Translator): string {
  const lines: string[] = [
    t("cli.imported", { results, endpoints, events }),
    ...(resultsLeftOut > 0 ? [t("cli.importLeftOut", { count: resultsLeftOut })] : []),
    ...(unreadable > 0 ? [t("cli.importUnreadable", { count: unreadable })] : []),
  ];
  const left = Object.entries(notImported).filter(([, rows]) => rows > 0);
  if (left.length > 0) lines.push(t("cli.importNot", { tables: left.map(([table, rows]) => `${table} (${rows})`).join(", ") }));
  return `${lines.join("\n")}\n`;
}
