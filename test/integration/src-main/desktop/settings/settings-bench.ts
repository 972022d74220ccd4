// The settings' requests as the window makes them: through the router, onto a real monitor, real files and real probes.

import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { IpcMain, IpcMainInvokeEvent } from "electron";
import { onTestFinished, vi } from "vitest";

import { openMonitor } from "../../../../../src-main/composition/open-monitor.ts";
import { openSettings } from "../../../../../src-main/composition/settings.ts";
import { createSurroundings, pathsFor } from "../../../../../src-main/composition/surroundings.ts";
import { connectRequests } from "../../../../../src-main/desktop/ipc/router.ts";
import type { RequestHandlers } from "../../../../../src-main/desktop/ipc/router.ts";
import { createSettingsHandlers } from "../../../../../src-main/desktop/settings/handlers.ts";
import type { ConfigPlace, Dialogs } from "../../../../../src-main/desktop/settings/ports.ts";
import { openSecretFile } from "../../../../../src-main/platform/secret-file.ts";
import type { SecretCipher } from "../../../../../src-main/platform/secret-file.ts";
import type { Notifier } from "../../../../../src-main/ports/alerting.ts";
import type { OpenMonitor } from "../../../../../src-main/ports/open-monitor.ts";
import type { RequestPayload, RequestReplies } from "../../../../../shared/ipc/contract.ts";
import type { IpcResult } from "../../../../../shared/ipc/result.ts";
import type { SettingsChannel } from "../../../../../shared/ipc/settings-channels.ts";
import type { ConfigSaveOutcome, EntryRef } from "../../../../../shared/model/settings.ts";
import { LOCKS } from "../../../../helpers/file-locks.ts";
import { TURNING_KEYRING } from "./keyrings.ts";
import { SILENT } from "../../history/history-support.ts";

vi.mock("electron", async () => await import("../../../../helpers/electron-fake.ts"));

export interface SettingsBench {
  readonly folder: string;
  readonly configFile: string;
  readonly secretsFile: string;
  readonly open: OpenMonitor;
  readonly dialogs: { file: string | null; folder: string | null; save: string | null };
  readonly place: ConfigPlace;
  readonly announced: string[];
  ask<C extends SettingsChannel>(channel: C, payload: RequestPayload<C>): Promise<IpcResult<RequestReplies[C]>>;
  /** The answer of a request that must succeed. */
  get<C extends SettingsChannel>(channel: C, payload: RequestPayload<C>): Promise<RequestReplies[C]>;
  send(channel: SettingsChannel, payload: unknown): Promise<IpcResult<unknown>>;
  read(name?: string): Promise<string>;
  write(text: string, name?: string): Promise<void>;
  /** Sets one key of an entry. */
  set(entry: EntryRef, path: ReadonlyArray<string | number>, value: string): Promise<ConfigSaveOutcome>;
  revision(): Promise<string>;
}

export interface BenchOptions {
  /** File name → text; a single `config.yaml` is the configuration itself, else the folder is. */
  readonly files: Readonly<Record<string, string>>;
  readonly keyring?: SecretCipher;
}

const SILENT_NOTIFIER: Notifier = { show: () => Promise.resolve() } as unknown as Notifier;

export async function settingsBench({ files, keyring = TURNING_KEYRING }: BenchOptions): Promise<SettingsBench> {
  const folder = await mkdtemp(join(tmpdir(), "sentray-settings-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const names = Object.keys(files);
  const isOneFile = names.length === 1 && names[0] === "config.yaml";
  const configFolder = join(folder, "config");
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(configFolder, name)), { recursive: true });
    await writeFile(join(configFolder, name), text);
  }
  const configPath = isOneFile ? join(configFolder, "config.yaml") : configFolder;
  const paths = pathsFor(join(folder, "data"), {});
  await mkdir(paths.dataFolder, { recursive: true });
  const secrets = openSecretFile(paths.secretsFile, () => keyring, LOCKS);
  const surroundings = createSurroundings({ paths, secrets, openLogger: () => SILENT });
  const open = await openMonitor(surroundings, { configPath, notifier: SILENT_NOTIFIER });
  const dialogs = { file: null as string | null, folder: null as string | null, save: null as string | null };
  const asked: Dialogs = {
    openFile: () => Promise.resolve(dialogs.file),
    openFolder: () => Promise.resolve(dialogs.folder),
    saveFile: () => Promise.resolve(dialogs.save),
  };
  const announced: string[] = [];
  const place: ConfigPlace = { path: configPath, defaultPath: paths.configFile, isFixed: false, chosenPath: configPath };
  const settings = openSettings(surroundings, {
    open,
    secrets,
    place,
    dialogs: asked,
    notifier: SILENT_NOTIFIER,
    announce: (revision) => void announced.push(revision),
    restart: () => void announced.push("restart"),
  });
  onTestFinished(async () => {
    await settings.close();
    await open.close();
    await surroundings.http.close();
  });

  const listeners = new Map<string, Parameters<IpcMain["handle"]>[1]>();
  // Only the settings' channels are asked here.
  connectRequests(Promise.resolve(createSettingsHandlers(settings.ports) as unknown as RequestHandlers), {
    ipcMain: { handle: (channel, listener) => void listeners.set(channel, listener), removeHandler: () => undefined },
    logger: SILENT,
    ownContents: new Set([1]),
  });
  const event = { senderFrame: { url: "app://sentray/index.html", parent: null }, sender: { id: 1 } } as unknown as IpcMainInvokeEvent;
  const send = async (channel: SettingsChannel, payload: unknown): Promise<IpcResult<unknown>> =>
    (await listeners.get(channel)?.(event, payload)) as IpcResult<unknown>;
  const ask: SettingsBench["ask"] = async (channel, payload) => (await send(channel, payload)) as never;
  const get: SettingsBench["get"] = async (channel, payload) => {
    const reply = await ask(channel, payload);
    if (!reply.ok) throw new Error(`${channel}: ${reply.error.code}: ${reply.error.message}`);
    return reply.value;
  };
  const revision = async (): Promise<string> => (await get("settings:get-config", undefined)).revision;
  return {
    folder,
    configFile: join(configFolder, "config.yaml"),
    secretsFile: paths.secretsFile,
    open,
    dialogs,
    place,
    announced,
    ask,
    get,
    send,
    revision,
    read: async (name = "config.yaml") => await readFile(join(configFolder, name), "utf8"),
    write: async (text, name = "config.yaml") => await writeFile(join(configFolder, name), text),
    set: async (entry, path, value) =>
      await get("settings:apply-edits", {
        base: await revision(),
        edits: [{ op: "set", target: { kind: "entry", entry }, path: [...path], value }],
        shared: "ask",
        reason: "set a value",
      }),
  };
}
