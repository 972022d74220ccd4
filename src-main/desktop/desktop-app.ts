// The app as its user meets it: window, tray, notifications and requests, wired to a monitor that may still be opening.

import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { app, nativeTheme, net, powerMonitor, screen, shell } from "electron";
import { createFormatter } from "../../shared/i18n/format.ts";
import { createTranslator } from "../../shared/i18n/create.ts";
import { pickLanguage } from "../../shared/i18n/languages.ts";
import type { Language } from "../../shared/i18n/languages.ts";
import type { AppInfo, EventChannel, EventPayloads, UpdateState } from "../../shared/ipc/contract.ts";
import { say } from "../../shared/i18n/said.ts";
import { err } from "../../shared/errors.ts";
import type { AppError } from "../../shared/errors.ts";
import type { NavigationTarget, Preferences } from "../../shared/ipc/schemas.ts";
import { HOUR } from "../../shared/units.ts";
import type { OpenMonitor } from "../ports/open-monitor.ts";
import { curlCommand } from "../engine/curl.ts";
import type { NativeNotification } from "../ports/alerting.ts";
import type { Clock, Timers } from "../ports/clock.ts";
import type { Logger } from "../ports/logger.ts";
import { createFileSaver } from "./file-saver.ts";
import { createHandlers } from "./ipc/handlers.ts";
import type { RequestHandlers, SettingsHandlers } from "./ipc/router.ts";
import { openExternal } from "./lock-down.ts";
import { readLaunchAtLogin, setLaunchAtLogin } from "./login-item.ts";
import type { LoginItemPorts } from "./login-item.ts";
import { wordNotification } from "./notification-words.ts";
import { createNotifier } from "./notifications.ts";
import type { DesktopNotifier } from "./notifications.ts";
import { watchSystem } from "./power.ts";
import type { PreferenceStore } from "./preferences.ts";
import { createTray } from "./tray/tray.ts";
import { openTrayDesk } from "./tray/tray-desk.ts";
import type { TrayDesk } from "./tray/tray-desk.ts";
import { updateWay } from "./updates.ts";
import { createGlanceWindow } from "./windows/glance-window.ts";
import type { GlanceWindow } from "./windows/glance-window.ts";
import type { EarlyWindow } from "./early-window.ts";

/** By then a start is over, and making another window keeps nobody waiting. */
const GLANCE_AHEAD_MS = 4_000;

export interface DesktopPorts {
  readonly preferences: PreferenceStore;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly assetsFolder: string;
  readonly preloadFile: string;
  /** The main window, which is there first. */
  readonly early: EarlyWindow;
  readonly dataFolder: string;
  readonly removeSecrets: (text: string) => string;
  readonly onQuit: () => void;
  readonly updateState: () => UpdateState;
  readonly installUpdate: () => boolean;
  /** The settings' requests, once there is a monitor; `announce` tells the windows that files changed. */
  readonly settings: (open: OpenMonitor, announce: (revision: string) => void) => SettingsHandlers;
}

/** The desktop's half of the app; closed by `dispose`. */
export class DesktopApp {
  readonly notifier: DesktopNotifier;
  readonly #ports: DesktopPorts;
  readonly #closers: Array<() => void> = [];
  #glance: GlanceWindow | null = null;
  #tray: TrayDesk | null = null;
  #monitor: OpenMonitor | null = null;
  #language: Language;

  constructor(ports: DesktopPorts) {
    this.#ports = ports;
    this.#language = this.#pickLanguage();
    const iconFile = join(ports.assetsFolder, "app", "icon-256.png");
    ports.early.onClose = () => this.#mayHide();
    this.notifier = createNotifier({
      platform: process.platform,
      iconFile,
      isEnabled: () => ports.preferences.current.nativeNotifications,
      isSoundEnabled: () => ports.preferences.current.notificationSound,
      say: (words) => wordNotification(words, createTranslator(this.#language), createFormatter(this.#language), ports.clock.nowMs()),
      labels: () => this.#actionLabels(),
      onOpen: (target) => this.show(target),
      onAction: (action, notification) => this.#actOn(action, notification),
    });
  }

  /** Shows the main window, and a place in it. */
  show(target?: NavigationTarget): void {
    this.#ports.early.window.show(target);
  }

  /** Tells the windows that a new version is ready. */
  showUpdate(state: UpdateState): void {
    this.#send("updates:changed", state);
  }

  /** Draws the tray and follows the machine; returns the answers to the windows' requests. */
  async attach(open: OpenMonitor): Promise<RequestHandlers> {
    this.#monitor = open;
    this.#drawWhatHappens(open);
    await setImmediate();
    const handlers = this.#handlers(open);
    // Pages that asked already are all answered in the turn in which they come.
    await setImmediate();
    return handlers;
  }

  dispose(): void {
    for (const close of this.#closers.splice(0).reverse()) close();
    this.notifier.dispose();
    this.#glance?.dispose();
    this.#ports.early.window.dispose();
    this.#tray?.dispose();
  }

  #drawWhatHappens(open: OpenMonitor): void {
    this.#tray = this.#openTray(open);
    this.#closers.push(
      open.monitor.on("changed", (delta) => {
        this.#ports.early.window.sendDelta(delta);
        this.#glance?.sendDelta(delta);
      }),
      watchSystem({ powerMonitor, isOnline: () => net.isOnline(), interfaces: networkInterfaces, timers: this.#ports.timers }, (signal) =>
        open.monitor.signal(signal),
      ),
    );
    // The small window waits painted for its first click.
    const ahead = setTimeout(() => this.#glanceWindow(), GLANCE_AHEAD_MS);
    this.#closers.push(() => clearTimeout(ahead));
  }

  #openTray({ monitor }: OpenMonitor): TrayDesk {
    const { assetsFolder, clock, timers, onQuit } = this.#ports;
    const { platform } = process;
    return openTrayDesk({
      clock,
      timers,
      monitor,
      language: () => this.#language,
      createIcon: (onAction) =>
        createTray({
          assetsFolder,
          platform,
          onAction,
          onClick: (bounds) => {
            if (platform === "linux") this.show();
            else this.#glanceWindow().toggle(bounds);
          },
        }),
      showMain: (target) => this.show(target),
      toggleGlance: () => this.#glanceWindow().toggle({ ...screen.getCursorScreenPoint(), width: 1, height: 1 }),
      quit: onQuit,
    });
  }

  #handlers(open: OpenMonitor): ReturnType<typeof createHandlers> {
    const { clock, dataFolder, removeSecrets, onQuit } = this.#ports;
    const glanceId = (): number | null => this.#glance?.contentsId ?? null;
    return createHandlers({
      monitor: open.monitor,
      history: open.history,
      clock,
      info: () => ({
        version: app.getVersion(),
        platform: platformName(),
        language: this.#language,
        electronVersion: process.versions["electron"] ?? "",
        dataFolder,
        installation: installation(),
      }),
      preferences: () => this.#preferences(),
      changePreferences: (change) => this.#changePreferences(change),
      openExternal,
      openConfig: async (file) => await this.#openConfig(open, file),
      showConfig: () => shell.showItemInFolder(open.configPath),
      showMain: (target) => this.show(target),
      saver: createFileSaver(
        () => app.getPath("documents"),
        () => createTranslator(this.#language).t("dialog.saveTitle"),
      ),
      glance: {
        get contentsId() {
          return glanceId();
        },
        fit: (heightPx) => this.#glance?.fit(heightPx),
        hide: () => this.#glance?.hide(),
      },
      quit: onQuit,
      updateState: this.#ports.updateState,
      installUpdate: this.#ports.installUpdate,
      curlOf: (key) => {
        const config = open.monitor.configOf(key);
        const command = config === null ? null : curlCommand(config);
        return command === null ? null : removeSecrets(command);
      },
      deliveriesOf: (key) => open.deliveriesOf(key),
      settings: this.#ports.settings(open, (revision) => this.#send("settings:config-changed", { revision })),
    });
  }

  #actOn(action: "acknowledge" | "snooze", { endpointKey }: NativeNotification): void {
    const monitor = this.#monitor?.monitor;
    if (monitor === undefined || endpointKey === null) return;
    const scope = monitor.notifiedScope(endpointKey);
    if (action === "acknowledge") monitor.silence({ action, scope, note: "" });
    else monitor.silence({ action, scope, note: "", untilMs: this.#ports.clock.nowMs() + HOUR });
  }

  /** What the user chose; whether it starts at login is the system's to say, where that may have been changed, too. */
  #preferences(): Preferences {
    return { ...this.#ports.preferences.current, launchAtLogin: readLaunchAtLogin(loginItemPorts()) };
  }

  #changePreferences(change: Partial<Preferences>): AppError | null {
    const { preferences } = this.#ports;
    if (change.launchAtLogin !== undefined && change.launchAtLogin !== readLaunchAtLogin(loginItemPorts())) {
      const done = setLaunchAtLogin(change.launchAtLogin, loginItemPorts());
      if (!done.ok) return done.error;
    }
    nativeTheme.themeSource = preferences.change(change).theme;
    this.#language = this.#pickLanguage();
    this.#send("app:preferences-changed", this.#preferences());
    this.#tray?.draw();
    return null;
  }

  async #openConfig(open: OpenMonitor, file: string | undefined): Promise<AppError | null> {
    const { configFiles } = open.monitor.snapshot().overall;
    const wanted = file ?? configFiles[0] ?? open.configPath;
    if (file !== undefined && !configFiles.includes(file)) return err("forbidden", say("errors.settings.unknownFile", { file })).error;
    const failure = await shell.openPath(wanted);
    return failure === "" ? null : err("unavailable", say("errors.settings.notOpened", { file: wanted, failure })).error;
  }

  /** Closing keeps the app in the tray, explained once. */
  #mayHide(): boolean {
    const { preferences } = this.#ports;
    if (!preferences.current.closeToTray) {
      this.#ports.onQuit();
      return true;
    }
    if (!preferences.closeExplained) {
      preferences.closeExplained = true;
      const { t } = createTranslator(this.#language);
      void this.notifier.show({
        tag: "close-to-tray",
        title: t("notification.stillRunning"),
        body: t("notification.stillRunningBody"),
        words: null,
        own: [],
        urgency: "low",
        silent: true,
        actions: [],
        endpointKey: null,
      });
    }
    return true;
  }

  #glanceWindow(): GlanceWindow {
    this.#glance ??= createGlanceWindow({
      preloadFile: this.#ports.preloadFile,
      onContents: this.#ports.early.onContents,
    });
    return this.#glance;
  }

  #send<C extends EventChannel>(channel: C, payload: EventPayloads[C]): void {
    this.#ports.early.window.send(channel, payload);
    this.#glance?.send(channel, payload);
  }

  #actionLabels(): Readonly<Record<NativeNotification["actions"][number], string>> {
    const { t } = createTranslator(this.#language);
    return { open: t("common.action.open"), acknowledge: t("notification.acknowledge"), snooze: t("notification.snooze") };
  }

  #pickLanguage(): Language {
    const { language } = this.#ports.preferences.current;
    return language === "system" ? pickLanguage(app.getPreferredSystemLanguages()) : language;
  }
}

function loginItemPorts(): LoginItemPorts {
  return {
    app,
    platform: process.platform,
    homeFolder: app.getPath("home"),
    environment: process.env,
    executable: process.execPath,
  };
}

function installation(): AppInfo["installation"] {
  const { isPackaged } = app;
  if (!isPackaged) return "checkout";
  return updateWay({ platform: process.platform, isPackaged, environment: process.env }) === null ? "managed" : "updating";
}

function platformName(): "linux" | "darwin" | "win32" {
  return process.platform === "darwin" || process.platform === "win32" ? process.platform : "linux";
}
