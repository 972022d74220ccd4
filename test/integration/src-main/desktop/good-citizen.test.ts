// What the desktop part does to the machine: start at login, updates, uncaught errors, log files.

import { EventEmitter } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App } from "electron";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { handleFatalErrors } from "../../../../src-main/desktop/fatal-errors.ts";
import { autostartEntry, readLaunchAtLogin, setLaunchAtLogin } from "../../../../src-main/desktop/login-item.ts";
import type { LoginItemPorts } from "../../../../src-main/desktop/login-item.ts";
import { isHarmlessVariable, unlistedEnvironment } from "../../../../src-main/desktop/page-environment.ts";
import type { UpdateState } from "../../../../shared/ipc/contract.ts";
import { startUpdates, updateWay } from "../../../../src-main/desktop/updates.ts";
import type { Updater } from "../../../../src-main/desktop/updates.ts";
import { openFileLogger } from "../../../../src-main/platform/logger.ts";
import type { Logger } from "../../../../src-main/ports/logger.ts";
import { HOUR, MINUTE } from "../../../../shared/units.ts";
import { FakeClock, settle } from "../../../helpers/fake-clock.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sentray-citizen-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A log that a test can read. */
function listening(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (message: string, fields?: object): void =>
      void lines.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`);
  return { logger: { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") }, lines };
}

describe("start at login, on Linux", () => {
  const ports = (isPackaged = true): LoginItemPorts => ({
    app: { isPackaged } as LoginItemPorts["app"],
    platform: "linux",
    homeFolder: folder,
    environment: {},
    executable: "/opt/Sentray/sentray",
  });

  it("is an entry in the user's autostart folder, and is read back from there", async () => {
    expect(readLaunchAtLogin(ports())).toBe(false);
    expect(setLaunchAtLogin(true, ports()).ok).toBe(true);
    expect(await readFile(join(folder, ".config/autostart/sentray.desktop"), "utf8")).toContain('Exec="/opt/Sentray/sentray" --hidden\n');
    expect(readLaunchAtLogin(ports())).toBe(true);
    expect(setLaunchAtLogin(false, ports()).ok).toBe(true);
    expect(readLaunchAtLogin(ports())).toBe(false);
  });

  it("is refused for a checkout", () => {
    expect(setLaunchAtLogin(true, ports(false))).toMatchObject({ ok: false, error: { code: "unsupported" } });
    expect(setLaunchAtLogin(false, ports(false)).ok).toBe(true);
  });

  it("quotes what a path may hold", () => {
    expect(autostartEntry("/home/a b/100%/Sentray.AppImage")).toContain('Exec="/home/a b/100%%/Sentray.AppImage" --hidden');
    expect(autostartEntry('/x"$`')).toContain('Exec="/x\\\\"\\\\$\\\\`" --hidden');
  });
});

describe("updates", () => {
  it.each([
    ["a checkout", { platform: "linux", isPackaged: false, environment: { APPIMAGE: "/x" } }, null],
    ["an AppImage", { platform: "linux", isPackaged: true, environment: { APPIMAGE: "/x" } }, "appimage"],
    ["a .deb or .rpm", { platform: "linux", isPackaged: true, environment: {} }, null],
    ["a snap", { platform: "linux", isPackaged: true, environment: { SNAP: "/snap/x", APPIMAGE: "/x" } }, null],
    ["an installer on Windows", { platform: "win32", isPackaged: true, environment: {} }, "nsis"],
    ["the portable edition", { platform: "win32", isPackaged: true, environment: { PORTABLE_EXECUTABLE_DIR: "C:\\x" } }, null],
    ["macOS", { platform: "darwin", isPackaged: true, environment: {} }, "zip"],
  ] as const)("of %s", (_name, facts, expected) => expect(updateWay(facts)).toBe(expected));

  /** An updater that counts. */
  function updater(fail = false): Updater & { checks: number; readonly emitter: EventEmitter } {
    const emitter = new EventEmitter();
    const fake = {
      logger: {},
      autoDownload: false,
      autoInstallOnAppQuit: false,
      allowDowngrade: true,
      checks: 0,
      emitter,
      on: (event: string, listener: ((info: { readonly version: string }) => void) | ((error: Error) => void)) =>
        emitter.on(event, listener),
      checkForUpdates: () => {
        fake.checks += 1;
        if (!fail) return Promise.resolve(null);
        emitter.emit("error", new Error("no network"));
        return Promise.reject(new Error("no network"));
      },
      quitAndInstall: (isSilent: boolean, isForceRunAfter: boolean) => void emitter.emit("installs", isSilent, isForceRunAfter),
    };
    return fake;
  }

  it("are looked for after the start and every few hours, and installed on quitting", async () => {
    const clock = new FakeClock();
    const fake = updater();
    const { stop } = startUpdates({
      way: "appimage",
      isWanted: () => true,
      loadUpdater: () => Promise.resolve(fake),
      timers: clock,
      logger: listening().logger,
      onChange: () => undefined,
    });
    expect(fake.checks).toBe(0);
    clock.advance(3 * MINUTE);
    await settle();
    expect(fake).toMatchObject({ checks: 1, autoDownload: true, autoInstallOnAppQuit: true, allowDowngrade: false });
    clock.advance(13 * HOUR);
    await settle();
    expect(fake.checks).toBe(3);
    stop();
    clock.advance(24 * HOUR);
    expect(fake.checks).toBe(3);
  });

  it("are not even loaded where somebody else looks after them, nor when the user said no", async () => {
    const clock = new FakeClock();
    const { logger } = listening();
    let loads = 0;
    const loadUpdater = (): Promise<Updater> => {
      loads += 1;
      return Promise.resolve(updater());
    };
    startUpdates({ way: null, isWanted: () => true, loadUpdater, timers: clock, logger, onChange: () => undefined });
    const { stop } = startUpdates({ way: "nsis", isWanted: () => false, loadUpdater, timers: clock, logger, onChange: () => undefined });
    clock.advance(24 * HOUR);
    await settle();
    stop();
    expect(loads).toBe(0);
  });

  it("are told once they are fetched, and installed when asked to; before that, asking changes nothing", async () => {
    const clock = new FakeClock();
    const fake = updater();
    const states: UpdateState[] = [];
    const installed: unknown[] = [];
    fake.emitter.on("installs", (...how) => installed.push(how));
    const updates = startUpdates({
      way: "nsis",
      isWanted: () => true,
      loadUpdater: () => Promise.resolve(fake),
      timers: clock,
      logger: listening().logger,
      onChange: (state) => states.push(state),
    });
    updates.install();
    clock.advance(3 * MINUTE);
    await settle();
    expect(updates.state).toEqual({ kind: "none" });
    fake.emitter.emit("update-downloaded", { version: "9.9.9" });
    expect(updates.state).toEqual({ kind: "ready", version: "9.9.9" });
    expect(states).toEqual([{ kind: "ready", version: "9.9.9" }]);
    expect(installed).toEqual([]);
    updates.install();
    expect(installed).toEqual([[true, true]]);
    updates.stop();
  });

  it("fail quietly, and are tried again", async () => {
    const clock = new FakeClock();
    const { logger, lines } = listening();
    const fake = updater(true);
    const { stop } = startUpdates({
      way: "zip",
      isWanted: () => true,
      loadUpdater: () => Promise.resolve(fake),
      timers: clock,
      logger,
      onChange: () => undefined,
    });
    clock.advance(7 * HOUR);
    await settle();
    stop();
    expect(fake.checks).toBe(2);
    expect(lines.filter((line) => line.startsWith("warn"))).toHaveLength(2);
    expect(lines.some((line) => line.startsWith("error"))).toBe(false);
  });
});

describe("uncaught errors", () => {
  it("are logged each, within measure, and told once", async () => {
    const [app, process] = [new EventEmitter(), new EventEmitter()];
    const { logger, lines } = listening();
    let told = 0;
    const stop = handleFatalErrors({
      app: Object.assign(app, { isReady: () => true, whenReady: () => Promise.resolve() }) as unknown as App,
      process: process as unknown as NodeJS.Process,
      logger,
      tell: () => void (told += 1),
    });
    process.emit("uncaughtException", new Error("first"));
    process.emit("unhandledRejection", "second");
    const again = new Error("the same");
    for (let times = 0; times < 1_000; times += 1) process.emit("uncaughtException", again);
    app.emit("child-process-gone", {}, { type: "GPU", reason: "crashed" });
    app.emit("child-process-gone", {}, { type: "Utility", reason: "clean-exit" });
    process.emit("uncaughtException", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    await settle();
    expect(told).toBe(1);
    expect(lines.filter((line) => line.includes("first"))).toHaveLength(1);
    expect(lines.filter((line) => line.includes("the same")).length).toBeLessThan(50);
    expect(lines.filter((line) => line.includes("helper process"))).toHaveLength(1);
    expect(lines.some((line) => line.includes("EPIPE"))).toBe(false);
    stop();
    expect(process.listenerCount("uncaughtException") + app.listenerCount("child-process-gone")).toBe(0);
  });
});

describe("the log's files", () => {
  it("rotate, keep their number, are the user's alone, and hold no known secret", async () => {
    const logger = openFileLogger(folder, "info", (text) => text.replaceAll("hunter-2", "<redacted>"), { size: "16K", maxFiles: 3 });
    for (let line = 0; line < 2_000; line += 1) {
      logger.info(`line ${String(line)} with hunter-2`, { detail: "hunter-2 again", padding: "x".repeat(80) });
      if (line % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await logger.close();
    const names = (await readdir(folder)).filter((name) => name.endsWith(".log"));
    expect(names).toContain("sentray.log");
    expect(names.length).toBeGreaterThan(1);
    expect(names.length).toBeLessThanOrEqual(4);
    for (const name of names) {
      expect((await stat(join(folder, name))).size, name).toBeLessThan(256 * 1024);
      expect(await readFile(join(folder, name), "utf8"), name).not.toContain("hunter-2");
    }
    if (process.platform !== "win32") expect((await stat(join(folder, "sentray.log"))).mode & 0o077).toBe(0);
  });

  it("takes lines after its end without complaint, and can be closed twice", async () => {
    const logger = openFileLogger(folder, "info", (text) => text);
    logger.info("before");
    await Promise.all([logger.close(), logger.close()]);
    expect(() => logger.info("after")).not.toThrow();
    await new Promise((resolve) => setImmediate(resolve));
    const text = await readFile(join(folder, "sentray.log"), "utf8");
    expect(text).toContain("before");
    expect(text).not.toContain("after");
  });
});

describe("the environment that pages see", () => {
  it("lists harmless variables only, and still gives every one by its name", () => {
    const environment = unlistedEnvironment({
      PATH: "/bin",
      LC_ALL: "C",
      XDG_SESSION_TYPE: "x11",
      AWS_SECRET_ACCESS_KEY: "s",
      MY_TOKEN: "t",
    });
    expect({ ...environment }).toEqual({ PATH: "/bin", LC_ALL: "C", XDG_SESSION_TYPE: "x11" });
    expect(environment["MY_TOKEN"]).toBe("t");
    expect("AWS_SECRET_ACCESS_KEY" in environment).toBe(true);
    expect(isHarmlessVariable("HTTPS_PROXY")).toBe(false);
  });
});
