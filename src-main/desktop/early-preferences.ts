// What the window has to know before the store of the preferences is loaded, read from that store's file. Nothing is written here.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Preferences } from "../../shared/ipc/schemas.ts";
import type { WindowBounds } from "./windows/window-bounds.ts";

/** The store's file is `<name>.json` in the data folder. */
export const PREFERENCES_NAME = "preferences";

export interface EarlyPreferences {
  readonly theme: Preferences["theme"];
  readonly bounds: WindowBounds | null;
  /** The path that the user chose in place of the default one; empty = the default. */
  readonly configPath: string;
}

/** Reads the preferences in `folder`; what is missing or makes no sense is as in a first start. */
export function readEarlyPreferences(folder: string): EarlyPreferences {
  const stored = readObject(join(folder, `${PREFERENCES_NAME}.json`));
  const { theme } = objectOf(stored["preferences"]);
  const { configPath } = stored;
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    bounds: boundsOf(stored["bounds"]),
    configPath: typeof configPath === "string" ? configPath : "",
  };
}

function readObject(file: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // There is none yet, or the store will mend it.
    return {};
  }
}

function boundsOf(value: unknown): WindowBounds | null {
  const { x, y, width, height, isMaximized } = objectOf(value);
  if (!isNumber(x) || !isNumber(y) || !isNumber(width) || !isNumber(height)) return null;
  return { x, y, width, height, isMaximized: isMaximized === true };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
