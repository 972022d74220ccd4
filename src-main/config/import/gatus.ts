// Gatus' own configuration (the same format), and the statuses that a running Gatus tells, which lack what only its configuration knows.

import { basename } from "node:path";
import { isMap, isSeq } from "yaml";
import type { Alias } from "yaml";

import { followedBy, say, saidOf } from "../../../shared/i18n/said.ts";
import type { Told } from "../../../shared/i18n/said.ts";
import { note } from "../../../shared/i18n/tell.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import { ENTRY_LISTS } from "../../../shared/model/settings.ts";
import type { EntryList } from "../../../shared/model/settings.ts";
import type { ImportRefusal } from "../../../shared/model/settings-import.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import { compileConditions } from "../../conditions/compile.ts";
import type { ConfigText } from "../edit/file-set.ts";
import { asNode, followAlias, parseText } from "../edit/parsed-text.ts";
import type { ParsedText, TextNode } from "../edit/parsed-text.ts";
import { TooLargeError, isList, isMapping, valueOf } from "../edit/written-value.ts";
import { readSources } from "../source/read.ts";
import { MOST_IMPORTED, escapeMapping } from "./found.ts";
import type { Found, FoundEntry, FoundProvider } from "./found.ts";
import { flagIn, parseForeignJson, recordsIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";

/** 20,000 entries of 400 characters. A folder that is a configuration may hold eight times as much, but is read beside the event loop. */
const LONGEST_TEXTS = 8_000_000;
/** What reading takes its time for: lines, and the items of lists and mappings that share one. 20,000 entries of 15 lines. */
const MOST_PARTS = 300_000;
/** Of all files together, aliases followed. */
const MOST_NODES = 1_000_000;
const LONGEST_CONDITION = 2_000;

/** Reads texts as a configuration of Gatus, here or in a worker. */
export type GatusReader = (source: string, files: readonly ConfigText[]) => Promise<Result<Found>> | Result<Found>;

/** Entries and channels of a file, or of a folder's files. @returns `bad_request` saying what is wrong with it */
export async function importGatusConfig(path: string, read: GatusReader = readGatusTexts): Promise<Result<Found>> {
  const { files, problems } = await readSources(path);
  const [problem] = problems;
  if (problem !== undefined)
    return err("bad_request", say("importing.behindFile", { fault: saidOf(problem), file: basename(problem.file) }));
  return await read(basename(path), files);
}

/** The reader itself, in whatever thread it is. */
export function readGatusTexts(source: string, files: readonly ConfigText[]): Result<Found> {
  const length = files.reduce((sum, { text }) => sum + text.length, 0);
  if (length > LONGEST_TEXTS) return err("bad_request", say("importing.gatus.tooManyCharacters", { millions: LONGEST_TEXTS / 1_000_000 }));
  const parts = files.reduce((sum, { text }) => sum + countParts(text), 0);
  if (parts > MOST_PARTS) return err("bad_request", say("importing.gatus.tooManyParts", { most: MOST_PARTS }));
  const entries: FoundEntry[] = [];
  const providers = new Map<string, FoundProvider>();
  const refusals: ImportRefusal[] = [];
  let nodes = 0;
  for (const { path, text } of files) {
    const parsed = parseText(text);
    if (!parsed.ok) return err("bad_request", say("importing.ofFile", { file: basename(path), fault: saidOf(parsed.error) }));
    nodes += weigh(parsed.value);
    if (nodes > MOST_NODES) return err("bad_request", say("importing.gatus.tooLargeFollowed"));
    const value = readValue(parsed.value);
    if (value === undefined) return err("bad_request", say("importing.gatus.aliasesTooDeep", { file: basename(path) }));
    if (value === null) continue;
    if (!isMapping(value)) return err("bad_request", say("importing.gatus.noConfiguration", { file: basename(path) }));
    for (const list of ENTRY_LISTS) collectEntries(list, value[list], entries, refusals);
    if (entries.length > MOST_IMPORTED) return err("bad_request", say("importing.gatus.tooManyEntries", { most: MOST_IMPORTED }));
    for (const [key, block] of Object.entries(value)) {
      if (key === "alerting" && isMapping(block)) collectProviders(block, providers, refusals);
      else if (!isKnownList(key) && isPresent(block)) refusals.push({ what: key, why: otherBlock(key, block) });
    }
  }
  return ok({ kind: "gatus-config", source, entries, providers: [...providers.values()], refusals, notes: [] });
}

/** Entries of a list; what is none is told. */
function collectEntries(list: EntryList, found: PlainValue | undefined, entries: FoundEntry[], refusals: ImportRefusal[]): void {
  if (found === undefined || found === null) return;
  if (!isList(found)) {
    refusals.push({ what: list, why: note("importing.gatus.noList") });
    return;
  }
  for (const [index, value] of found.entries()) {
    if (isMapping(value)) entries.push({ list, value, notes: [], isIncomplete: false });
    else refusals.push({ what: `${list}[${index}]`, why: note("importing.gatus.noEntry") });
  }
}

function countParts(text: string): number {
  let parts = 0;
  for (const _mark of text.matchAll(/[\n,[{]/g)) parts += 1;
  return parts;
}

/** Nodes with aliases followed, counted without following them. */
function weigh(parsed: ParsedText): number {
  const known = new Map<TextNode, number>();
  const visit = (node: TextNode | null): number => {
    const target = followAlias(parsed, node);
    if (target === null) return 1;
    const weight = known.get(target) ?? 1 + sum(membersOf(target).map(visit));
    known.set(target, weight);
    return weight;
  };
  return visit(parsed.root);
}

function membersOf(node: Exclude<TextNode, Alias>): ReadonlyArray<TextNode | null> {
  if (isSeq(node)) return node.items.map(asNode);
  return isMap(node) ? node.items.flatMap(({ key, value }) => [asNode(key), asNode(value)]) : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** undefined = once its aliases are followed it nests deeper than anybody writes. */
function readValue(parsed: ParsedText): PlainValue | undefined {
  try {
    return valueOf(parsed, parsed.root);
  } catch (error) {
    if (error instanceof TooLargeError) return undefined;
    throw error;
  }
}

function collectProviders(
  block: { readonly [key: string]: PlainValue },
  providers: Map<string, FoundProvider>,
  refusals: ImportRefusal[],
): void {
  for (const [type, value] of Object.entries(block)) {
    if (isMapping(value)) providers.set(type, { type, value, notes: [] });
    else if (isPresent(value)) refusals.push({ what: `alerting.${type}`, why: note("importing.gatus.noChannel") });
  }
}

function isKnownList(key: string): boolean {
  return ENTRY_LISTS.some((list) => list === key);
}

function isPresent(value: PlainValue): boolean {
  return value !== null;
}

function otherBlock(key: string, block: PlainValue): Told {
  if (key.startsWith("x-") || /^(?:templates?|default-?\w*|anchors?)$/.test(key)) return note("importing.gatus.anchors");
  return isMapping(block) || isList(block) ? note("importing.gatus.whole") : note("importing.setByHand");
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
  const read = parseForeignJson(text);
  if (!read.ok) return err("bad_request", followedBy(saidOf(read.error), say("importing.gatus.isThisGatus")));
  const root = read.value;
  if (!Array.isArray(root)) return err("bad_request", say("importing.gatus.noStatuses"));
  const statuses = recordsIn(root, MOST_IMPORTED);
  const named = statuses.filter((status) => textIn(status, "name") !== "");
  const unnamed = root.slice(0, MOST_IMPORTED).length - named.length;
  return ok({
    kind: "gatus-api",
    source,
    entries: named.map(entryOf),
    providers: [],
    refusals: unnamed === 0 ? [] : [{ what: note("importing.gatus.unnamedStatuses", { unnamed }), why: note("importing.gatus.unnamed") }],
    notes: [
      note("importing.gatus.namesOnly"),
      note("importing.gatus.notAmong"),
      ...(root.length > MOST_IMPORTED ? [note("importing.gatus.firstStatuses", { most: MOST_IMPORTED })] : []),
    ],
  });
}

function entryOf(status: Loose): FoundEntry {
  const results = recordsIn(status["results"], 100);
  const last = results.at(-1) ?? {};
  const hostname = textIn(last, "hostname");
  const conditions = recordsIn(last["conditionResults"], 100).map((result) =>
    writtenCondition(textIn(result, "condition").slice(0, LONGEST_CONDITION), flagIn(result, "success")),
  );
  const usable = conditions.filter((condition) => condition !== "" && compileConditions([condition], { insideSuite: false }).ok);
  const group = textIn(status, "group");
  const isHost = /^[\w.:[\]-]+$/.test(hostname);
  const notes = [
    isHost ? note("importing.gatus.addressGuessed") : note("importing.gatus.addressUnknown"),
    ...(usable.length < conditions.length ? [note("importing.gatus.conditionsUnread")] : []),
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
  // Looking behind keeps it from beginning anew inside of what it went through, which takes for ever in a text that is made for it.
  return success ? shown : shown.replace(/(?<![\w.[\]-])((?:\[[A-Z_]+\][\w.[\]-]*|(?:len|has|pat|any)\([^()]*\))) \([^()]*\)/g, "$1");
}

function isWeb(conditions: readonly string[]): boolean {
  return conditions.length === 0 || conditions.some((condition) => /\[(?:STATUS|BODY|CERTIFICATE_EXPIRATION)\]/.test(condition));
}
