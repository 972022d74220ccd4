// The one description of how a window of ours is made: isolated, sandboxed, without Node. Pure.

import type { BrowserWindowConstructorOptions } from "electron";

/** Options that every window shares. */
export function secureWindowOptions(preloadFile: string): BrowserWindowConstructorOptions {
  return {
    show: false,
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  };
}

/** The page colour before the first paint, so that a dark window does not flash white. */
export function backgroundColour(isDark: boolean): string {
  return isDark ? "#0f1216" : "#f5f6f8";
}
