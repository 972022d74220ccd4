// The main window, made before the app behind it is loaded, so that its page starts while the rest does. What closing it means, and what
// its page is answered, is told by whoever comes later.

import { join } from "node:path";
import { nativeTheme } from "electron";
import type { BrowserWindow } from "electron";
import type { Logger } from "../ports/logger.ts";
import type { EarlyPreferences } from "./early-preferences.ts";
import { createMainWindow } from "./windows/main-window.ts";
import type { MainWindow } from "./windows/main-window.ts";
import type { WindowBounds } from "./windows/window-bounds.ts";

export interface EarlyWindow {
  readonly window: MainWindow;
  /** The ids of the contents that are ours. */
  readonly contents: ReadonlySet<number>;
  /** Called with each new and each gone id. */
  readonly onContents: (id: number, exists: boolean) => void;
  /** The user closed the window; true = keep the app. Until somebody says otherwise, it is kept. */
  onClose: () => boolean;
  /** From now on the window's place is kept here. */
  keepPlaceIn(place: WindowPlace): void;
  /** Resolves once the window can be seen, at once when there is none, and after a moment in any case. */
  seen(): Promise<void>;
}

/** A page that takes longer is painted while the app is loaded. */
const SEEN_WITHIN_MS = 2_000;

/** Where the window's bounds are kept. */
export interface WindowPlace {
  bounds: WindowBounds | null;
}

export interface EarlyWindowPorts {
  readonly preferences: EarlyPreferences;
  readonly logger: Logger;
  readonly preloadFile: string;
  readonly assetsFolder: string;
}

/** Makes ready for the window in the theme that is preferred; nothing is shown yet. */
export function prepareWindow({ preferences, logger, preloadFile, assetsFolder }: EarlyWindowPorts): EarlyWindow {
  nativeTheme.themeSource = preferences.theme;
  let place: WindowPlace = { bounds: preferences.bounds };
  const contents = new Set<number>();
  const onContents = (id: number, exists: boolean): void => void (exists ? contents.add(id) : contents.delete(id));
  const early: EarlyWindow = {
    window: createMainWindow({
      place: {
        get bounds() {
          return place.bounds;
        },
        set bounds(bounds) {
          place.bounds = bounds;
        },
      },
      logger,
      preloadFile,
      iconFile: join(assetsFolder, "app", "icon-256.png"),
      onContents,
      onClose: () => early.onClose(),
    }),
    contents,
    onContents,
    onClose: () => true,
    keepPlaceIn(kept) {
      // Closed before there was a place to keep it in.
      if (place.bounds !== preferences.bounds) kept.bounds = place.bounds;
      place = kept;
    },
    seen: async () => await shown(early.window.window),
  };
  return early;
}

async function shown(window: BrowserWindow | null): Promise<void> {
  if (window === null || window.isVisible()) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, SEEN_WITHIN_MS);
    const finish = (): void => {
      clearTimeout(timer);
      resolve();
    };
    window.once("show", finish);
    window.once("closed", finish);
  });
}
