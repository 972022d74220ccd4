// New versions: looked for, fetched and installed on quitting, where the app was not installed by a package manager.
// What is fetched is checked by the updater: a signature on Windows and macOS, a hash from the release's own list everywhere.

import type { UpdateState } from "../../shared/ipc/contract.ts";
import type { DurationMs } from "../../shared/units.ts";
import { HOUR, MINUTE } from "../../shared/units.ts";
import type { Timers } from "../ports/clock.ts";
import type { Logger } from "../ports/logger.ts";

/** Not at once: starting to watch comes first. */
const FIRST_LOOK_MS: DurationMs = 2 * MINUTE;
const LOOK_EVERY_MS: DurationMs = 6 * HOUR;

/** What the app was installed from, as far as updates are concerned. */
export type UpdateWay = "appimage" | "nsis" | "zip";

export interface InstallationFacts {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The part of electron-updater that is used. */
export interface Updater {
  logger: unknown;
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  on(event: "update-downloaded", listener: (info: { readonly version: string }) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  checkForUpdates(): Promise<unknown>;
  quitAndInstall(isSilent: boolean, isForceRunAfter: boolean): void;
}

export interface UpdatePorts {
  readonly way: UpdateWay | null;
  /** Asked before each look, so that the preference counts at once. */
  readonly isWanted: () => boolean;
  readonly loadUpdater: () => Promise<Updater>;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Called with each new state. */
  readonly onChange: (state: UpdateState) => void;
}

/** Looks for new versions while it is not stopped. */
export interface Updates {
  readonly state: UpdateState;
  /** Ends the app, installs what is ready and starts it; everything must be closed by then. Only while the state is `ready`. */
  install(): void;
  stop(): void;
}

const NONE: UpdateState = { kind: "none" };

/** How this installation is updated; null = not by us: a checkout, or whatever apt, dnf, snap and flatpak look after. Pure. */
export function updateWay({ platform, isPackaged, environment }: InstallationFacts): UpdateWay | null {
  if (!isPackaged) return null;
  switch (platform) {
    case "win32":
      // Set by the portable edition's launcher, which cannot be replaced while it runs.
      return environment["PORTABLE_EXECUTABLE_DIR"] === undefined ? "nsis" : null;
    case "darwin":
      return "zip";
    case "linux":
      return environment["APPIMAGE"] === undefined || environment["SNAP"] !== undefined ? null : "appimage";
    default:
      return null;
  }
}

/** Looks for updates from time to time. Trouble is logged and tried again the next time. */
export function startUpdates({ way, isWanted, loadUpdater, timers, logger, onChange }: UpdatePorts): Updates {
  if (way === null) return { state: NONE, install: () => undefined, stop: () => undefined };
  let updater: Promise<Updater> | null = null;
  let ready: { readonly updater: Updater; readonly state: UpdateState } | null = null;
  let isStopped = false;
  const prepared = async (): Promise<Updater> => {
    const loaded = await loadUpdater();
    loaded.logger = null;
    loaded.autoDownload = true;
    loaded.autoInstallOnAppQuit = true;
    loaded.allowDowngrade = false;
    loaded.on("error", (error) => logger.warn("looking for an update failed", { error: error.message }));
    loaded.on("update-downloaded", ({ version }) => {
      logger.info("a new version is installed when Sentray quits", { version });
      ready = { updater: loaded, state: { kind: "ready", version } };
      onChange(ready.state);
    });
    return loaded;
  };
  const look = async (): Promise<void> => {
    if (isStopped || !isWanted()) return;
    try {
      updater ??= prepared();
      await (await updater).checkForUpdates();
    } catch (error) {
      // The updater reports its own failures by its event; here ends what it throws on top.
      logger.debug("an update check ended early", { error: error instanceof Error ? error.message : String(error) });
    }
  };
  const again = (): void => {
    void look();
    next = timers.setTimer(LOOK_EVERY_MS, again);
  };
  let next = timers.setTimer(FIRST_LOOK_MS, again);
  return {
    get state() {
      return ready?.state ?? NONE;
    },
    install: () => ready?.updater.quitAndInstall(true, true),
    stop: () => {
      isStopped = true;
      next.cancel();
    },
  };
}

/** electron-updater, loaded when it is first needed. */
export async function loadElectronUpdater(): Promise<Updater> {
  const { default: module } = await import("electron-updater");
  return module.autoUpdater;
}
