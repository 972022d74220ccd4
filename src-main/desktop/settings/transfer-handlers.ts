// Import and export: what was found is kept here until the user has chosen; the window sees it with its secrets masked.

import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";

import { say, saidOf } from "../../../shared/i18n/said.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import type { GatusExport, ImportPreview } from "../../../shared/model/settings-import.ts";
import type { ConfigSaveOutcome, Edit, EntrySummary, PlainMapping } from "../../../shared/model/settings.ts";
import type { ParsedPayload } from "../../../shared/ipc/contract.ts";
import { endpointKey } from "../../../shared/endpoint-key.ts";
import type { Result } from "../../../shared/errors.ts";
import { SECOND } from "../../../shared/units.ts";
import { describeProviders } from "../../alerting/providers/catalog.ts";
import { writeAtomically } from "../../config/edit/atomic-write.ts";
import { groupOf, nameOf } from "../../config/edit/entry-name.ts";
import type { TakenSecret } from "../../config/edit/translate.ts";
import { looksLikeSecret, suggestSecretName } from "../../config/edit/secret-texts.ts";
import { exportForGatus } from "../../config/export-gatus.ts";
import type { OwnAlerting } from "../../config/export-gatus.ts";
import { createFreeNames } from "../../config/import/free-names.ts";
import type { TakeFreeName } from "../../config/import/free-names.ts";
import { maskMapping } from "../../config/import/found.ts";
import type { Found, FoundEntry } from "../../config/import/found.ts";
import { importGatusConfig, readGatusStatuses, statusesUrl } from "../../config/import/gatus.ts";
import { importUptimeKuma } from "../../config/import/uptime-kuma.ts";
import type { SettingsHandlers } from "../ipc/router.ts";
import { fail, valueOrFail } from "./ports.ts";
import type { SettingsPorts } from "./ports.ts";

type TransferChannel =
  | "settings:choose-import"
  | "settings:import-url"
  | "settings:apply-import"
  | "settings:preview-export"
  | "settings:export-gatus";

const MOST_PREVIEWS = 4;
const LONGEST_FETCH_MS = 20 * SECOND;
const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024;

export function createTransferHandlers(ports: SettingsPorts): Pick<SettingsHandlers, TransferChannel> {
  const previews = new Map<string, Found>();
  const show = async (found: Result<Found>): Promise<ImportPreview> => {
    const importId = randomUUID();
    const value = valueOrFail(found);
    previews.set(importId, value);
    for (const [oldest] of previews) {
      if (previews.size <= MOST_PREVIEWS) break;
      previews.delete(oldest);
    }
    return describe(importId, value, await readExisting(ports));
  };
  return {
    "settings:choose-import": async ({ kind }) => {
      const { dialogs } = ports;
      const place = kind === "gatus-folder" ? await dialogs.openFolder() : await dialogs.openFile(kind === "uptime-kuma" ? kind : "yaml");
      if (place === null) return null;
      return await show(kind === "uptime-kuma" ? await importUptimeKuma(place) : await importGatusConfig(place, ports.readGatus));
    },
    "settings:import-url": async ({ url }) => await show(await fetchStatuses(ports, url)),
    "settings:apply-import": async ({ importId, ...chosen }) => {
      const found = previews.get(importId) ?? fail("not_found", say("errors.settings.importExpired"));
      const outcome = await applyImport(ports, found, chosen);
      if (outcome.outcome === "saved") previews.delete(importId);
      return outcome;
    },
    "settings:preview-export": async () => await exported(ports),
    "settings:export-gatus": async () => await saveExport(ports, await exported(ports)),
  };
}

interface Existing {
  readonly revision: string;
  readonly keys: ReadonlySet<string>;
  readonly providers: ReadonlySet<string>;
}

async function readExisting({ session }: SettingsPorts): Promise<Existing> {
  const state = await session.read();
  const files = await session.overview(state);
  const keys = files.flatMap(({ entries }) => entries.map(({ key }: EntrySummary) => key));
  return { revision: state.revision, keys: new Set(keys), providers: new Set(files.flatMap(({ alertingKeys }) => alertingKeys)) };
}

function describe(importId: string, found: Found, existing: Existing): ImportPreview {
  return {
    importId,
    kind: found.kind,
    source: found.source,
    entries: found.entries.map(({ list, value, notes, isIncomplete }, id) => ({
      id,
      list,
      value: maskMapping(value),
      notes,
      isIncomplete,
      existsAlready: existing.keys.has(endpointKey(groupOf(value), nameOf(value))),
    })),
    providers: found.providers.map(({ type, value, notes }) => ({
      type,
      value: maskMapping(value),
      notes,
      existsAlready: existing.providers.has(type),
    })),
    refusals: found.refusals,
    notes: found.notes,
  };
}

async function fetchStatuses({ http, timers }: SettingsPorts, address: string): Promise<Result<Found>> {
  const url = statusesUrl(address) ?? fail("bad_request", say("errors.settings.notWeb"));
  const controller = new AbortController();
  const timer = timers.setTimer(LONGEST_FETCH_MS, () => controller.abort(new Error("took too long")));
  try {
    const headers = { accept: "application/json" };
    const request = { method: "GET", url, headers, body: null, timeoutMs: LONGEST_FETCH_MS, client: null, followRedirects: true };
    const reply = await http.send({ ...request, maxResponseBytes: LARGEST_ANSWER_BYTES }, controller.signal);
    if (reply.status !== 200) return fail("unavailable", say("errors.settings.serverStatus", { status: reply.status }));
    return readGatusStatuses(new URL(url).host, reply.bodyText);
  } catch (error) {
    if (error instanceof Error && "code" in error)
      return fail("unavailable", say("errors.settings.serverSilent", { detail: error.message }));
    throw error;
  } finally {
    timer.cancel();
  }
}

async function applyImport(
  ports: SettingsPorts,
  found: Found,
  { entries, providers, reason }: Omit<ParsedPayload<"settings:apply-import">, "importId">,
): Promise<ConfigSaveOutcome> {
  const existing = await readExisting(ports);
  const takeName = createFreeNames(existing.keys, " ");
  const chosen = entries.map((id) => found.entries[id] ?? fail("not_found", say("errors.settings.importNoEntry", { id })));
  const blocks = found.providers.filter(({ type }) => providers.includes(type) && !existing.providers.has(type));
  const known = new Set([...existing.providers, ...blocks.map(({ type }) => type)]);
  const keeper = createSecretKeeper(ports);
  const edits: Edit[] = blocks.map(({ type, value }) => ({
    op: "set",
    target: { kind: "root", file: null },
    path: ["alerting", type],
    value: keeper.keep(value, ["alerting", type]),
  }));
  for (const { list, value } of chosen) {
    const entry = withKnownAlerts(withFreeName(value, takeName), known);
    const safe = keeper.keep(entry, [list, nameOf(entry)]);
    edits.push({ op: "add-entry", list, place: { at: "end-of-group", group: groupOf(entry) }, value: safe });
  }
  if (edits.length === 0) return { outcome: "unsaved", diffs: [], problems: [] };
  return valueOrFail(await ports.session.apply({ base: existing.revision, edits, shared: "this-one", reason, secrets: keeper.kept }));
}

function withFreeName(value: FoundEntry["value"], takeName: TakeFreeName): PlainMapping {
  const group = groupOf(value);
  return { ...value, name: takeName(nameOf(value), (name) => endpointKey(group, name)) };
}

/** An alert of a channel that is not set up is a warning at every start. */
function withKnownAlerts(value: PlainMapping, known: ReadonlySet<string>): PlainMapping {
  const alerts = value["alerts"];
  if (!Array.isArray(alerts)) return value;
  const kept = (alerts as readonly PlainValue[]).filter((alert) => {
    const type = typeof alert === "object" && alert !== null && "type" in alert ? alert["type"] : undefined;
    return typeof type !== "string" || known.has(type);
  });
  const { alerts: _alerts, ...rest } = value;
  return kept.length === 0 ? rest : { ...rest, alerts: kept };
}

interface SecretKeeper {
  /** A value with references in place of its secrets. */
  keep(value: PlainMapping, path: readonly string[]): PlainMapping;
  /** What the references stand for; to be stored with the save that writes them. */
  readonly kept: readonly TakenSecret[];
}

/** Secrets go to the store where it protects them, and stay as they are where it does not. */
function createSecretKeeper({ secrets }: SettingsPorts): SecretKeeper {
  const kept: TakenSecret[] = [];
  const isProtected = secrets.protection === "keyring" || (secrets.protection === "weak" && secrets.isWeakAccepted);
  const takeName = createFreeNames(
    secrets.list().map(({ name }) => name),
    "_",
  );
  const keepText = (text: string, at: readonly string[]): string => {
    if (!looksLikeSecret(at.at(-1) ?? "", text)) return text;
    const name = takeName(suggestSecretName(at));
    // In the file a dollar sign is doubled; the store has the value itself.
    kept.push({ name, value: text.replaceAll("$$", "$") });
    return `\${${name}}`;
  };
  const visit = (current: PlainValue, at: readonly string[]): PlainValue => {
    if (typeof current === "string") return keepText(current, at);
    if (Array.isArray(current)) return (current as readonly PlainValue[]).map((item) => visit(item, at));
    if (typeof current !== "object" || current === null) return current;
    return visitMembers(current as PlainMapping, at);
  };
  const visitMembers = (mapping: PlainMapping, at: readonly string[]): PlainMapping =>
    Object.fromEntries(Object.entries(mapping).map(([key, member]) => [key, visit(member, [...at, key])]));
  return { kept, keep: (value, path) => (isProtected ? visitMembers(value, path) : value) };
}

async function exported({ session, place }: SettingsPorts): Promise<GatusExport> {
  const { files, unreadable } = await session.read();
  const [why] = unreadable.values();
  if (why !== undefined) return fail("config_unreadable", saidOf(why));
  const isOneFile = files.length === 1 && files[0]?.path === place.path;
  const nameFor = (path: string): string => (isOneFile ? basename(path) : relative(place.path, path));
  return valueOrFail(exportForGatus(files, ownAlerting(), nameFor));
}

function ownAlerting(): OwnAlerting {
  const providers = describeProviders();
  const keys = providers.map(
    ({ type, keys: all }) => [type, new Set(all.filter(({ own }) => own === true).map(({ key }) => key))] as const,
  );
  return { types: new Set(["desktop"]), keys: new Map(keys) };
}

async function saveExport({ dialogs, place, session }: SettingsPorts, { files }: GatusExport): Promise<{ readonly saved: boolean }> {
  const [only, ...others] = files;
  const current = await session.read();
  const isOneFile = only !== undefined && others.length === 0;
  const target = isOneFile ? await dialogs.saveFile(basename(only.name)) : await dialogs.openFolder();
  if (target === null) return { saved: false };
  const places = isOneFile ? [{ path: target, text: only.text }] : files.map(({ name, text }) => ({ path: join(target, name), text }));
  if (places.some(({ path }) => current.files.some((file) => file.path === path) || path === place.path)) {
    return fail("conflict", say("errors.settings.exportOverwrites"));
  }
  try {
    for (const { path, text } of places) {
      await mkdir(dirname(path), { recursive: true });
      await writeAtomically(path, text, 0o600);
    }
    return { saved: true };
  } catch (error) {
    return fail("unavailable", say("errors.settings.exportUnwritable", { detail: error instanceof Error ? error.message : String(error) }));
  }
}
