// Several processes that save the same file in the same milliseconds: none loses what another wrote, and a crash blocks nobody.

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile, readdir, symlink, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";

import { MINUTE, SECOND } from "../../../../shared/units.ts";
import { createFileLocks } from "../../../../src-main/platform/file-locks.ts";
import { openSecretFile } from "../../../../src-main/platform/secret-file.ts";
import { FakeClock } from "../../../helpers/fake-clock.ts";
import { LOCKS } from "../../../helpers/file-locks.ts";
import { bundleChild } from "../history/bundle-child.ts";
import { temporaryFolder } from "../history/history-support.ts";

const PATIENCE_MS = 60_000;
const CHILD = "../platform/saving-child";
const SAVES = 25;
const NAMES = ["APP", "CLI", "OTHER"];
/** No process has it: numbers end far below. */
const NOBODY = 2 ** 30;

interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
  /** Everything that it said. */
  said(): string;
  until(word: string): Promise<void>;
}

/** `script`: the bundled child. */
async function startChild(script: string, ...words: readonly string[]): Promise<Child> {
  const running = spawn(process.execPath, [script, ...words], { stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => void running.kill("SIGKILL"));
  let said = "";
  for (const stream of [running.stdout, running.stderr]) stream.on("data", (data: Buffer) => (said += data.toString()));
  const child: Child = {
    process: running,
    ended: once(running, "close"),
    said: () => said,
    until: async (word) => {
      while (!said.includes(word))
        await Promise.race([once(running.stdout, "data"), child.ended.then(() => Promise.reject(new Error(said)))]);
    },
  };
  await child.until("ready");
  return child;
}

/** Runs one child for each name, all at once; what each of them said when it had ended. */
async function saveAtOnce(work: "secrets" | "entries", file: string): Promise<readonly string[]> {
  const script = await bundleChild(CHILD);
  const children = await Promise.all(NAMES.map((name) => startChild(script, work, file, name, String(SAVES))));
  for (const { process: running } of children) running.stdin?.write("go\n");
  await Promise.all(children.map(({ ended }) => ended));
  return children.map(({ said }) => said());
}

describe("processes that save at once", { timeout: PATIENCE_MS }, () => {
  it("keep every secret and every removal of each other", async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, "data", "secrets.json");
    const weak = openSecretFile(file, () => null, LOCKS);
    weak.acceptWeak(true);
    for (const said of await saveAtOnce("secrets", file)) expect(said).toContain("again 0");
    const kept = NAMES.flatMap((name) => Array.from({ length: SAVES }, (_unused, number) => ({ name: `${name}_${number}`, number })))
      .filter(({ number }) => number % 5 !== 4)
      .map(({ name }) => name);
    expect(weak.list().map(({ name }) => name)).toEqual(kept.toSorted());
    expect(await readdir(path.dirname(file))).toEqual(["secrets.json"]);
  });

  it("keep every entry of each other in the configuration", async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, "config.yaml");
    await writeFile(
      file,
      "# mine\nendpoints:\n  - name: first # stays\n    url: https://example.org/\n    conditions: ['[STATUS] == 200']\n",
    );
    for (const said of await saveAtOnce("entries", file)) expect(said).toContain("again ");
    const text = await readFile(file, "utf8");
    const { endpoints } = parse(text) as { readonly endpoints: ReadonlyArray<{ readonly name: string }> };
    const wanted = NAMES.flatMap((name) => Array.from({ length: SAVES }, (_unused, number) => `${name}-${number}`));
    expect(endpoints.map(({ name }) => name).toSorted()).toEqual(["first", ...wanted].toSorted());
    expect(text).toContain("# mine\nendpoints:\n  - name: first # stays\n");
    expect(await readdir(folder)).toEqual(["config.yaml"]);
  });

  it("are not blocked by one that was killed while it wrote", async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, "config.yaml");
    const child = await startChild(await bundleChild(CHILD), "hold", file);
    child.process.stdin?.write("go\n");
    await child.until("held");
    child.process.kill("SIGKILL");
    await child.ended;
    expect(await readdir(folder)).toEqual([".config.yaml.lock"]);
    expect(await LOCKS.whileLocked([file], () => Promise.resolve("done"))).toEqual({ ok: true, value: "done" });
    expect(await readdir(folder)).toEqual([]);
  });
});

/** A lock file that somebody left or holds, and locks on a clock that the test moves. */
async function lockedBy(owner: object | string) {
  const folder = await temporaryFolder();
  const file = path.join(folder, "config.yaml");
  const lockFile = path.join(folder, ".config.yaml.lock");
  const clock = new FakeClock();
  await writeFile(lockFile, typeof owner === "string" ? owner : JSON.stringify({ atEpochMs: clock.nowMs(), token: "theirs", ...owner }));
  await utimes(lockFile, clock.nowMs() / SECOND, clock.nowMs() / SECOND);
  const locks = createFileLocks({ clock, timers: clock });
  const attempt = async (waitMs: number): Promise<string> => {
    const trying = locks.whileLocked([file], () => Promise.resolve("done"));
    await clock.advanceAsync(waitMs);
    const outcome = await trying;
    return outcome.ok ? outcome.value : outcome.error.code;
  };
  return { folder, file, lockFile, clock, locks, attempt };
}

/** As the locks of this process say where it is. */
async function placeHere(): Promise<string> {
  const folder = await temporaryFolder();
  const file = path.join(folder, "x");
  return await LOCKS.whileLocked([file], async () => await readFile(path.join(folder, ".x.lock"), "utf8")).then((text) => {
    if (!text.ok) throw new Error(text.error.message);
    const { place } = JSON.parse(text.value) as { readonly place: string };
    expect(place).toContain(hostname());
    return place;
  });
}

describe("a lock that is there already", () => {
  it("of a process that runs is waited for, for a while, and named", async () => {
    const { file, lockFile, clock, locks } = await lockedBy({ pid: process.pid, place: await placeHere() });
    let ran = false;
    const trying = locks.whileLocked([file], () => Promise.resolve((ran = true)));
    await clock.advanceAsync(11 * SECOND);
    const outcome = await trying;
    expect(outcome).toMatchObject({ ok: false, error: { code: "unavailable", said: { key: "common.fileLocked" } } });
    expect(outcome.ok ? "" : outcome.error.message).toContain(`${process.pid}`);
    expect(outcome.ok ? "" : outcome.error.message).toContain(lockFile);
    expect(ran).toBe(false);
  });

  it("of a process that runs is taken over when no work can take that long", async () => {
    const { clock, attempt } = await lockedBy({ pid: process.pid, place: await placeHere() });
    clock.jumpWallClock(MINUTE);
    expect(await attempt(SECOND)).toBe("done");
  });

  it("from the future, as after the clock was set back, does not last", async () => {
    const { clock, attempt } = await lockedBy({ pid: process.pid, place: await placeHere() });
    clock.jumpWallClock(-MINUTE);
    expect(await attempt(SECOND)).toBe("done");
  });

  it("of a process that has ended is taken over at once", async () => {
    const { attempt, folder } = await lockedBy({ pid: NOBODY, place: await placeHere() });
    expect(await attempt(SECOND)).toBe("done");
    expect(await readdir(folder)).toEqual([]);
  });

  it("of another machine is not judged by its number", async () => {
    const { attempt } = await lockedBy({ pid: NOBODY, place: "another machine" });
    expect(await attempt(11 * SECOND)).toBe("unavailable");
  });

  it.each([
    ["nothing", ""],
    ["half of something", '{"pid":12'],
    ["something else", '{"pid":"x"}'],
  ])("that says %s may be being written, and goes when it is old", async (_what, text) => {
    const { clock, attempt } = await lockedBy(text);
    expect(await attempt(11 * SECOND)).toBe("unavailable");
    clock.jumpWallClock(MINUTE);
    expect(await attempt(SECOND)).toBe("done");
  });

  it("goes, too, when somebody crashed while taking it away", async () => {
    const { lockFile, clock, attempt, folder } = await lockedBy({ pid: NOBODY, place: await placeHere() });
    await writeFile(`${lockFile}.away`, "");
    await utimes(`${lockFile}.away`, clock.nowMs() / SECOND, clock.nowMs() / SECOND);
    expect(await attempt(11 * SECOND)).toBe("unavailable");
    clock.jumpWallClock(MINUTE);
    expect(await attempt(SECOND)).toBe("done");
    expect(await readdir(folder)).toEqual([]);
  });

  it("is let go when the work fails", async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, "a");
    await expect(LOCKS.whileLocked([file], () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await readdir(folder)).toEqual([]);
  });

  it("is the same by whatever link the file is reached", async () => {
    const folder = await temporaryFolder();
    const [file, link] = [path.join(folder, "a"), path.join(folder, "link")];
    await writeFile(file, "");
    await symlink(file, link);
    const inside = await LOCKS.whileLocked([file, link], async () => (await readdir(folder)).toSorted());
    expect(inside).toEqual({ ok: true, value: [".a.lock", "a", "link"] });
  });
});

it("cannot be made in a folder that is not there, which is said as the system says it", async () => {
  const file = path.join(await temporaryFolder(), "gone", "config.yaml");
  await expect(LOCKS.whileLocked([file], () => Promise.resolve())).rejects.toMatchObject({ code: "ENOENT" });
});
