import { mkdtemp, mkdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findNewestChange } from "../../../../scripts/setup/build.mjs";
import { findMissingSession } from "../../../../scripts/setup/desktop-session.mjs";
import { cacheFolder } from "../../../../scripts/setup/paths.mjs";
import { run } from "../../../../scripts/setup/processes.mjs";
import { createProgress, formatSeconds } from "../../../../scripts/setup/progress.mjs";

describe("findMissingSession", () => {
  const bus = "unix:path=/run/user/1/bus";

  it.each([
    ["nothing", {}, { display: true, bus: true }],
    ["X11 and a bus", { DISPLAY: ":0", DBUS_SESSION_BUS_ADDRESS: bus }, { display: false, bus: false }],
    ["Wayland and a bus", { WAYLAND_DISPLAY: "wayland-0", DBUS_SESSION_BUS_ADDRESS: bus }, { display: false, bus: false }],
    ["a display alone", { DISPLAY: ":0" }, { display: false, bus: true }],
    ["an empty display", { DISPLAY: "", DBUS_SESSION_BUS_ADDRESS: bus }, { display: true, bus: false }],
    ["a runtime folder without a bus", { DISPLAY: ":0", XDG_RUNTIME_DIR: "/nowhere" }, { display: false, bus: true }],
  ])("with %s", (_case, env, missing) => {
    expect(findMissingSession(env, "linux")).toEqual(missing);
  });

  it.each(["darwin", "win32"] as const)("misses nothing on %s", (platform) => {
    expect(findMissingSession({}, platform)).toEqual({ display: false, bus: false });
  });
});

describe("cacheFolder", () => {
  it.each([
    ["linux", {}, "/home/x/.cache/sentray-dev"],
    ["linux", { XDG_CACHE_HOME: "/cache" }, "/cache/sentray-dev"],
    ["linux", { XDG_CACHE_HOME: "" }, "/home/x/.cache/sentray-dev"],
    ["darwin", {}, "/home/x/Library/Caches/sentray-dev"],
  ] as const)("on %s with %j", (platform, env, folder) => {
    expect(cacheFolder(env, platform, "/home/x")).toBe(folder);
  });
});

describe("createProgress", () => {
  it("announces a step and says how long it took", async () => {
    const lines: string[] = [];
    let now = 1_000;
    const progress = createProgress({ write: (text) => lines.push(text) }, { now: () => now });
    const result = await progress.during("compiling", async () => {
      now += 2_500;
      return await Promise.resolve("made");
    });
    expect(result).toBe("made");
    expect(lines).toEqual(["sentray set-up: compiling …\n", "sentray set-up: compiling: done in 2.5 s\n"]);
  });

  it.each([
    [400, "0.4 s"],
    [12_345, "12 s"],
    [125_000, "2 min 5 s"],
  ])("writes %i ms as %s", (ms, text) => {
    expect(formatSeconds(ms)).toBe(text);
  });
});

describe("run", () => {
  const node = (script: string, timeoutMs = 20_000) => run(process.execPath, ["-e", script], { timeoutMs });

  it("gives exit code and both outputs", async () => {
    expect(await node("console.log('out'); console.error('err'); process.exit(3)")).toMatchObject({
      code: 3,
      stdout: "out\n",
      stderr: "err\n",
      problem: null,
    });
  });

  it("ends a program whose time is up", async () => {
    expect(await node("setInterval(() => {}, 1000)", 200)).toMatchObject({
      code: null,
      signal: "SIGKILL",
      problem: "gave no end within 0.2 s",
    });
  });

  it("tells of a program that does not exist instead of throwing", async () => {
    expect((await run("/nowhere/program", [])).problem).toContain("ENOENT");
  });
});

describe("findNewestChange", () => {
  let folder = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sentray-build-"));
    await mkdir(join(folder, "deep"));
    await writeFile(join(folder, "deep/file.ts"), "");
    for (const path of ["deep/file.ts", "deep", "."]) await utimes(join(folder, path), 1_000, 1_000);
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("is the time of the newest file", async () => {
    await utimes(join(folder, "deep/file.ts"), 2_000, 2_000);
    expect(await findNewestChange([folder])).toBe(2_000_000);
  });

  it("sees a deletion", async () => {
    const before = await findNewestChange([folder]);
    await rm(join(folder, "deep/file.ts"));
    expect(await findNewestChange([folder])).toBeGreaterThan(before);
  });

  it("counts what is missing as old", async () => {
    expect(await findNewestChange([join(folder, "nowhere")])).toBe(0);
  });
});
