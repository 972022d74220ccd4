// Electron's entry: builds the parts, hands them to each other, nothing else. What the window does not need to appear is loaded behind
// its back.

import { join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { app, dialog, ipcMain, safeStorage } from "electron";
import type { Translator } from "../shared/i18n/create.ts";
import { pathsFor } from "./composition/paths.ts";
import type { OpenSettings } from "./composition/settings.ts";
import { writeDefaultConfig } from "./config/default-config.ts";
import { registerAppScheme, serveAppFiles } from "./desktop/app-protocol.ts";
import { LINK_SCHEME, parseDeepLink } from "./desktop/deep-link.ts";
import { prepareWindow } from "./desktop/early-window.ts";
import type { EarlyWindow } from "./desktop/early-window.ts";
import { handleFatalErrors } from "./desktop/fatal-errors.ts";
import type { RequestHandlers } from "./desktop/ipc/router.ts";
import { parseLaunchArguments } from "./desktop/launch-arguments.ts";
import { lockDown } from "./desktop/lock-down.ts";
import { unlistedEnvironment } from "./desktop/page-environment.ts";
import { readEarlyPreferences } from "./desktop/early-preferences.ts";
import { createLateLogger } from "./desktop/late-logger.ts";
import type { LateLogger } from "./desktop/late-logger.ts";
import type { PreferenceStore } from "./desktop/preferences.ts";
import type { OpenLogger } from "./platform/logger.ts";
import { createSecretScrubber } from "./platform/secret-scrubber.ts";
import type { SecretScrubber } from "./platform/secret-scrubber.ts";
import type { OpenMonitor } from "./ports/open-monitor.ts";
import type { NavigationTarget } from "../shared/ipc/schemas.ts";

/** Quitting ends within this, whatever still runs. */
const QUIT_WITHIN_MS = 7_000;
/** What ends a session. */
const ENDING_SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

const outFolder = join(import.meta.dirname, "..");
const assetsFolder = join(outFolder, "..", "assets");
const preloadFile = join(outFolder, "preload", "preload.cjs");
const launch = parseLaunchArguments(process.argv.slice(app.isPackaged ? 1 : 2));
const paths = pathsFor(launch.dataFolder === undefined ? undefined : resolve(launch.dataFolder), process.env);

// Not awaited: Electron becomes ready only after this module has been evaluated.
void (launch.command === null ? startApp().catch(refuseToStart) : runAsCommand(launch.command));

async function runAsCommand(words: readonly string[]): Promise<void> {
  const [{ runCommand }, { runCommandInElectron }] = await Promise.all([
    import("./cli/run-command.ts"),
    import("./desktop/run-command.ts"),
  ]);
  await runCommandInElectron(words, runCommand);
}

/** Texts in the system's language. */
async function systemTranslator(): Promise<Translator> {
  const [{ createTranslator }, { pickLanguage }] = await Promise.all([
    import("../shared/i18n/create.ts"),
    import("../shared/i18n/languages.ts"),
  ]);
  return createTranslator(pickLanguage(app.getPreferredSystemLanguages()));
}

/** The first bug that nobody caught is told. */
async function tellAboutBug(): Promise<void> {
  const { t } = await systemTranslator();
  await dialog.showMessageBox({
    type: "warning",
    title: "Sentray",
    message: t("dialog.bug"),
    detail: t("dialog.bugDetail", { folder: paths.logFolder }),
  });
}

/** Without a monitor there is nothing to keep open. */
async function refuseToStart(error: unknown): Promise<void> {
  const problem = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? problem) : problem}\n`);
  const { t } = await systemTranslator();
  dialog.showErrorBox(t("dialog.cannotStart"), t("dialog.cannotStartDetail", { problem, folder: paths.logFolder }));
  app.exit(1);
}

/** The log's file; standard error where no file can be made. */
async function openLog(scrub: (text: string) => string): Promise<OpenLogger> {
  const { createConsoleLogger, openFileLogger } = await import("./platform/logger.ts");
  try {
    return openFileLogger(paths.logFolder, "info", scrub);
  } catch (error) {
    const logger = createConsoleLogger("info", scrub);
    logger.error("the log folder cannot be used", { error: error instanceof Error ? error.message : String(error) });
    return logger;
  }
}

/** What exists from the first moment on. */
interface Beginning {
  readonly scrubber: SecretScrubber;
  readonly late: LateLogger;
  readonly configPath: string;
  readonly early: EarlyWindow;
  /** The variables as they were; pages see fewer. */
  readonly environment: NodeJS.ProcessEnv;
}

/** What there is while the window's page is on its way. */
interface Base {
  readonly logger: OpenLogger;
  readonly preferences: PreferenceStore;
}

/** The app behind the window. */
interface Running {
  readonly handlers: RequestHandlers;
}

/** Shows the window as soon as Electron can; everything else comes after. */
async function startApp(): Promise<void> {
  registerAppScheme();
  app.setPath("userData", paths.dataFolder);
  app.setAppUserModelId("app.sentray.Sentray");
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  const environment = process.env;
  const scrubber = createSecretScrubber();
  const late = createLateLogger();
  handleFatalErrors({ app, process, logger: late, tell: () => void tellAboutBug() });
  let linkBeforeWindow: NavigationTarget | null = launch.link;
  let openLink = (link: NavigationTarget | null): void => {
    linkBeforeWindow = link ?? linkBeforeWindow;
  };
  // macOS hands links over by this event, the first one before anything else.
  app.on("open-url", (event, url) => {
    event.preventDefault();
    openLink(parseDeepLink(url));
  });
  const preferences = readEarlyPreferences(paths.dataFolder);
  const configPath = launch.configPath === undefined ? preferences.configPath || paths.configFile : resolve(launch.configPath);

  await app.whenReady();
  process.env = unlistedEnvironment(environment);
  lockDown(app, late);
  const early = prepareWindow({ preferences, logger: late, preloadFile, assetsFolder });
  // Begun now, evaluated in later turns: the window comes first.
  const running = runBehind({ scrubber, late, configPath, early, environment });
  serveAppFiles(join(outFolder, "renderer"), answerPages(running, early, late));
  openLink = (link) => early.window.show(link ?? undefined);
  app.on("second-instance", (_event, argv) => openLink(parseLaunchArguments(argv.slice(1)).link));
  app.on("activate", () => openLink(null));
  app.on("window-all-closed", () => undefined);
  if (!launch.isHidden || linkBeforeWindow !== null) openLink(linkBeforeWindow);

  // From a checkout it would claim the links for Electron itself.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  await running;
  late.info("Sentray is watching", { version: app.getVersion(), electron: process.versions["electron"] ?? "", config: configPath });
}

/** Resolves once pages are answered; who asks before everything is open waits for the answer. */
async function answerPages(running: Promise<Running>, { contents }: EarlyWindow, logger: LateLogger): Promise<void> {
  const { connectRequests } = await import("./desktop/ipc/router.ts");
  connectRequests(
    running.then(({ handlers }) => handlers),
    { ipcMain, logger, ownContents: contents },
  );
}

/** Opens the log and the preferences. */
async function openBase({ scrubber, late, early }: Beginning): Promise<Base> {
  // What writes the preferences listens for signals, too, which takes them from Electron, and ends the process if nobody else does.
  for (const signal of ENDING_SIGNALS) process.on(signal, () => app.quit());
  const [logger, { openPreferences }] = await Promise.all([openLog((text) => scrubber.scrub(text)), import("./desktop/preferences.ts")]);
  late.open(logger);
  const preferences = openPreferences(paths.dataFolder);
  early.keepPlaceIn(preferences);
  return { logger, preferences };
}

/**
 * The large parts, loaded while the window's page is on its way. One after the other with a turn between them, what others are made
 * of first: compiling and evaluating all of them at once would keep everybody waiting who asks meanwhile.
 */
async function loadParts() {
  const surroundings = await inOwnTurn(() => import("./composition/surroundings.ts"));
  await inOwnTurn(() => import("./composition/probes.ts"));
  await inOwnTurn(() => import("./composition/alerts.ts"));
  await inOwnTurn(() => import("./composition/history.ts"));
  const monitor = await inOwnTurn(() => import("./composition/open-monitor.ts"));
  const settings = await inOwnTurn(() => import("./composition/settings.ts"));
  const desktop = await inOwnTurn(() => import("./desktop/desktop-app.ts"));
  const dialogs = await inOwnTurn(() => import("./desktop/settings/dialogs.ts"));
  const handlers = await inOwnTurn(() => import("./desktop/settings/handlers.ts"));
  const [keyring, updates, locks, secrets, clock] = await Promise.all([
    import("./desktop/keyring-secrets.ts"),
    import("./desktop/updates.ts"),
    import("./platform/file-locks.ts"),
    import("./platform/secret-file.ts"),
    import("./platform/system-clock.ts"),
  ]);
  const small = { ...keyring, ...updates, ...locks, ...secrets, ...clock };
  return { ...surroundings, ...monitor, ...settings, ...desktop, ...dialogs, ...handlers, ...small };
}

async function inOwnTurn<T>(load: () => Promise<T>): Promise<T> {
  const loaded = await load();
  await setImmediate();
  return loaded;
}

/** Opens everything that watches, and closes it again when the app quits. */
async function runBehind(beginning: Beginning): Promise<Running> {
  const { scrubber, configPath, early, environment } = beginning;
  const { logger, preferences } = await openBase(beginning);
  if (configPath === paths.configFile) {
    const written = await writeDefaultConfig(configPath);
    if (!written.ok) logger.error(written.error.message);
  }
  // The window and its page's files come from this process, which answers nobody while it loads itself.
  await early.seen();
  const parts = await loadParts();
  const { createSurroundings, openMonitor, openSettings, DesktopApp, createDialogs, createSettingsHandlers } = parts;
  const locks = parts.createFileLocks({ clock: parts.createSystemClock(), timers: parts.createSystemTimers() });
  const secrets = parts.openSecretFile(paths.secretsFile, () => parts.openKeyring(safeStorage, process.platform), locks);
  const surroundings = createSurroundings({ paths, secrets, scrubber, environment, openLogger: () => logger });
  await setImmediate();

  let isQuitting = false;
  let opening: Promise<OpenMonitor> | null = null;
  let settings: OpenSettings | null = null;
  const quit = async (last: () => void = () => app.exit(0)): Promise<void> => {
    if (isQuitting) return;
    isQuitting = true;
    const deadline = setTimeout(() => app.exit(1), QUIT_WITHIN_MS);
    updates.stop();
    desktop.dispose();
    await settings?.close();
    await (await opening)?.close();
    await surroundings.configs.close();
    await surroundings.http.close();
    await logger.close();
    clearTimeout(deadline);
    last();
  };
  const updates = parts.startUpdates({
    way: parts.updateWay({ platform: process.platform, isPackaged: app.isPackaged, environment }),
    isWanted: () => preferences.current.automaticUpdates,
    loadUpdater: parts.loadElectronUpdater,
    timers: surroundings.timers,
    logger,
    onChange: (state) => desktop.showUpdate(state),
  });
  const desktop = new DesktopApp({
    preferences,
    logger,
    clock: surroundings.clock,
    timers: surroundings.timers,
    assetsFolder,
    preloadFile,
    early,
    dataFolder: paths.dataFolder,
    removeSecrets: (text) => scrubber.scrub(text),
    onQuit: () => void quit(),
    updateState: () => updates.state,
    installUpdate: () => {
      if (updates.state.kind !== "ready") return false;
      void quit(() => {
        // The new version starts before this one has ended, and must not be sent away.
        app.releaseSingleInstanceLock();
        updates.install();
      });
      return true;
    },
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
  app.on("before-quit", (event) => {
    if (isQuitting) return;
    event.preventDefault();
    void quit();
  });
  const opened = openMonitor(surroundings, { configPath, notifier: desktop.notifier });
  opening = opened;
  return { handlers: await desktop.attach(await inOwnTurn(() => opened)) };
}
