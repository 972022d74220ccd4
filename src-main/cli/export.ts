// `sentray export`: results as CSV or JSON lines on standard output, however many there are, with the memory of a few.

import type { Translator } from "../../shared/i18n/create.ts";
import { inLanguage } from "../../shared/i18n/tell.ts";
import type { EpochMs } from "../../shared/units.ts";
import { readHistory } from "../composition/history-file.ts";
import type { Surroundings } from "../composition/surroundings.ts";
import { exportResults } from "../history/export.ts";
import type { HistorySnapshot } from "../history/snapshot.ts";
import type { Command } from "./arguments.ts";
import { EXIT } from "./output.ts";
import type { ExitCode, Output } from "./output.ts";

export type ExportCommand = Extract<Command, { readonly name: "export" }>;

/** Text is handed on in pieces of about this many characters. */
const PIECE_LENGTH = 65_536;
/** The last moment that a JavaScript date can hold. @see https://tc39.es/ecma262/#sec-time-values-and-time-range */
const END_OF_TIME: EpochMs = 8.64e15;

/** Writes the results that were asked for, endpoint by endpoint, oldest first. Ends early, and well, when nobody reads any more. */
export async function exportHistory(
  command: ExportCommand,
  surroundings: Surroundings,
  output: Output,
  { t, language }: Translator,
): Promise<ExitCode> {
  const fromMs = command.from === null ? 0 : parseMoment(command.from);
  const toMs = command.to === null ? END_OF_TIME : parseMoment(command.to);
  if (fromMs === null || toMs === null) {
    output.err(`${t("cli.badMoment", { text: JSON.stringify(fromMs === null ? command.from : command.to) })}\n`);
    return EXIT.usage;
  }
  const opened = await readHistory(surroundings);
  if (!opened.ok) {
    output.err(`${inLanguage(language, opened.error)}\n`);
    return EXIT.usage;
  }
  const history = opened.value;
  try {
    const unknown = await unknownKeys(history, command.keys);
    if (unknown.length > 0) {
      output.err(`${t("cli.noHistoryOf", { keys: unknown.map((key) => JSON.stringify(key)).join(", ") })}\n`);
      return EXIT.usage;
    }
    const keys = command.keys.length > 0 ? [...new Set(command.keys)] : (await history.latest()).map(({ key }) => key);
    await write(exportResults(history, { keys, fromMs, toMs, format: command.format }), output);
    if (history.problem === null) return EXIT.ok;
    output.err(`${t("cli.exportIncomplete", { reason: history.problem })}\n`);
    return EXIT.unhealthy;
  } finally {
    history.close();
  }
}

/**
 * A moment as people write it: a day (its beginning, local time), or a day and a time, local unless a zone is given.
 * null = it is none.
 */
export function parseMoment(text: string): EpochMs | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day, time = "00:00", zone = ""] = match;
  const isRealDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  const atMs = Date.parse(`${year}-${month}-${day}T${time}${zone.toUpperCase()}`);
  return isRealDay && Number.isFinite(atMs) ? atMs : null;
}

async function unknownKeys(history: HistorySnapshot, keys: readonly string[]): Promise<readonly string[]> {
  const unknown: string[] = [];
  for (const key of keys) if ((await history.results({ key, limit: 1 })).results.length === 0) unknown.push(key);
  return unknown;
}

async function write(lines: AsyncIterable<string>, output: Output): Promise<void> {
  let piece = "";
  for await (const line of lines) {
    piece += line;
    if (piece.length < PIECE_LENGTH) continue;
    output.out(piece);
    piece = "";
    if (!(await output.flushed())) return;
  }
  output.out(piece);
  await output.flushed();
}
