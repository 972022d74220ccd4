// The desktop that end-to-end tests run on: a panel that hosts tray icons, and a window manager. Ended by process id.

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { eventually } from "./eventually.ts";
import { openSessionBus } from "./session-bus.ts";

const WATCHER = "org.kde.StatusNotifierWatcher";

export interface Desktop {
  close(): Promise<void>;
}

/** Starts the panel and waits until it takes tray icons. */
export async function startDesktop(): Promise<Desktop> {
  const programs = [start("openbox", []), start("xfce4-panel", ["--disable-wm-check"])];
  const bus = openSessionBus();
  const target = { destination: "org.freedesktop.DBus", path: "/org/freedesktop/DBus", interface: "org.freedesktop.DBus" };
  await eventually("a tray host", async () => {
    const [isThere] = await bus.call(target, "NameHasOwner", "s", [WATCHER]);
    return isThere === true ? true : null;
  });
  bus.close();
  return {
    close: async () => {
      await Promise.all(programs.map(end));
    },
  };
}

function start(program: string, args: readonly string[]): ChildProcess {
  const child = spawn(program, args, { stdio: "ignore" });
  child.on("error", (error) => {
    throw new Error(`${program} could not be started; it is one of the packages that npm test installs`, { cause: error });
  });
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
  await ended;
  clearTimeout(timer);
}
