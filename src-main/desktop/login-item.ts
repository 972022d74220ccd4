// Start at login: the system's own list on Windows and macOS, an XDG autostart entry on Linux.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "electron";
import type { AppError, Result } from "../../shared/errors.ts";
import { err, ok } from "../../shared/errors.ts";

export interface LoginItemPorts {
  readonly app: Pick<App, "setLoginItemSettings" | "isPackaged">;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly executable: string;
}

/** Turns it on or off. Fails for a checkout, which nobody should start at login. */
export function setLaunchAtLogin(isOn: boolean, ports: LoginItemPorts): Result<null, AppError> {
  if (!ports.app.isPackaged) return isOn ? err("unsupported", "only an installed Sentray can start at login") : ok(null);
  if (ports.platform !== "linux") {
    ports.app.setLoginItemSettings({ openAtLogin: isOn, args: ["--hidden"] });
    return ok(null);
  }
  const folder = join(ports.environment["XDG_CONFIG_HOME"] ?? join(ports.homeFolder, ".config"), "autostart");
  const file = join(folder, "sentray.desktop");
  try {
    if (!isOn) rmSync(file, { force: true });
    else {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, autostartEntry(ports.environment["APPIMAGE"] ?? ports.executable));
    }
    return ok(null);
  } catch (error) {
    return err(
      "unavailable",
      `the autostart entry ${file} could not be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** A desktop entry that starts Sentray in the tray. Pure. */
export function autostartEntry(executable: string): string {
  const quoted = `"${executable.replace(/(["`$\\])/g, "\\$1")}"`;
  return [
    "[Desktop Entry]",
    "Type=Application",
    "Name=Sentray",
    `Exec=${quoted} --hidden`,
    "Icon=sentray",
    "Terminal=false",
    "X-GNOME-Autostart-enabled=true",
    "",
  ].join("\n");
}
