// Gatus' own configuration (the same format), and the statuses that a running Gatus tells, which lack what only its configuration knows.

import { basename } from "node:path";

import type { PlainValue } from "../../../shared/model/alert.ts";
import { ENTRY_LISTS } from "../../../shared/model/settings.ts";
import type { ImportRefusal } from "../../../shared/model/settings-import.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import { compileConditions } from "../../conditions/compile.ts";
import { readEditable } from "../edit/editable-text.ts";
import type { ConfigText } from "../edit/file-set.ts";
import { isList, isMapping } from "../edit/written-value.ts";
import { readSources } from "../source/read.ts";
import { MOST_IMPORTED, escapeMapping } from "./found.ts";
import type { Found, FoundEntry, FoundProvider } from "./found.ts";
import { flagIn, recordsIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";

/** Entries and channels of a file, or of a folder's files. @returns `bad_request` saying what is wrong with it */
export async function importGatusConfig(path: string): Promise<Result<Found>> {
  const { files, problems } = await readSources(path);
  const [problem] = problems;
  if (problem !== undefined) return err("bad_request", `${problem.message} (${basename(problem.file)})`);
  return readGatusTexts(basename(path), files);
}

/** Exported for its tests. */
export function readGatusTexts(source: string, files: readonly ConfigText[]): Result<Found> {
  const entries: FoundEntry[] = [];
  const providers = new Map<string, FoundProvider>();
  const refusals: ImportRefusal[] = [];
  for (const { path, text } of files) {
    const editable = readEditable(text);
    if (!editable.ok) return err("bad_request", `${basename(path)}: ${editable.error.message}`);
    const { value } = editable.value;
    if (value === null) continue;
    if (!isMapping(value)) return err("bad_request", `${basename(path)} is no configuration: it has no keys at its top.`);
    for (const list of ENTRY_LISTS) {
      const found = value[list];
      if (isList(found))
        for (const entry of found) if (isMapping(entry)) entries.push({ list, value: entry, notes: [], isIncomplete: false });
    }
    for (const [key, block] of Object.entries(value)) {
      if (key === "alerting" && isMapping(block)) collectProviders(block, providers, refusals);
      else if (!isKnownList(key) && isPresent(block)) refusals.push({ what: key, why: otherBlock(key, block) });
    }
  }
  if (entries.length > MOST_IMPORTED) return err("bad_request", `There are more than ${MOST_IMPORTED} entries.`);
  return ok({ kind: "gatus-config", source, entries, providers: [...providers.values()], refusals, notes: [] });
}

function collectProviders(
  block: { readonly [key: string]: PlainValue },
  providers: Map<string, FoundProvider>,
  refusals: ImportRefusal[],
): void {
  for (const [type, value] of Object.entries(block)) {
    if (isMapping(value)) providers.set(type, { type, value, notes: [] });
    else if (isPresent(value))
      refusals.push({ what: `alerting.${type}`, why: "It is a setting of the whole, not a channel; set it by hand." });
  }
}

function isKnownList(key: string): boolean {
  return ENTRY_LISTS.some((list) => list === key);
}

function isPresent(value: PlainValue): boolean {
  return value !== null;
}

function otherBlock(key: string, block: PlainValue): string {
  if (key.startsWith("x-") || /^(?:templates?|default-?\w*|anchors?)$/.test(key))
    return "It only holds what is used elsewhere, and was put in there.";
  return isMapping(block) || isList(block)
    ? "It is about the whole, not about one monitor. To take everything over, choose this file as the configuration instead."
    : "It is a setting of the whole; set it by hand.";
}

/** Where a running Gatus tells its statuses, for whatever address of it somebody pasted; null = no http address. */
export function statusesUrl(address: string): string | null {
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z\d+.-]*:\/\//i.test(address.trim()) ? address.trim() : `https://${address.trim()}`);
  } catch {
    return null;
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  const folder = url.pathname.replace(/\/(?:endpoints\/.*|api\/.*|index\.html)?$/, "").replace(/\/+$/, "");
  return `${url.origin}${folder}/api/v1/endpoints/statuses?page=1&pageSize=1`;
}

/** The monitors of an answer of a running Gatus. @returns `bad_request` when it is none */
export function readGatusStatuses(source: string, text: string): Result<Found> {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return err("bad_request", "The answer is no JSON; is this the address of a Gatus?");
  }
  if (!Array.isArray(root)) return err("bad_request", "The answer is no list of statuses; is this the address of a Gatus?");
  const entries = recordsIn(root, MOST_IMPORTED)
    .filter((status) => textIn(status, "name") !== "")
    .map(entryOf);
  const note =
    "A running Gatus tells names and results, not addresses and settings: what comes over is switched off until it is completed.";
  return ok({ kind: "gatus-api", source, entries, providers: [], refusals: [], notes: [note] });
}

function entryOf(status: Loose): FoundEntry {
  const results = recordsIn(status["results"], 100);
  const last = results.at(-1) ?? {};
  const hostname = textIn(last, "hostname");
  const conditions = recordsIn(last["conditionResults"], 100).map((result) =>
    writtenCondition(textIn(result, "condition"), flagIn(result, "success")),
  );
  const usable = conditions.filter((condition) => condition !== "" && compileConditions([condition], { insideSuite: false }).ok);
  const group = textIn(status, "group");
  const isHost = /^[\w.:[\]-]+$/.test(hostname);
  const notes = [
    isHost ? "The address is a guess from the host's name." : "Its address is not told.",
    ...(usable.length < conditions.length ? ["Some conditions could not be read."] : []),
  ];
  const value = {
    name: textIn(status, "name"),
    ...(group === "" ? {} : { group }),
    enabled: false,
    url: `${isWeb(usable) ? "https" : "icmp"}://${isHost ? hostname : "unknown.invalid"}`,
    conditions: usable.length === 0 ? ["[CONNECTED] == true"] : usable,
  };
  return { list: "endpoints", value: escapeMapping(value), notes, isIncomplete: true };
}

/** A condition as it was written: a failed one is told with the value that was seen behind each placeholder. */
function writtenCondition(shown: string, success: boolean): string {
  return success ? shown : shown.replace(/((?:\[[A-Z_]+\][\w.[\]-]*|(?:len|has|pat|any)\([^()]*\))) \([^()]*\)/g, "$1");
}

function isWeb(conditions: readonly string[]): boolean {
  return conditions.length === 0 || conditions.some((condition) => /\[(?:STATUS|BODY|CERTIFICATE_EXPIRATION)\]/.test(condition));
}
