// The write-ahead log goes into the file from a thread of its own, beside commits; and what happens when that thread fails.

import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SqliteHistoryStore } from "../../../../src-main/history/sqlite-store.ts";
import { DAY, MINUTE, SECOND } from "../../../../shared/units.ts";
import { FAKE_START_MS } from "../../../helpers/fake-clock.ts";
import { bundleDiskWorker } from "./bundle-child.ts";
import { recorder, until, workerOf } from "./disk-thread-support.ts";
import { checkResult, openStore, temporaryFolder, type OpenedStore } from "./history-support.ts";

const MIB = 2 ** 20;
/** A value of this size in each commit: the log has 4 MiB after five. */
const LARGE = "x".repeat(MIB);
const COMMITS = 40;

const sizeOf = async (file: string): Promise<number> => (await stat(file)).size;

/** Commits until as much was written as ten logs hold, letting the thread take its turn. */
async function writeMuch(store: SqliteHistoryStore): Promise<void> {
  for (let commit = 0; commit < COMMITS; commit += 1) {
    store.putValue(`large-${commit % 8}`, `${LARGE}${commit}`);
    await wait(5);
  }
}

function isLocked(database: Database.Database): boolean {
  try {
    database.exec("BEGIN IMMEDIATE; ROLLBACK");
    return false;
  } catch {
    return true;
  }
}

/** What the write-ahead log says of itself: how many were before it, and its first frame. */
async function logOf(file: string): Promise<{ readonly checkpoints: number; readonly firstPage: number; readonly isCommit: boolean }> {
  const log = await readFile(`${file}-wal`);
  return { checkpoints: log.readUInt32BE(12), firstPage: log.readUInt32BE(32), isCommit: log.readUInt32BE(36) > 0 };
}

describe("a store with a thread for its write-ahead log", () => {
  it("brings the log into the file while it is open, and begins it anew", async () => {
    const { store, file } = await openStore({ diskWorker: await bundleDiskWorker() });
    await writeMuch(store);
    await until(async () => (await sizeOf(file)) > 6 * MIB);
    expect(await sizeOf(`${file}-wal`)).toBeLessThan((COMMITS * MIB) / 2);
    expect(store.health.state).toBe("ok");
    await store.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
    const { store: again } = await openStore({ file });
    expect(again.value("large-7")).toBe(`${LARGE}39`);
  });

  it("leaves it to the thread: without an answer the file stays small until the log is overdue", async () => {
    const silent = await workerOf(`parentPort.on("message", () => undefined);`);
    const { store, file } = await openStore({ diskWorker: silent });
    for (let commit = 0; commit < 8; commit += 1) store.putValue(`large-${commit}`, LARGE);
    expect(await sizeOf(file)).toBeLessThan(MIB);
    for (let commit = 8; commit < 20; commit += 1) store.putValue(`large-${commit}`, LARGE);
    expect(await sizeOf(file)).toBeGreaterThan(12 * MIB);
  });

  it("removes old results in steps that the log keeps up with", async () => {
    const retention = { resultsMs: 0, removedEndpointsMs: DAY };
    const { store, file } = await openStore({ diskWorker: await bundleDiskWorker(), retention });
    const long = "x".repeat(600);
    for (let index = 0; index < 40_000; index += 1) {
      store.append(checkResult({ timestampMs: FAKE_START_MS - 100 * DAY + index * MINUTE, errors: [`${long} ${index}`] }));
    }
    await store.compact();
    const before = await sizeOf(file);
    expect(before).toBeGreaterThan(20 * MIB);
    store.setRetention({ resultsMs: 80 * DAY, removedEndpointsMs: DAY });
    await store.tidy();
    expect(await sizeOf(`${file}-wal`)).toBeLessThan(before);
    await store.close();
    expect(await sizeOf(file)).toBeLessThan(before * 0.7);
    const { store: again } = await openStore({ file, retention });
    expect(await again.inspect(() => undefined)).toMatchObject({ damagedRows: 0 });
  });

  it("closes while a checkpoint is under way, and leaves one sound file", async () => {
    const worker = await bundleDiskWorker();
    for (let round = 0; round < 10; round += 1) {
      const { store, file } = await openStore({ diskWorker: worker });
      for (let commit = 0; commit < 5 + round; commit += 1) store.putValue(`large-${commit}`, LARGE);
      await wait(round);
      await store.close();
      expect(existsSync(`${file}-wal`)).toBe(false);
      const raw = new Database(file, { readonly: true });
      expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
      raw.close();
    }
  });

  it.each([
    ["is not there", async () => pathToFileURL(path.join(await temporaryFolder(), "none.mjs")), /none\.mjs/],
    ["throws", () => workerOf(`parentPort.on("message", () => { throw new Error("no luck"); });`), /no luck/],
    ["ends", () => workerOf(`parentPort.on("message", () => process.exit(3));`), /ended early \(3\)/],
  ])("lets commits do it when the thread %s, and says so once", async (_what, makeWorker, why) => {
    const { logger, lines } = recorder();
    const { store, file } = await openStore({ diskWorker: await makeWorker(), logger });
    await writeMuch(store);
    await until(() => lines.length > 0);
    await writeMuch(store);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^the thread for the history's file failed; its work is done without it/);
    expect(lines[0]).toMatch(why);
    expect(await sizeOf(file)).toBeGreaterThan(6 * MIB);
    expect(store.health.state).toBe("ok");
  });

  it("begins the next log in the thread: no commit waits for the disk", async () => {
    const { store, file } = await openStore({ diskWorker: await bundleDiskWorker() });
    for (let commit = 0; commit < 5; commit += 1) store.putValue(`large-${commit}`, LARGE);
    await until(async () => (await logOf(file)).checkpoints === 1);
    const { firstPage, isCommit } = await logOf(file);
    expect({ firstPage, isCommit }).toEqual({ firstPage: 1, isCommit: true });
  });

  it.runIf(process.platform === "linux").each([
    ["works", bundleDiskWorker],
    ["has ended", () => workerOf(`parentPort.on("message", () => process.exit(3));`)],
  ])("keeps the locks on its file while the thread %s, until it is closed", async (_how, makeWorker) => {
    const { store, file } = await openStore({ diskWorker: await makeWorker() });
    const { ino } = await stat(file);
    const hasLock = async (): Promise<boolean> =>
      (await readFile("/proc/locks", "utf8")).split("\n").some((line) => line.includes(` ${process.pid} `) && line.includes(`:${ino} `));
    await writeMuch(store);
    expect(await hasLock()).toBe(true);
    await store.close();
    expect(await hasLock()).toBe(false);
  });
});

describe("while the thread begins a log", () => {
  /** Has the file's lock for a while before it says that it is done. */
  const holding = async (): Promise<URL> =>
    await workerOf(`
      import { createRequire } from "node:module";
      import { workerData } from "node:worker_threads";
      const Database = createRequire(${JSON.stringify(import.meta.url)})("better-sqlite3");
      parentPort.on("message", ({ kind }) => {
        if (kind === "beginLog") {
          const database = new Database(workerData.file);
          database.exec("BEGIN IMMEDIATE");
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
          database.exec("COMMIT");
          database.close();
        }
        parentPort.postMessage({ trouble: null, count: 1 });
      });
    `);

  /** A store whose thread has the lock now. */
  async function openHeld(): Promise<OpenedStore> {
    const opened = await openStore({ diskWorker: await holding() });
    for (let commit = 0; commit < 5; commit += 1) opened.store.putValue(`large-${commit}`, LARGE);
    const other = new Database(opened.file, { timeout: 0 });
    await until(() => isLocked(other));
    other.close();
    return opened;
  }

  it("results wait for it instead of keeping the process waiting", async () => {
    const { store, clock, file } = await openHeld();
    const reader = new Database(file, { readonly: true });
    onTestFinished(() => void reader.close());
    const groups = (): unknown => reader.prepare("SELECT count(*) AS n FROM journal").get();
    store.append(checkResult());
    clock.advance(SECOND);
    expect(groups()).toEqual({ n: 0 });
    await until(() => isDeepStrictEqual(groups(), { n: 1 }));
    expect(store.health.state).toBe("ok");
  });

  it("what must be on the disk at once waits for its lock, and is there then", async () => {
    const { store, file } = await openHeld();
    store.putAlertState({ key: "core_front-end", alertId: "a", stateJson: "{}" });
    expect(store.health.state).toBe("ok");
    const reader = new Database(file, { readonly: true });
    expect(reader.prepare("SELECT count(*) AS n FROM alert_state").get()).toEqual({ n: 1 });
    reader.close();
  });
});
