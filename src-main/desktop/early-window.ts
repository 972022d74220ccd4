// The main window, made before the app behind it is loaded, so that its page starts while the rest does. What closing it means, and what
// its page is answered, is told by whoever comes later.

import { join } from "node:path";
import { nativeTheme } from "electron";
import type { BrowserWindow } from "electron";
import type { Logger } from "../ports/logger.ts";
import type { PreferenceStore } from "./preferences.ts";
import { createMainWindow } from "./windows/main-window.ts";
import type { MainWindow } from "./windows/main-window.ts";

export interface EarlyWindow {
  readonly window: MainWindow;
  /** The ids of the contents that are ours. */
  readonly contents: ReadonlySet<number>;
  /** Called with each new and each gone id. */
  readonly onContents: (id: number, exists: boolean) => void;
  /** The user closed the window; true = keep the app. Until somebody says otherwise, it is kept. */
  onClose: () => boolean;
  /** Resolves once the window's page has all its files, at once when there is no window, and after a moment in any case. */
  pageLoaded(): Promise<void>;
}

/** A page that takes longer gets the rest of its files while the app is loaded. */
const LOADED_WITHIN_MS = 1_000;

export interface EarlyWindowPorts {
  readonly preferences: PreferenceStore;
  readonly logger: Logger;
  readonly preloadFile: string;
  readonly assetsFolder: string;
}

/** Makes ready for the window in the theme that is preferred; nothing is shown yet. */
export function prepareWindow({ preferences, logger, preloadFile, assetsFolder }: EarlyWindowPorts): EarlyWindow {
  nativeTheme.themeSource = preferences.current.theme;
  const contents = new Set<number>();
  const onContents = (id: number, exists: boolean): void => void (exists ? contents.add(id) : contents.delete(id));
  const early: EarlyWindow = {
    window: createMainWindow({
      preferences,
      logger,
      preloadFile,
      iconFile: join(assetsFolder, "app", "icon-256.png"),
      onContents,
      onClose: () => early.onClose(),
    }),
    contents,
    onContents,
    onClose: () => true,
    pageLoaded: async () => await loaded(early.window.window),
  };
  return early;
}

async function loaded(window: BrowserWindow | null): Promise<void> {
  if (window === null) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LOADED_WITHIN_MS);
    const finish = (): void => {
      clearTimeout(timer);
      resolve();
    };
    window.webContents.once("dom-ready", finish);
    window.once("closed", finish);
  });
}
