// `sentray import`: takes the history of a Gatus over. The file that is named is only read, and read as a copy.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Said } from "../../shared/i18n/said.ts";
import { mapTexts } from "../../shared/i18n/said.ts";
import type { AppError, Result } from "../../shared/errors.ts";
import { err } from "../../shared/errors.ts";
import type { Translator } from "../../shared/i18n/create.ts";
import { inLanguage } from "../../shared/i18n/tell.ts";
import { openHistoryAlone } from "../composition/history-file.ts";
import type { Surroundings } from "../composition/surroundings.ts";
import { copyDatabase } from "../config/import/copy-database.ts";
import { importGatusHistory } from "../history/import-gatus.ts";
import type { GatusImportReport } from "../history/import-gatus.ts";
import { EXIT } from "./output.ts";
import type { ExitCode, Output } from "./output.ts";

/** Imports one file. Refuses while a Sentray has the history open, see {@link openHistoryAlone}. */
export async function importHistory(file: string, surroundings: Surroundings, output: Output, translator: Translator): Promise<ExitCode> {
  const folder = await mkdtemp(join(tmpdir(), "sentray-import-"));
  try {
    const report = await importCopy(resolve(file), folder, surroundings);
    if (!report.ok) {
      output.err(`${inLanguage(translator.language, report.error)}\n`);
      return EXIT.usage;
    }
    output.out(describe(report.value, translator));
    return EXIT.ok;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importCopy(file: string, folder: string, surroundings: Surroundings): Promise<Result<GatusImportReport>> {
  const copied = await copyDatabase(file, folder, "Gatus");
  if (!copied.ok) return copied;
  const opened = await openHistoryAlone(surroundings);
  if (!opened.ok) return opened;
  const { store, close } = opened.value;
  try {
    const report = await importGatusHistory(store, copied.value);
    if (!report.ok)
      return err(
        report.error.code,
        named(report.error, (text) => text.replaceAll(copied.value, file)),
      );
    await store.flush();
    return store.health.state === "ok" ? report : err("unavailable", store.health.said ?? store.health.message);
  } finally {
    await close();
  }
}

/** What an error says, its texts changed. */
function named({ said, message }: AppError, change: (text: string) => string): Said | string {
  return said === undefined ? change(message) : mapTexts(said, change);
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
