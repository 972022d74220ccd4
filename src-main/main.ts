// Electron's entry: builds the parts, hands them to each other, nothing else.

import { join, resolve } from "node:path";
import { app } from "electron";
import { openMonitor } from "./composition/open-monitor.ts";
import { createSurroundings, pathsFor } from "./composition/surroundings.ts";
import { writeDefaultConfig } from "./config/default-config.ts";
import { registerAppScheme, serveAppFiles } from "./desktop/app-protocol.ts";
import { LINK_SCHEME } from "./desktop/deep-link.ts";
import { DesktopApp } from "./desktop/desktop-app.ts";
import { handleFatalErrors } from "./desktop/fatal-errors.ts";
import { parseLaunchArguments } from "./desktop/launch-arguments.ts";
import { lockDown } from "./desktop/lock-down.ts";
import { openPreferences } from "./desktop/preferences.ts";
import { runCommandInElectron } from "./desktop/run-command.ts";
import { openFileLogger } from "./platform/logger.ts";
import type { OpenLogger } from "./platform/logger.ts";
import type { OpenMonitor } from "./ports/open-monitor.ts";

/** Quitting ends within this, whatever still runs. */
const QUIT_WITHIN_MS = 7_000;

const launch = parseLaunchArguments(process.argv.slice(app.isPackaged ? 1 : 2));
const paths = pathsFor(launch.dataFolder === undefined ? undefined : resolve(launch.dataFolder), process.env);

// Not awaited: Electron becomes ready only after this module has been evaluated.
void (launch.command === null ? startApp() : runAsCommand(launch.command));

async function runAsCommand(words: readonly string[]): Promise<void> {
  const { runCommand } = await import("./cli/run-command.ts");
  await runCommandInElectron(words, runCommand);
}

async function startApp(): Promise<void> {
  registerAppScheme();
  app.setPath("userData", paths.dataFolder);
  app.setAppUserModelId("org.sentray.Sentray");
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  let logger: OpenLogger | null = null;
  const surroundings = createSurroundings({
    paths,
    secrets: { get: () => undefined },
    openLogger: (scrub) => (logger = openFileLogger(paths.logFolder, "info", scrub)),
  });
  handleFatalErrors(app, surroundings.logger);
  const preferences = openPreferences(paths.dataFolder);
  const configPath = launch.configPath === undefined ? preferences.configPath || paths.configFile : resolve(launch.configPath);
  if (configPath === paths.configFile) {
    const written = await writeDefaultConfig(configPath);
    if (!written.ok) surroundings.logger.error(written.error.message);
  }

  await app.whenReady();
  lockDown(app, surroundings.logger);
  const outFolder = join(import.meta.dirname, "..");
  serveAppFiles(join(outFolder, "renderer"));
  app.setAsDefaultProtocolClient(LINK_SCHEME);

  let isQuitting = false;
  let opening: Promise<OpenMonitor> | null = null;
  const quit = async (): Promise<void> => {
    if (isQuitting) return;
    isQuitting = true;
    const deadline = setTimeout(() => app.exit(1), QUIT_WITHIN_MS);
    desktop.dispose();
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
  });

  app.on("second-instance", (_event, argv) => desktop.show(parseLaunchArguments(argv.slice(1)).link ?? undefined));
  app.on("activate", () => desktop.show());
  app.on("window-all-closed", () => undefined);
  app.on("before-quit", (event) => {
    if (isQuitting) return;
    event.preventDefault();
    void quit();
  });

  opening = openMonitor(surroundings, { configPath, notifier: desktop.notifier });
  desktop.start(opening);
  if (!launch.isHidden) desktop.show(launch.link ?? undefined);
  await opening;
  surroundings.logger.info("Sentray is watching", {
    version: app.getVersion(),
    electron: process.versions["electron"] ?? "",
    config: configPath,
  });
}
