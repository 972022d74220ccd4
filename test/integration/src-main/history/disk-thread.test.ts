// The thread that waits for the disk: what it does, that answers go to who asked, and how it ends.

import Database from "better-sqlite3";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { DiskThread, type DiskTask } from "../../../../src-main/history/disk-thread.ts";
import { SECOND } from "../../../../shared/units.ts";
import { bundleDiskWorker } from "./bundle-child.ts";
import { recorder, workerOf } from "./disk-thread-support.ts";
import { temporaryFolder } from "./history-support.ts";

const PAGES = 2_000;
const FIRST: DiskTask = { kind: "pages", first: 1, count: 1 };

/** A database of somewhat more than so many pages, one row on each, as the store makes them. */
async function databaseOf(rows: number): Promise<{ readonly file: string; readonly database: Database.Database }> {
  const file = `${await temporaryFolder()}/history.db`;
  const database = new Database(file);
  onTestFinished(() => void database.close());
  database.pragma("auto_vacuum = incremental");
  database.pragma("journal_mode = wal");
  database.exec("CREATE TABLE block (id INTEGER PRIMARY KEY, data BLOB NOT NULL)");
  const insert = database.prepare("INSERT INTO block (data) VALUES (zeroblob(3500))");
  database.transaction(() => Array.from({ length: rows }, () => insert.run()))();
  return { file, database };
}

interface Made {
  readonly thread: DiskThread;
  readonly lines: readonly string[];
  readonly givenUp: () => number;
}

function threadOn(file: string, workerUrl: URL): Made {
  const { logger, lines } = recorder();
  let givenUp = 0;
  const thread = new DiskThread({ workerUrl, file, logger, onGivenUp: () => (givenUp += 1) });
  onTestFinished(async () => {
    await thread.end();
    thread.release();
  });
  return { thread, lines, givenUp: () => givenUp };
}

describe("the thread for the disk", () => {
  it("reads rows and pages, and says how many there were", async () => {
    const { file, database } = await databaseOf(PAGES);
    database.pragma("wal_checkpoint(truncate)");
    const pages = Number(database.pragma("page_count", { simple: true }));
    const { thread } = threadOn(file, await bundleDiskWorker());
    const selection = { table: "block", where: "id > ?", values: [PAGES - 5] };
    expect(await thread.perform({ kind: "rows", selection, limit: 3 })).toEqual({ trouble: null, count: 3 });
    expect(await thread.perform({ kind: "rows", selection, limit: 30 })).toEqual({ trouble: null, count: 5 });
    expect(await thread.perform({ kind: "pages", first: 1, count: 1_500 })).toEqual({ trouble: null, count: 1_500 });
    expect(await thread.perform({ kind: "pages", first: pages - 9, count: 1_500 })).toEqual({ trouble: null, count: 10 });
    expect(await thread.perform({ kind: "pages", first: pages + 9, count: 1 })).toEqual({ trouble: null, count: 0 });
    // One for 819 pages.
    expect(await thread.perform({ kind: "pointerMap", first: 1, last: pages })).toEqual({ trouble: null, count: 3 });
    expect(await thread.perform({ kind: "pointerMap", first: 2, last: 822 })).toEqual({ trouble: null, count: 2 });
    expect(await thread.perform({ kind: "pointerMap", first: 3, last: 821 })).toEqual({ trouble: null, count: 0 });
  });

  it("reads beside somebody who writes, and sees what is in the log", async () => {
    const { file, database } = await databaseOf(3);
    const { thread } = threadOn(file, await bundleDiskWorker());
    database.exec("BEGIN IMMEDIATE; INSERT INTO block (data) VALUES (zeroblob(9))");
    const all: DiskTask = { kind: "rows", selection: { table: "block", where: "id > ?", values: [0] }, limit: 100 };
    expect(await thread.perform(all)).toEqual({ trouble: null, count: 3 });
    database.exec("COMMIT");
    expect(await thread.perform(all)).toEqual({ trouble: null, count: 4 });
  });

  it("brings the log in as far as readers allow, and begins the next", async () => {
    const { file, database } = await databaseOf(3);
    const { thread } = threadOn(file, await bundleDiskWorker());
    const reader = new Database(file, { readonly: true });
    reader.exec("BEGIN");
    reader.prepare("SELECT count(*) FROM block").get();
    database.exec("INSERT INTO block (data) VALUES (zeroblob(9))");
    expect(await thread.perform({ kind: "checkpoint" })).toEqual({ trouble: null, count: 0 });
    reader.close();
    expect(await thread.perform({ kind: "checkpoint" })).toEqual({ trouble: null, count: 1 });
    const changesSeen = (): unknown => database.pragma("data_version", { simple: true });
    const before = changesSeen();
    expect(await thread.perform({ kind: "beginLog" })).toEqual({ trouble: null, count: 0 });
    expect(changesSeen()).not.toBe(before);
  });

  it("leaves a log to who is writing it", async () => {
    const { file, database } = await databaseOf(3);
    const { thread } = threadOn(file, await bundleDiskWorker());
    database.exec("BEGIN IMMEDIATE");
    expect(await thread.perform({ kind: "beginLog" })).toEqual({ trouble: null, count: 0 });
    database.exec("COMMIT");
  });

  it("tells what keeps it from a task, and goes on with the next", async () => {
    const { file } = await databaseOf(3);
    const { thread, givenUp } = threadOn(file, await bundleDiskWorker());
    const lost: DiskTask = { kind: "rows", selection: { table: "lost", where: "id > ?", values: [0] }, limit: 1 };
    const replies = await Promise.all([thread.perform(lost), thread.perform(FIRST)]);
    expect(replies).toEqual([
      { trouble: "no such table: lost", count: 0 },
      { trouble: null, count: 1 },
    ]);
    expect(givenUp()).toBe(0);
  });
});

describe("the end of the thread", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ["throws", `parentPort.on("message", () => { throw new Error("no luck"); });`, "no luck"],
    ["ends", `parentPort.on("message", () => process.exit(3));`, "ended early (3)"],
  ])("answers everybody when it %s, and says so once", async (_what, code, why) => {
    const { file } = await databaseOf(3);
    const { thread, lines, givenUp } = threadOn(file, await workerOf(code));
    expect(await Promise.all([thread.perform(FIRST), thread.perform(FIRST)])).toEqual([null, null]);
    expect(await thread.perform(FIRST)).toBeNull();
    expect(thread.hasEnded).toBe(true);
    expect(givenUp()).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(why);
  });

  it("gives up on one that doesn't answer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { file } = await databaseOf(3);
    const { thread, lines, givenUp } = threadOn(file, await workerOf(`parentPort.on("message", () => undefined);`));
    const waiting = thread.perform(FIRST);
    vi.advanceTimersByTime(61 * SECOND);
    expect(await waiting).toBeNull();
    expect(givenUp()).toBe(1);
    expect(lines[0]).toContain("no answer within 60 s");
  });

  it("answers who waits when it is ended, and nothing is an error then", async () => {
    const { file } = await databaseOf(3);
    const { thread, lines, givenUp } = threadOn(file, await workerOf(`parentPort.on("message", () => undefined);`));
    const waiting = thread.perform(FIRST);
    await thread.end();
    expect(await waiting).toBeNull();
    expect([givenUp(), lines]).toEqual([0, []]);
  });

  it("gives up when the file can't be opened", async () => {
    const { thread, givenUp, lines } = threadOn(`${await temporaryFolder()}/none.db`, await bundleDiskWorker());
    expect(await thread.perform(FIRST)).toBeNull();
    expect(givenUp()).toBe(1);
    expect(lines[0]).toContain("ENOENT");
  });
});
