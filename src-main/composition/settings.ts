// What the settings run on: an editing session on the configuration's files, secrets, drafts, backups, and probes of their own.

import { join } from "node:path";

import { openBackups } from "../config/edit/backups.ts";
import { openDrafts } from "../config/edit/drafts.ts";
import { openEditEngine } from "../config/edit/edit-in-worker.ts";
import type { ConfigText } from "../config/edit/file-set.ts";
import { EditSession } from "../config/edit/session.ts";
import type { SessionPorts } from "../config/edit/session.ts";
import type { ConfigLoad } from "../config/load.ts";
import type { ConfigPlace, Dialogs, SettingsPorts } from "../desktop/settings/ports.ts";
import { createFileLocks } from "../platform/file-locks.ts";
import type { SecretStore } from "../ports/secrets.ts";
import type { Notifier } from "../ports/alerting.ts";
import type { OpenMonitor } from "../ports/open-monitor.ts";
import { openChannels } from "./alerts.ts";
import { readConfiguration } from "./config-source.ts";
import { openProbes } from "./probes.ts";
import type { Surroundings } from "./surroundings.ts";

/** Large configurations are edited beside the event loop, by this file of the bundle. */
const WORKER_URL = new URL("edit.worker.js", import.meta.url);

export interface OpenSettings {
  readonly ports: SettingsPorts;
  close(): Promise<void>;
}

export interface SettingsOptions {
  readonly open: OpenMonitor;
  readonly secrets: SecretStore;
  readonly notifier: Notifier;
  readonly place: ConfigPlace;
  readonly dialogs: Dialogs;
  readonly announce: (revision: string) => void;
  readonly restart: () => void;
}

/** Opens what the settings need; whoever opens it closes it. */
export function openSettings(surroundings: Surroundings, options: SettingsOptions): OpenSettings {
  const { clock, timers, environment, http, scrubber, paths } = surroundings;
  const { open, secrets, place, announce } = options;
  const engine = openEditEngine(WORKER_URL);
  const backups = openBackups(join(paths.dataFolder, "backups"));
  const probes = openProbes(surroundings);
  const load = async (
    files: readonly ConfigText[] | null,
    more: ReadonlyMap<string, string> = new Map(),
    signal?: AbortSignal,
  ): Promise<ConfigLoad> => {
    const secretsNow = { get: (name: string) => more.get(name) ?? secrets.get(name) };
    return await readConfiguration(place.path, { ...surroundings, secrets: secretsNow }, files ?? undefined, signal);
  };
  const session = new EditSession({
    configPath: place.path,
    engine,
    backups,
    clock,
    whileLocked: createFileLocks({ clock, timers }).whileLocked,
    check: async (texts, taken) => {
      const files = [...texts].map(([path, text]) => ({ path, text }));
      return (await load(files, taken)).problems;
    },
    ...secretsOfSaves(secrets),
    onSaved: (revision) => {
      announce(revision);
      // What the monitor says of it is news of its own.
      void open.reload().then(() => announce(revision));
    },
  });
  const unfollow = open.onFilesChanged(() => void session.read().then(({ revision }) => announce(revision)));
  const ports: SettingsPorts = {
    session,
    backups,
    drafts: openDrafts(join(paths.dataFolder, "drafts.json")),
    secrets,
    environment,
    readGatus: async (source, files) => await engine.readGatus(files, source),
    load: async (files, signal) => await load(files, undefined, signal),
    open,
    probes,
    channels: openChannels(surroundings, options.notifier),
    http,
    clock,
    timers,
    removeSecrets: (text) => scrubber.scrub(text),
    dialogs: options.dialogs,
    place,
    announce,
    restart: options.restart,
  };
  return {
    ports,
    close: async () => {
      unfollow();
      await engine.close();
      await probes.close();
    },
  };
}

/** Stores what a save needs, and puts it back as it was when the save fails: a secret of the same name may have been there before. */
function secretsOfSaves(secrets: SecretStore): Pick<SessionPorts, "keepSecret" | "dropSecret"> {
  const replaced = new Map<string, string>();
  return {
    keepSecret: ({ name, value }) => {
      const before = secrets.get(name);
      if (before === undefined) replaced.delete(name);
      else replaced.set(name, before);
      return secrets.set(name, value);
    },
    dropSecret: (name) => {
      const before = replaced.get(name);
      replaced.delete(name);
      if (before === undefined) secrets.remove(name);
      else secrets.set(name, before);
    },
  };
}
