// What the user prefers, in electron-store: window bounds, theme, language, habits. What is watched is not kept here.

import Store from "electron-store";
import { preferencesSchema } from "../../shared/ipc/schemas.ts";
import type { Preferences } from "../../shared/ipc/schemas.ts";
import { PREFERENCES_NAME } from "./early-preferences.ts";
import type { WindowBounds } from "./windows/window-bounds.ts";

export const DEFAULT_PREFERENCES: Preferences = {
  theme: "system",
  language: "system",
  launchAtLogin: false,
  closeToTray: true,
  nativeNotifications: true,
  notificationSound: false,
  automaticUpdates: true,
  compactDashboard: false,
  collapsedGroups: [],
};

interface Stored {
  readonly preferences: Preferences;
  readonly bounds: WindowBounds | null;
  /** The path that the user chose in place of the default one; empty = the default. */
  readonly configPath: string;
  /** Closing to the tray was explained once. */
  readonly closeExplained: boolean;
}

/** Reads and keeps preferences; unreadable ones become the defaults. */
export interface PreferenceStore {
  readonly current: Preferences;
  change(change: Partial<Preferences>): Preferences;
  bounds: WindowBounds | null;
  configPath: string;
  closeExplained: boolean;
}

/** Opens the preferences in `folder`. */
export function openPreferences(folder: string): PreferenceStore {
  const store = new Store<Stored>({
    cwd: folder,
    name: PREFERENCES_NAME,
    clearInvalidConfig: true,
    defaults: { preferences: DEFAULT_PREFERENCES, bounds: null, configPath: "", closeExplained: false },
  });
  const read = (): Preferences => {
    const parsed = preferencesSchema.safeParse({ ...DEFAULT_PREFERENCES, ...store.get("preferences") });
    return parsed.success ? parsed.data : DEFAULT_PREFERENCES;
  };
  return {
    get current() {
      return read();
    },
    change(change) {
      store.set("preferences", { ...read(), ...change });
      return read();
    },
    get bounds() {
      return store.get("bounds");
    },
    set bounds(bounds) {
      store.set("bounds", bounds);
    },
    get configPath() {
      return store.get("configPath");
    },
    set configPath(path) {
      store.set("configPath", path);
    },
    get closeExplained() {
      return store.get("closeExplained");
    },
    set closeExplained(explained) {
      store.set("closeExplained", explained);
    },
  };
}
