// The history and its file: restarts, damage, newer versions, disks that are full, read-only or locked, retention.

import { copyFile, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { DAY, MINUTE, SECOND } from "../../../../shared/units.ts";
import { APPLICATION_ID } from "../../../../src-main/history/database-file.ts";
import { openHistoryStore } from "../../../../src-main/history/open-store.ts";
import { SCHEMA_VERSION } from "../../../../src-main/history/migrate.ts";
import type { HistoryStore } from "../../../../src-main/ports/history.ts";
import { FAKE_START_MS, FakeClock } from "../../../helpers/fake-clock.ts";
import { checkResult, openStore, RestlessClock, resultExtras, SILENT, temporaryFolder } from "./history-support.ts";

const KEY = "core_front-end";

const RETRY_MS = 2 * SECOND;

async function countOf(store: HistoryStore, key = KEY): Promise<number> {
  return (await store.results({ key, limit: 1_000_000 })).results.length;
}

describe("restart", () => {
  it("has everything again after a clean close, packed or not", async () => {
    const { store, clock, file } = await openStore();
    for (let index = 0; index < 700; index += 1) store.append(checkResult({ timestampMs: FAKE_START_MS + index * MINUTE }));
    await store.compact();
    for (let index = 700; index < 900; index += 1) {
      store.append(checkResult({ timestampMs: FAKE_START_MS + index * MINUTE, outcome: "failing" }));
    }
    store.keepExtras(checkResult(), resultExtras());
    store.putValue("paused", "true");
    store.putAlertState({ key: KEY, alertId: "a", stateJson: "{}" });
    const message = store.enqueue({ key: KEY, alertId: "a", provider: "slack", messageJson: "{}", dueMs: 5, createdMs: 1 });
    await store.close();

    const again = await openStore({ file, clock });
    expect(await countOf(again.store)).toBe(900);
    expect(again.store.value("paused")).toBe("true");
    expect(again.store.alertStates()).toHaveLength(1);
    expect(again.store.pendingMessages(9)).toEqual([message]);
    expect(await again.store.extras(KEY, "latest")).not.toBeNull();
    again.store.append(checkResult({ timestampMs: FAKE_START_MS + 900 * MINUTE }));
    await again.store.compact();
    const [summary] = await again.store.uptime({ keys: [KEY], fromMs: FAKE_START_MS, toMs: FAKE_START_MS + 3 * DAY });
    expect(summary).toMatchObject({ checks: 901, failures: 200 });
  });

  it.each(["failing", "healthy"] as const)(
    "writes the large parts slice by slice when all are %s, and all of them before it ends",
    async (outcome) => {
      const { store, clock, file } = await openStore({ clock: new RestlessClock() });
      const keys = Array.from({ length: 20 }, (_, index) => `core_e${index}`);
      const checkAll = (atMs: number): void => {
        for (const key of keys) {
          const result = checkResult({ key, timestampMs: atMs, outcome });
          store.append(result);
          store.keepExtras(result, resultExtras({ bodyText: `why ${key} at ${atMs}` }));
        }
      };
      const reader = new Database(file, { readonly: true });
      const written = (): number => Number(reader.prepare("SELECT count(*) FROM extras WHERE which = 'latest'").pluck().get());
      checkAll(FAKE_START_MS);
      expect(written()).toBe(0);
      // Those of failures are due with the first commit, others when the journal is packed.
      clock.advance(outcome === "failing" ? 200 : 10 * MINUTE);
      const steps: number[] = [];
      for (let before = written(); before < keys.length; before = written()) {
        await nextTurn();
        clock.advance(4);
        steps.push(written() - before);
      }
      expect(Math.max(...steps)).toBe(1);
      // What comes again while it waits is written once, as the newest.
      checkAll(FAKE_START_MS + MINUTE);
      clock.advance(5 * SECOND);
      checkAll(FAKE_START_MS + 2 * MINUTE);
      await store.close();
      reader.close();

      const again = await openStore({ file, clock });
      for (const key of keys) {
        const kept = await again.store.extras(key, "latest");
        expect(kept?.extras.bodyText).toBe(`why ${key} at ${FAKE_START_MS + 2 * MINUTE}`);
      }
    },
  );

  it("counts nothing twice when it ends between packing and clearing the journal", async () => {
    const { store, clock, file } = await openStore();
    for (let index = 0; index < 400; index += 1) store.append(checkResult({ timestampMs: FAKE_START_MS + index * MINUTE }));
    await store.flush();
    const raw = new Database(file);
    const journal = raw.prepare<[], { data: Buffer }>("SELECT data FROM journal").all();
    await store.compact();
    await store.close();
    for (const { data } of journal) raw.prepare("INSERT INTO journal (data) VALUES (?)").run(data);
    raw.close();
    const again = await openStore({ file, clock });
    await again.store.compact();
    const [summary] = await again.store.uptime({ keys: [KEY], fromMs: FAKE_START_MS, toMs: FAKE_START_MS + DAY });
    expect([summary?.checks, await countOf(again.store)]).toEqual([400, 400]);
  });

  it("commits a group by itself within a quarter of a second", async () => {
    const { store, clock, file } = await openStore();
    store.append(checkResult());
    clock.advance(250);
    const raw = new Database(file, { readonly: true });
    expect(raw.prepare("SELECT count(*) AS groups FROM journal").get()).toEqual({ groups: 1 });
    raw.close();
  });
});

describe("a file that is not as it should be", () => {
  const FILLED = async (): Promise<string> => {
    const { store, file } = await openStore();
    for (let index = 0; index < 5_000; index += 1) store.append(checkResult({ timestampMs: FAKE_START_MS + index * MINUTE }));
    await store.compact();
    await store.close();
    return file;
  };

  const DAMAGE: ReadonlyArray<readonly [name: string, damage: (file: string) => Promise<void>]> = [
    ["is cut short", async (file) => truncate(file, Math.floor((await stat(file)).size / 2))],
    ["is cut within its first page", (file) => truncate(file, 50)],
    [
      "holds something else",
      (file) => writeFile(file, "this is not a database, and long enough to have a header of one hundred bytes ".repeat(4)),
    ],
    [
      "has its tables overwritten",
      async (file) => {
        const bytes = await readFile(file);
        bytes.fill(0xa5, 100, 16_384);
        await writeFile(file, bytes);
      },
    ],
  ];

  it.each(DAMAGE)("keeps it aside and begins anew when it %s", async (_name, damage) => {
    const file = await FILLED();
    await damage(file);
    const damaged = await readFile(file);
    const told: string[] = [];
    const { store } = await openStore({ file, onMovedAside: (kept) => told.push(kept) });
    expect(store.movedAside).not.toBeNull();
    expect(told).toEqual([store.movedAside]);
    expect(await readFile(store.movedAside ?? "")).toEqual(damaged);
    store.append(checkResult());
    expect(await countOf(store)).toBe(1);
    expect(store.health).toEqual({ state: "ok" });
  });

  it("refuses a newer one and leaves it as it was", async () => {
    const file = await FILLED();
    const raw = new Database(file);
    raw.pragma("journal_mode = delete");
    raw.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    raw.close();
    const before = await readFile(file);
    const opened = await openHistoryStore({ file, clock: new FakeClock(), timers: new FakeClock(), logger: SILENT });
    expect(opened).toMatchObject({ ok: false, error: { code: "storage_newer" } });
    expect(await readFile(file)).toEqual(before);
    expect(await readdir(path.dirname(file))).toEqual(["history.db"]);
  });

  it("refuses the database of another program", async () => {
    const file = path.join(await temporaryFolder(), "data.db");
    const raw = new Database(file);
    raw.exec("CREATE TABLE endpoints (id INTEGER); INSERT INTO endpoints VALUES (1)");
    raw.close();
    const opened = await openHistoryStore({ file, clock: new FakeClock(), timers: new FakeClock(), logger: SILENT });
    expect(opened).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("reads on past a damaged row, and finds it on inspection", async () => {
    const file = await FILLED();
    const raw = new Database(file);
    raw.prepare("UPDATE block SET data = x'ffffffffffffffffffffff' WHERE id = (SELECT min(id) FROM block)").run();
    raw.close();
    const { store } = await openStore({ file });
    expect(await countOf(store)).toBeGreaterThan(4_000);
    expect(await store.inspect(() => undefined)).toMatchObject({ damagedRows: 1 });
  });

  it("begins anew while running when the file turns out to be damaged", async () => {
    const file = await FILLED();
    const { store, clock } = await openStore({ file, openDatabase: (name) => new Database(name, { timeout: 5 }) });
    // Everything after the first pages is overwritten under the open store.
    const bytes = await readFile(file);
    await store.flush();
    bytes.fill(0x5a, 8_192);
    await writeFile(file, bytes);
    await store.results({ key: KEY, limit: 5_000 }).catch(() => undefined);
    for (let turn = 0; turn < 20 && store.movedAside === null; turn += 1) {
      await clock.advanceAsync(RETRY_MS);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(store.movedAside).not.toBeNull();
    store.append(checkResult());
    expect(await countOf(store)).toBe(1);
  });
});

describe("a disk that does not work", () => {
  it("holds results while the disk is full, and catches up when there is room", async () => {
    let raw: Database.Database | null = null;
    const { store, clock, file } = await openStore({
      openDatabase: (name) => {
        raw = new Database(name);
        return raw;
      },
    });
    const limit = (pages: number): unknown => raw?.pragma(`max_page_count = ${pages}`);
    store.append(checkResult());
    await store.flush();
    const states: string[] = [];
    store.onHealthChange((health) => states.push(health.state === "ok" ? "ok" : health.reason));
    limit(1);
    for (let index = 1; index <= 20_000; index += 1) store.append(checkResult({ timestampMs: FAKE_START_MS + index * SECOND }));
    await store.flush();
    expect(store.health).toMatchObject({ state: "degraded", reason: "full" });
    // Watching, alerting and answering go on.
    store.putAlertState({ key: KEY, alertId: "a", stateJson: "{}" });
    store.appendEvent({ key: KEY, kind: "failing", atEpochMs: FAKE_START_MS, text: "why" });
    expect(store.alertStates()).toHaveLength(1);
    expect(await store.events({ key: KEY, fromMs: 0, toMs: FAKE_START_MS + 1, limit: 1 })).toHaveLength(1);
    expect(await countOf(store)).toBe(20_001);
    expect((await store.uptime({ keys: [KEY], fromMs: FAKE_START_MS, toMs: FAKE_START_MS + DAY }))[0]?.checks).toBe(20_001);
    limit(1_000_000);
    clock.advance(RETRY_MS);
    expect(store.health).toEqual({ state: "ok" });
    expect(states.at(0)).toBe("full");
    expect(states.at(-1)).toBe("ok");
    await store.close();
    const again = await openStore({ file, clock });
    expect([await countOf(again.store), again.store.alertStates().length]).toEqual([20_001, 1]);
  });

  it("gives up the oldest results when too many are held", async () => {
    const blocked = path.join(await temporaryFolder(), "a-file");
    await writeFile(blocked, "");
    const { store } = await openStore({ maxHeldResults: 100, file: path.join(blocked, "history.db") });
    for (let index = 0; index < 250; index += 1) store.append(checkResult({ timestampMs: FAKE_START_MS + index }));
    expect(store.health).toMatchObject({ state: "degraded", heldResults: 100 });
    expect((await store.latest())[0]?.timestampMs).toBe(FAKE_START_MS + 249);
  });

  it("waits for a lock of another program without losing anything", async () => {
    const { store, clock, file } = await openStore({ openDatabase: (name) => new Database(name, { timeout: 5 }) });
    const other = new Database(file);
    other.exec("BEGIN IMMEDIATE");
    store.append(checkResult());
    store.putValue("paused", "1");
    clock.advance(250);
    expect(store.health).toMatchObject({ state: "degraded", reason: "locked", heldResults: 1 });
    expect(await countOf(store)).toBe(1);
    other.exec("COMMIT");
    other.close();
    clock.advance(RETRY_MS);
    expect(store.health).toEqual({ state: "ok" });
    expect(await countOf(store)).toBe(1);
  });

  it("opens a locked file later, and puts what came meanwhile behind what it holds", async () => {
    const first = await openStore();
    first.store.append(checkResult());
    first.store.appendEvent({ key: KEY, kind: "started", atEpochMs: FAKE_START_MS, text: "" });
    await first.store.close();
    let locked = true;
    const { store, clock } = await openStore({
      file: first.file,
      openDatabase: (name) => {
        if (locked) throw Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
        return new Database(name);
      },
    });
    expect(store.health).toMatchObject({ state: "degraded", reason: "locked" });
    store.append(checkResult({ timestampMs: FAKE_START_MS + MINUTE }));
    store.appendEvent({ key: KEY, kind: "failing", atEpochMs: FAKE_START_MS + 1, text: "" });
    expect(await countOf(store)).toBe(1);
    locked = false;
    for (let turn = 0; turn < 20 && store.health.state !== "ok"; turn += 1) {
      await clock.advanceAsync(RETRY_MS);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(store.health).toEqual({ state: "ok" });
    expect(await countOf(store)).toBe(2);
    expect(await store.events({ key: KEY, fromMs: 0, toMs: FAKE_START_MS + DAY, limit: 9 })).toHaveLength(2);
  });

  it("reads but does not write on a read-only disk", async () => {
    const { store: writer, file } = await openStore();
    writer.append(checkResult());
    await writer.close();
    const copy = path.join(await temporaryFolder(), "history.db");
    await copyFile(file, copy);
    const { store } = await openStore({
      file: copy,
      openDatabase: (name) => {
        const database = new Database(name);
        database.pragma("query_only = on");
        return database;
      },
    });
    store.append(checkResult({ timestampMs: FAKE_START_MS + MINUTE }));
    await store.flush();
    expect(store.health).toMatchObject({ state: "degraded", reason: "readonly" });
    expect(await countOf(store)).toBe(2);
  });
});

describe("after a crash", () => {
  it("looks at every row by itself, and tells how far it is", async () => {
    const { store: killed, clock, file } = await openStore();
    for (let index = 0; index < 3_000; index += 1) killed.append(checkResult({ timestampMs: FAKE_START_MS + index * MINUTE }));
    await killed.compact();
    const copy = path.join(await temporaryFolder(), "history.db");
    for (const suffix of ["", "-wal"]) await copyFile(file + suffix, copy + suffix);

    const { store } = await openStore({ file: copy, clock });
    const told: Array<typeof store.activity> = [];
    store.onHealthChange(() => told.push(store.activity));
    await clock.advanceAsync(MINUTE);
    for (let turn = 0; turn < 100 && told.at(-1) !== null; turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(told).toEqual([{ kind: "checking", progress: 0 }, { kind: "checking", progress: 1 }, null]);
    expect(store.health).toEqual({ state: "ok" });
  });
});

it("marks its files as ours", async () => {
  const { store, file } = await openStore();
  await store.close();
  const raw = new Database(file, { readonly: true });
  expect([raw.pragma("application_id", { simple: true }), raw.pragma("user_version", { simple: true })]).toEqual([
    APPLICATION_ID,
    SCHEMA_VERSION,
  ]);
  raw.close();
});
