// The installed package's story: made offline, installed with dpkg, started as an ordinary user with Chromium's sandbox on, used with
// and without a display, upgraded with its data kept, removed. Only root on a Debian can tell it.

import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "./harness/eventually.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";
import { followProcess } from "./harness/starts.ts";
import type { PlainStart } from "./harness/starts.ts";
import { readTray } from "./harness/tray-reader.ts";
import type { TrayReader } from "./harness/tray-reader.ts";

const execute = promisify(execFile);
const projectFolder = new URL("../..", import.meta.url).pathname;
const USER = "sentray-test";
const HOME = `/home/${USER}`;

/** Why this machine can't tell the story; null = it can. */
const obstacle = ((): string | null => {
  if (process.platform !== "linux" || !existsSync("/usr/bin/dpkg-deb")) return "installs a .deb, so it needs Debian or a child of it";
  if (process.getuid?.() !== 0) return "installs a package and adds a user, so it needs root";
  if (existsSync("/opt/Sentray") || existsSync("/usr/bin/sentray"))
    return "Sentray is installed on this machine, and the test would remove it";
  return null;
})();

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let work: string;
let site: Site;
let tray: TrayReader;
let address: string;
let display: string;
let older: string;
let newer: string;
const helpers: ChildProcess[] = [];

const asUser = (command: readonly string[], environment: Readonly<Record<string, string>> = {}): readonly string[] => {
  const path = "/usr/local/bin:/usr/bin:/bin";
  const pairs = Object.entries({ HOME, USER, PATH: path, LANG: "C.UTF-8", TZ: "UTC", ...environment }).map((pair) => pair.join("="));
  return ["-u", USER, "--", "env", "-i", ...pairs, ...command];
};

/** Runs a program to its end as the ordinary user, without a display. */
async function runAsUser(...command: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await execute("runuser", asUser(command), { cwd: "/", timeout: 40_000 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { readonly code?: unknown; readonly stdout?: string; readonly stderr?: string };
    if (typeof code !== "number") throw error;
    return { code, stdout: stdout ?? "", stderr: stderr ?? "" };
  }
}

/** Starts the installed app as the ordinary user, on the desktop that it sees. */
function startApp(...args: readonly string[]): PlainStart {
  const environment = { DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: address, LANG: "en_US.UTF-8", LANGUAGE: "en", NO_AT_BRIDGE: "1" };
  const startedAtMs = Date.now();
  // A group of its own, because runuser does not hand signals on to what it runs.
  const child = spawn("runuser", asUser(["/usr/bin/sentray", ...args], environment), {
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  helpers.push(child);
  return { ...followProcess(child), startedAtMs };
}

/** A helper of the user's desktop. */
function startHelper(command: readonly string[], environment: Readonly<Record<string, string>>, ready = false): ChildProcess {
  const child = spawn("runuser", asUser(command, environment), {
    cwd: "/",
    stdio: ["ignore", "ignore", "ignore", ready ? "pipe" : "ignore"],
    detached: true,
  });
  helpers.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  const stream = child.stdio[3];
  let text = "";
  (stream as NodeJS.ReadableStream).on("data", (data: Buffer) => (text += data.toString()));
  return await eventually("a helper's word", () => (text.includes("\n") ? text.trim() : null));
}

async function dpkg(...args: readonly string[]): Promise<void> {
  await execute("dpkg", [...args], { timeout: 60_000, env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}

async function installedVersion(): Promise<string> {
  return (await execute("dpkg-query", ["-W", "-f=${Version}", "sentray"])).stdout;
}

const config = (): string => `
endpoints:
  - name: front-end
    group: core
    url: "${site.url}/"
    interval: 1s
    conditions: ["[STATUS] == 200"]
`;

/** Makes the unpacked app once, and of it two packages that differ in their version. */
async function makePackages(): Promise<void> {
  const make = async (...args: readonly string[]): Promise<string> => {
    const script = join(projectFolder, "scripts/dist/dist.mjs");
    const making = execute(process.execPath, [script, "--output", work, "--compression", "none", ...args], { timeout: 150_000 });
    const { stdout } = await making.catch((error: unknown) => {
      throw new Error(`the package could not be made:\n${String((error as { readonly stdout?: unknown }).stdout)}`, { cause: error });
    });
    return /the package is (\S+)/.exec(stdout)?.[1] ?? "";
  };
  newer = await make();
  older = await make("--unpacked", join(work, "linux-unpacked"), "--package-version", "0.0.1");
}

/** The display and the bus of the user. Root, which this test runs as, may listen on the bus too. */
async function startUserDesktop(): Promise<void> {
  display = `:${await firstLine(startHelper(["Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"], {}, true))}`;
  const busConfig = join(work, "bus.conf");
  await writeFile(
    busConfig,
    `<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><standard_session_servicedirs/><auth>EXTERNAL</auth><policy context="default"><allow user="root"/><allow user="${USER}"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  );
  address = await firstLine(
    startHelper(["dbus-daemon", `--config-file=${busConfig}`, "--nofork", "--nopidfile", "--print-address=3"], {}, true),
  );
  process.env["DBUS_SESSION_BUS_ADDRESS"] = address;
  const session = { DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: address, NO_AT_BRIDGE: "1" };
  startHelper(["openbox"], session);
  startHelper(["xfce4-panel", "--disable-wm-check"], session);
  startHelper(["dunst"], session);
  tray = readTray();
  await eventually("a tray host", async () => ((await tray.items()).length === 0 ? true : null));
}

beforeEach((context) => {
  if (obstacle !== null) context.skip(obstacle);
});

beforeAll(async () => {
  if (obstacle !== null) return;
  work = await mkdtemp(join(tmpdir(), "sentray-package-"));
  await chmod(work, 0o755);
  site = await startSite();
  await execute("useradd", ["--create-home", "--shell", "/bin/sh", USER]);
  await startUserDesktop();
  await makePackages();
}, 240_000);

afterAll(async () => {
  if (obstacle !== null) return;
  tray?.close();
  for (const helper of helpers.reverse()) {
    if (helper.pid === undefined || helper.exitCode !== null || helper.signalCode !== null) continue;
    const gone = followProcess(helper);
    process.kill(-helper.pid, "SIGKILL");
    await gone.ended(5_000);
  }
  await execute("dpkg", ["--purge", "sentray"]).catch(() => undefined);
  await execute("userdel", ["--remove", "--force", USER]).catch(() => undefined);
  await site.stop();
  await rm(work, { recursive: true, force: true });
}, 60_000);

describe("the Debian package", () => {
  it("has every fuse decided, and only what the app needs", async () => {
    const executable = join(work, "linux-unpacked/sentray");
    const wire = await getCurrentFuseWire(executable);
    // The wire holds the characters 0 and 1.
    const stateOf = (fuse: FuseV1Options): string => String.fromCharCode(Number(wire[fuse]));
    const wanted = [
      { fuse: FuseV1Options.RunAsNode, state: "0" },
      { fuse: FuseV1Options.EnableCookieEncryption, state: "1" },
      { fuse: FuseV1Options.EnableNodeOptionsEnvironmentVariable, state: "0" },
      { fuse: FuseV1Options.EnableNodeCliInspectArguments, state: "0" },
      { fuse: FuseV1Options.EnableEmbeddedAsarIntegrityValidation, state: "1" },
      { fuse: FuseV1Options.OnlyLoadAppFromAsar, state: "1" },
      { fuse: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, state: "0" },
      { fuse: FuseV1Options.GrantFileProtocolExtraPrivileges, state: "0" },
    ];
    for (const { fuse, state } of wanted) expect(stateOf(fuse), FuseV1Options[fuse]).toBe(state);
    const { stdout } = await execute("dpkg-deb", ["--contents", newer], { maxBuffer: 10_000_000 });
    expect(stdout).toMatch(/^-rwsr-xr-x root\/root .* \.\/opt\/Sentray\/chrome-sandbox$/m);
    expect(stdout).toMatch(/^-rwxr-xr-x root\/root .* \.\/usr\/bin\/sentray$/m);
    expect(stdout.match(/\S+\.node$/gm)).toHaveLength(1);
    expect(stdout).not.toMatch(/resources\/app\/|default_app/);
    for (const path of [
      "usr/share/applications/app.sentray.Sentray.desktop",
      "usr/share/icons/hicolor/256x256/apps/sentray.png",
      "usr/share/doc/sentray/copyright",
    ]) {
      expect(stdout, path).toContain(`./${path}\n`);
    }
    const megabytes = async (path: string): Promise<string> => (await execute("du", ["-sm", path])).stdout.split("\t")[0] ?? "";
    const sizes = [join(work, "linux-unpacked"), join(work, "linux-unpacked/resources/app.asar")].map(megabytes);
    process.stdout.write(`package sizes in MB: unpacked ${(await Promise.all(sizes)).join(", of which the archive ")}\n`);
  });

  it("is installed by dpkg", async () => {
    await dpkg("--install", older);
    expect(await installedVersion()).toBe("0.0.1");
    expect(await readFile("/usr/share/applications/app.sentray.Sentray.desktop", "utf8")).toContain("MimeType=x-scheme-handler/sentray;");
  });

  it("checks without a display, prints a table, and exits with 0, 1 or 2", async () => {
    const file = join(HOME, "config.yaml");
    await writeFile(file, config());
    const healthy = await runAsUser("/usr/bin/sentray", "check", "--config", file);
    expect(healthy).toMatchObject({ code: 0, stderr: "" });
    expect(healthy.stdout).toMatch(/healthy +core\/front-end .*200/);
    expect(healthy.stdout).toContain("1 of 1 healthy");
    await writeFile(file, config().replace("== 200", "== 201"));
    expect(await runAsUser("/usr/bin/sentray", "check", "--config", file)).toMatchObject({ code: 1 });
    const json = await runAsUser("/usr/bin/sentray", "check", "--json", "--config", file);
    expect(JSON.parse(json.stdout)).toMatchObject({ key: "core_front-end", success: false, status: 200 });
    await writeFile(file, "endpoints: [");
    expect(await runAsUser("/usr/bin/sentray", "check", "--config", file)).toMatchObject({ code: 2 });
    expect(await runAsUser("/usr/bin/sentray", "--version")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });

  it("refuses commands as root with a sentence instead of a crash", async () => {
    await expect(execute("/usr/bin/sentray", ["check"])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("ordinary user") as string,
    });
  });

  it("starts as an ordinary user with the sandbox on: tray item, window, a check's result", async () => {
    const data = join(HOME, ".config/sentray");
    await execute("install", ["-d", "-o", USER, "-g", USER, "-m", "700", join(HOME, ".config"), data]);
    await writeFile(join(data, "config.yaml"), config());
    await execute("chown", [`${USER}:${USER}`, join(data, "config.yaml")]);
    const checksBefore = site.received.length;
    const app = startApp();
    let firstCheckMs = 0;
    const watch = setInterval(() => {
      if (firstCheckMs === 0 && site.received.length > checksBefore) firstCheckMs = Date.now() - app.startedAtMs;
    }, 5);
    const look = { env: { ...process.env, DISPLAY: display } };
    await eventually("the window", async () => {
      const { stdout } = await execute("xdotool", ["search", "--onlyvisible", "--name", "Sentray"], look);
      return stdout.trim() === "" ? null : true;
    });
    const windowMs = Date.now() - app.startedAtMs;
    await eventually("the tray's word", async () => ((await tray.tooltip()).includes("all 1 healthy") ? true : null));
    clearInterval(watch);
    process.stdout.write(
      `start-up, packaged: window visible after ${String(windowMs)} ms, first check received after ${String(firstCheckMs)} ms\n`,
    );
    // Nobody switched the sandbox off, and the page's process is really inside one.
    const { stdout } = await execute("ps", ["-u", USER, "-o", "pid=,args="], { maxBuffer: 10_000_000 });
    expect(stdout).not.toContain("--no-sandbox");
    const page = /^\s*(\d+) .*--type=renderer/m.exec(stdout)?.[1] ?? "";
    const status = await readFile(`/proc/${page}/status`, "utf8");
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    expect(app.output()).not.toMatch(/Error:|write after end/);
    await mkdir(join(projectFolder, "test-results"), { recursive: true });
    await execute("import", ["-window", "root", join(projectFolder, "test-results/package.png")], look);
    await tray.click("Quit Sentray").catch(() => undefined);
    expect(await app.ended(10_000)).toBe(0);
  });

  it("is upgraded, keeping what belongs to the user", async () => {
    const database = join(HOME, ".config/sentray/history.sqlite");
    expect(existsSync(database)).toBe(true);
    const before = await runAsUser("/usr/bin/sentray", "export", "--format", "json");
    const lines = before.stdout.trim().split("\n").length;
    await dpkg("--install", newer);
    const { version } = JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8")) as { readonly version: string };
    expect(await installedVersion()).toBe(version);
    const after = await runAsUser("/usr/bin/sentray", "export", "--format", "json");
    expect(after.code).toBe(0);
    expect(lines).toBeGreaterThan(0);
    expect(after.stdout).toBe(before.stdout);
  });

  it("is removed without a trace in the system, and leaves the user's files", async () => {
    await dpkg("--purge", "sentray");
    for (const path of [
      "/opt/Sentray",
      "/usr/bin/sentray",
      "/usr/share/applications/app.sentray.Sentray.desktop",
      "/usr/share/doc/sentray",
    ]) {
      expect(existsSync(path), path).toBe(false);
    }
    expect(existsSync(join(HOME, ".config/sentray/history.sqlite"))).toBe(true);
  });
});
