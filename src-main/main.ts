// Electron's entry: builds the parts, hands them to each other, nothing else.

import { join, resolve } from "node:path";
import { app, dialog, safeStorage } from "electron";
import { createTranslator } from "../shared/i18n/create.ts";
import { pickLanguage } from "../shared/i18n/languages.ts";
import { openMonitor } from "./composition/open-monitor.ts";
import { openSettings } from "./composition/settings.ts";
import type { OpenSettings } from "./composition/settings.ts";
import { createSurroundings, pathsFor } from "./composition/surroundings.ts";
import { writeDefaultConfig } from "./config/default-config.ts";
import { registerAppScheme, serveAppFiles } from "./desktop/app-protocol.ts";
import { LINK_SCHEME, parseDeepLink } from "./desktop/deep-link.ts";
import { DesktopApp } from "./desktop/desktop-app.ts";
import { handleFatalErrors } from "./desktop/fatal-errors.ts";
import { parseLaunchArguments } from "./desktop/launch-arguments.ts";
import { lockDown } from "./desktop/lock-down.ts";
import { unlistedEnvironment } from "./desktop/page-environment.ts";
import { openPreferences } from "./desktop/preferences.ts";
import { openKeyring } from "./desktop/keyring-secrets.ts";
import { runCommandInElectron } from "./desktop/run-command.ts";
import { createDialogs } from "./desktop/settings/dialogs.ts";
import { createSettingsHandlers } from "./desktop/settings/handlers.ts";
import { loadElectronUpdater, startUpdates, updateWay } from "./desktop/updates.ts";
import { openSecretFile } from "./platform/secret-file.ts";
import { createConsoleLogger, openFileLogger } from "./platform/logger.ts";
import type { OpenLogger } from "./platform/logger.ts";
import type { OpenMonitor } from "./ports/open-monitor.ts";
import type { NavigationTarget } from "../shared/ipc/schemas.ts";

/** Quitting ends within this, whatever still runs. */
const QUIT_WITHIN_MS = 7_000;

const launch = parseLaunchArguments(process.argv.slice(app.isPackaged ? 1 : 2));
const paths = pathsFor(launch.dataFolder === undefined ? undefined : resolve(launch.dataFolder), process.env);

// Not awaited: Electron becomes ready only after this module has been evaluated.
void (launch.command === null ? startApp().catch(refuseToStart) : runAsCommand(launch.command));

async function runAsCommand(words: readonly string[]): Promise<void> {
  const { runCommand } = await import("./cli/run-command.ts");
  await runCommandInElectron(words, runCommand);
}

/** The first bug that nobody caught is told, in the system's language. */
function tellAboutBug(): void {
  const { t } = createTranslator(pickLanguage(app.getPreferredSystemLanguages()));
  void dialog.showMessageBox({
    type: "warning",
    title: "Sentray",
    message: t("dialog.bug"),
    detail: t("dialog.bugDetail", { folder: paths.logFolder }),
  });
}

/** Without a monitor there is nothing to keep open. */
function refuseToStart(error: unknown): void {
  const problem = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? problem) : problem}\n`);
  const { t } = createTranslator(pickLanguage(app.getPreferredSystemLanguages()));
  dialog.showErrorBox(t("dialog.cannotStart"), t("dialog.cannotStartDetail", { problem, folder: paths.logFolder }));
  app.exit(1);
}

/** The log's file; standard error where no file can be made. */
function openLog(scrub: (text: string) => string): OpenLogger {
  try {
    return openFileLogger(paths.logFolder, "info", scrub);
  } catch (error) {
    const logger = createConsoleLogger("info", scrub);
    logger.error("the log folder cannot be used", { error: error instanceof Error ? error.message : String(error) });
    return logger;
  }
}

async function startApp(): Promise<void> {
  registerAppScheme();
  app.setPath("userData", paths.dataFolder);
  app.setAppUserModelId("app.sentray.Sentray");
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  let logger: OpenLogger | null = null;
  const secrets = openSecretFile(paths.secretsFile, () => openKeyring(safeStorage, process.platform));
  const surroundings = createSurroundings({
    paths,
    secrets,
    openLogger: (scrub) => (logger = openLog(scrub)),
  });
  handleFatalErrors({ app, process, logger: surroundings.logger, tell: tellAboutBug });
  let linkBeforeWindow: NavigationTarget | null = launch.link;
  let openLink = (link: NavigationTarget | null): void => {
    linkBeforeWindow = link ?? linkBeforeWindow;
  };
  // macOS hands links over by this event, the first one before anything else.
  app.on("open-url", (event, url) => {
    event.preventDefault();
    openLink(parseDeepLink(url));
  });
  const preferences = openPreferences(paths.dataFolder);
  const configPath = launch.configPath === undefined ? preferences.configPath || paths.configFile : resolve(launch.configPath);
  if (configPath === paths.configFile) {
    const written = await writeDefaultConfig(configPath);
    if (!written.ok) surroundings.logger.error(written.error.message);
  }

  await app.whenReady();
  process.env = unlistedEnvironment(process.env);
  lockDown(app, surroundings.logger);
  const outFolder = join(import.meta.dirname, "..");
  serveAppFiles(join(outFolder, "renderer"));
  // From a checkout it would claim the links for Electron itself.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);

  let isQuitting = false;
  let opening: Promise<OpenMonitor> | null = null;
  let settings: OpenSettings | null = null;
  const quit = async (): Promise<void> => {
    if (isQuitting) return;
    isQuitting = true;
    const deadline = setTimeout(() => app.exit(1), QUIT_WITHIN_MS);
    stopUpdates();
    desktop.dispose();
    await settings?.close();
    await (await opening)?.close();
    await surroundings.http.close();
    await logger?.close();
    clearTimeout(deadline);
    app.exit(0);
  };
  const desktop = new DesktopApp({
    preferences,
    logger: surroundings.logger,
    clock: surroundings.clock,
    assetsFolder: join(outFolder, "..", "assets"),
    preloadFile: join(outFolder, "preload", "preload.cjs"),
    dataFolder: paths.dataFolder,
    removeSecrets: (text) => surroundings.scrubber.scrub(text),
    onQuit: () => void quit(),
    settings: (open, announce) => {
      settings = openSettings(surroundings, {
        open,
        secrets,
        announce,
        notifier: desktop.notifier,
        dialogs: createDialogs(),
        place: {
          path: configPath,
          defaultPath: paths.configFile,
          isFixed: launch.configPath !== undefined,
          get chosenPath() {
            return preferences.configPath;
          },
          set chosenPath(path) {
            preferences.configPath = path;
          },
        },
        restart: () => {
          app.relaunch();
          void quit();
        },
      });
      return createSettingsHandlers(settings.ports);
    },
  });

  const stopUpdates = startUpdates({
    way: updateWay({ platform: process.platform, isPackaged: app.isPackaged, environment: process.env }),
    isWanted: () => preferences.current.automaticUpdates,
    loadUpdater: loadElectronUpdater,
    timers: surroundings.timers,
    logger: surroundings.logger,
  });
  openLink = (link) => desktop.show(link ?? undefined);
  app.on("second-instance", (_event, argv) => openLink(parseLaunchArguments(argv.slice(1)).link));
  app.on("activate", () => openLink(null));
  app.on("window-all-closed", () => undefined);
  app.on("before-quit", (event) => {
    if (isQuitting) return;
    event.preventDefault();
    void quit();
  });

  opening = openMonitor(surroundings, { configPath, notifier: desktop.notifier });
  desktop.start(opening);
  if (!launch.isHidden || linkBeforeWindow !== null) openLink(linkBeforeWindow);
  await opening;
  surroundings.logger.info("Sentray is watching", {
    version: app.getVersion(),
    electron: process.versions["electron"] ?? "",
    config: configPath,
  });
}
