// Reading and changing the configuration's files: overview, values, edits, the YAML view, undo, backups, drafts, and where it is.

import { say, saidOf } from "../../../shared/i18n/said.ts";
import type { ParsedPayload } from "../../../shared/ipc/contract.ts";
import type { ConfigProblem } from "../../../shared/model/config.ts";
import type { ConfigLocation, ConfigOverview, Edit } from "../../../shared/model/settings.ts";
import { PROVIDER_TYPES } from "../../alerting/providers/types.ts";
import { isWritable } from "../../config/edit/config-files.ts";
import type { EditRequest } from "../../config/edit/session.ts";
import type { SettingsHandlers } from "../ipc/router.ts";
import { fail, valueOrFail, withoutAbsent } from "./ports.ts";
import type { SettingsPorts } from "./ports.ts";

type ConfigChannel =
  | "settings:get-config"
  | "settings:get-value"
  | "settings:get-file"
  | "settings:preview-edits"
  | "settings:apply-edits"
  | "settings:save-text"
  | "settings:check-text"
  | "settings:undo"
  | "settings:list-backups"
  | "settings:get-backup"
  | "settings:restore-backup"
  | "settings:list-drafts"
  | "settings:keep-draft"
  | "settings:drop-draft"
  | "settings:get-location"
  | "settings:choose-config"
  | "settings:restart-app";

export function createConfigHandlers(ports: SettingsPorts): Pick<SettingsHandlers, ConfigChannel> {
  const { session, backups, drafts } = ports;
  const checkText = createTextCheck(ports);
  return {
    "settings:get-config": async () => await readOverview(ports),
    "settings:get-value": async ({ target, path }) => valueOrFail(await session.value(target, path)),
    "settings:get-file": async ({ file }) => {
      const state = await session.read();
      const found = state.files.find(({ path }) => path === file);
      const unreadable = state.unreadable.get(file);
      if (unreadable !== undefined) fail("config_unreadable", saidOf(unreadable));
      if (found === undefined) fail("not_found", say("errors.settings.unknownFile", { file }));
      return { file, revision: state.revision, text: found.text };
    },
    "settings:preview-edits": async (payload) => valueOrFail(await session.preview(requestOf(payload))),
    "settings:apply-edits": async (payload) => valueOrFail(await session.apply(requestOf(payload))),
    "settings:save-text": async ({ base, file, text, isPreview, reason }) =>
      valueOrFail(await session.saveText(base, file, text, reason, isPreview)),
    "settings:check-text": async ({ file, text }) => await checkText(file, text),
    "settings:undo": async () => valueOrFail(await session.undo()),
    "settings:list-backups": async () => await backups.list(),
    "settings:get-backup": async ({ id }) => (await session.compareBackup(id)) ?? fail("not_found", say("errors.settings.noBackup")),
    "settings:restore-backup": async ({ id }) => valueOrFail(await session.restore(id)),
    "settings:list-drafts": async () => await drafts.list(),
    "settings:keep-draft": async (draft) => {
      await drafts.keep({ ...draft, savedAtEpochMs: ports.clock.nowMs() });
      return null;
    },
    "settings:drop-draft": async ({ id }) => {
      await drafts.drop(id);
      return null;
    },
    "settings:get-location": () => locationOf(ports),
    "settings:choose-config": async ({ kind }) => {
      const { place, dialogs } = ports;
      const chosen = kind === "default" ? "" : kind === "file" ? await dialogs.openFile("yaml") : await dialogs.openFolder();
      if (chosen !== null) place.chosenPath = chosen === place.defaultPath ? "" : chosen;
      return locationOf(ports);
    },
    "settings:restart-app": () => {
      ports.restart();
      return null;
    },
  };
}

/** Checks what is being typed: a newer text takes an older one's place, whose answer nobody waits for any more. */
function createTextCheck({ session, load }: SettingsPorts): (file: string, text: string) => Promise<readonly ConfigProblem[]> {
  let current: AbortController | null = null;
  return async (file, text) => {
    current?.abort();
    const own = new AbortController();
    current = own;
    const { files } = await session.read();
    if (!files.some(({ path }) => path === file)) fail("not_found", say("errors.settings.unknownFile", { file }));
    try {
      const texts = files.map((each) => (each.path === file ? { path: file, text } : each));
      const { problems } = await load(texts, own.signal);
      if (!own.signal.aborted) return problems;
    } catch (error) {
      if (!own.signal.aborted) throw error;
    }
    return fail("cancelled", say("errors.settings.newerText"));
  };
}

function requestOf({ base, edits, shared, reason }: ParsedPayload<"settings:apply-edits">): EditRequest {
  // An absent optional member is left out and not undefined, which is all that the two types differ in.
  return { base, shared, reason, edits: edits.map((edit) => withoutAbsent(edit) as Edit) };
}

function locationOf({ place }: SettingsPorts): ConfigLocation {
  if (place.isFixed) return { path: place.path, isDefault: place.path === place.defaultPath, needsRestart: false, isFixed: true };
  const path = place.chosenPath === "" ? place.defaultPath : place.chosenPath;
  return { path, isDefault: path === place.defaultPath, needsRestart: path !== place.path, isFixed: false };
}

async function readOverview({ session, open, place }: SettingsPorts): Promise<ConfigOverview> {
  const state = await session.read();
  const files = await session.overview(state);
  const types: ReadonlySet<string> = new Set(PROVIDER_TYPES);
  const { configProblems: problems } = open.monitor.snapshot().overall;
  const texts = new Map(state.files.map(({ path, text }) => [path, text]));
  const unreadable = [...state.unreadable.keys()].map((file) => ({ file, isEditable: false, topKeys: [], alertingKeys: [], entries: [] }));
  const all = [...files, ...unreadable].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  return {
    revision: state.revision,
    path: place.path,
    isFolder: all.length !== 1 || all[0]?.file !== place.path,
    isDefaultPath: place.path === place.defaultPath,
    files: await Promise.all(
      all.map(async ({ file, isEditable, topKeys }) => ({
        file,
        isWritable: await isWritable(file),
        isEditable,
        lines: (texts.get(file)?.match(/\n/g)?.length ?? 0) + 1,
        topKeys,
      })),
    ),
    entries: files.flatMap(({ entries }) => entries),
    providers: files.flatMap(({ file, alertingKeys }) => alertingKeys.filter((key) => types.has(key)).map((type) => ({ type, file }))),
    problems,
    undoable: session.undoable,
  };
}
