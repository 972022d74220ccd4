// A keyring such as GNOME's, with a folder of its own, unlocked by an empty password. Ended by its process id.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "./eventually.ts";
import { openSessionBus } from "./session-bus.ts";

const SERVICE = "org.freedesktop.secrets";

export interface Keyring {
  /** What the app's environment needs to look for this keyring. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts the daemon on the session's bus, its files below `folder`. */
export async function startKeyring(folder: string): Promise<Keyring> {
  const home = join(folder, "keyring");
  await mkdir(join(home, "control"), { recursive: true, mode: 0o700 });
  const child = spawn(
    "gnome-keyring-daemon",
    ["--foreground", "--unlock", "--components=secrets", `--control-directory=${join(home, "control")}`],
    {
      env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, "data") },
      stdio: ["pipe", "ignore", "ignore"],
    },
  );
  child.on("error", (error) => {
    throw new Error("gnome-keyring-daemon could not be started; it is one of the packages that npm test installs", { cause: error });
  });
  child.stdin.end("\n");
  const bus = openSessionBus();
  const target = { destination: "org.freedesktop.DBus", path: "/org/freedesktop/DBus", interface: "org.freedesktop.DBus" };
  await eventually("a keyring on the bus", async () =>
    (await bus.call(target, "NameHasOwner", "s", [SERVICE]))[0] === true ? true : null,
  );
  const service = { destination: SERVICE, path: "/org/freedesktop/secrets", interface: "org.freedesktop.Secret.Service" };
  await eventually("an unlocked collection in it", async () => {
    const [path] = await bus.call(service, "ReadAlias", "s", ["default"]);
    if (typeof path !== "string" || path === "/") return null;
    const collection = { destination: SERVICE, path, interface: "org.freedesktop.Secret.Collection" };
    return (await bus.property(collection, "Locked")) === false ? true : null;
  });
  bus.close();
  return {
    // Chromium asks the keyring of the desktop that it thinks it is on.
    environment: { XDG_CURRENT_DESKTOP: "GNOME" },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
