// Start at login: the system's own list on Windows and macOS, an XDG autostart entry on Linux.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { App } from "electron";
import { say } from "../../shared/i18n/said.ts";
import type { AppError, Result } from "../../shared/errors.ts";
import { err, ok } from "../../shared/errors.ts";

export interface LoginItemPorts {
  readonly app: Pick<App, "setLoginItemSettings" | "getLoginItemSettings" | "isPackaged">;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly executable: string;
}

/** Turns it on or off. Fails for a checkout, which nobody should start at login. */
export function setLaunchAtLogin(isOn: boolean, ports: LoginItemPorts): Result<null, AppError> {
  if (!ports.app.isPackaged) return isOn ? err("unsupported", say("errors.login.notInstalled")) : ok(null);
  if (ports.platform !== "linux") {
    ports.app.setLoginItemSettings({ openAtLogin: isOn, args: ["--hidden"] });
    return ok(null);
  }
  const file = autostartFile(ports);
  try {
    if (!isOn) rmSync(file, { force: true });
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, autostartEntry(ports.environment["APPIMAGE"] ?? ports.executable));
    }
    return ok(null);
  } catch (error) {
    return err("unavailable", say("errors.login.unwritable", { file, detail: error instanceof Error ? error.message : String(error) }));
  }
}

/** Whether the system will start it, whatever we asked for: the user may have changed that in the system's own settings. */
export function readLaunchAtLogin(ports: LoginItemPorts): boolean {
  if (!ports.app.isPackaged) return false;
  if (ports.platform !== "linux") return ports.app.getLoginItemSettings({ args: ["--hidden"] }).openAtLogin;
  try {
    const text = readFileSync(autostartFile(ports), "utf8");
    return !/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text);
  } catch {
    return false;
  }
}

function autostartFile({ environment, homeFolder }: LoginItemPorts): string {
  const configured = environment["XDG_CONFIG_HOME"];
  const folder = configured === undefined || configured === "" ? join(homeFolder, ".config") : configured;
  return join(folder, "autostart", "sentray.desktop");
}

/** A desktop entry that starts Sentray in the tray. Pure. */
export function autostartEntry(executable: string): string {
  // The string type has its own backslashes on top of the quoting of arguments, and a percent sign begins a field code.
  const quoted = `"${executable
    .replace(/(["`$\\])/g, "\\$1")
    .replaceAll("\\", "\\\\")
    .replaceAll("%", "%%")}"`;
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
