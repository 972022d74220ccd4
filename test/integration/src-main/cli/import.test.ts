// `sentray import` of the database of a Gatus into real history files, beside a Gatus that writes and a Sentray that runs.

import Database from "better-sqlite3";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { commandBench } from "./command-bench.ts";

const KEY = "core_front-end";

/** The database of a Gatus that runs: its newest rows are in the write-ahead log alone. */
function runningGatus(folder: string): { readonly file: string; readonly database: Database.Database } {
  const file = join(folder, "gatus.db");
  const database = new Database(file);
  onTestFinished(() => void database.close());
  database.pragma("journal_mode = wal");
  database.pragma("wal_autocheckpoint = 0");
  database.exec(`
    CREATE TABLE endpoints (endpoint_id INTEGER PRIMARY KEY, endpoint_key TEXT UNIQUE, endpoint_name TEXT, endpoint_group TEXT);
    CREATE TABLE endpoint_events (endpoint_event_id INTEGER PRIMARY KEY, endpoint_id INTEGER, event_type TEXT, event_timestamp TIMESTAMP);
    CREATE TABLE endpoint_results (endpoint_result_id INTEGER PRIMARY KEY, endpoint_id INTEGER, success INTEGER, errors TEXT,
      connected INTEGER, status INTEGER, dns_rcode TEXT, certificate_expiration INTEGER, domain_expiration INTEGER, hostname TEXT,
      ip TEXT, duration INTEGER, timestamp TIMESTAMP, suite_result_id INTEGER);
    CREATE TABLE endpoint_result_conditions (endpoint_result_condition_id INTEGER PRIMARY KEY, endpoint_result_id INTEGER, condition TEXT, success INTEGER);
    CREATE TABLE endpoint_uptimes (endpoint_uptime_id INTEGER PRIMARY KEY, endpoint_id INTEGER, hour_unix_timestamp INTEGER);
    INSERT INTO endpoints VALUES (1, '${KEY}', 'front-end', 'core');
    INSERT INTO endpoint_events VALUES (1, 1, 'START', '2026-02-01 09:59:59+00:00');
    INSERT INTO endpoint_results VALUES
      (1, 1, 0, 'timeout', 1, 500, '', 0, 0, 'example.org', '', 12340000, '2026-02-01 10:00:00+00:00', NULL),
      (2, 1, 1, '', 1, 200, '', 0, 0, 'example.org', '', 5000000, '2026-02-01 10:01:00+00:00', NULL);
    INSERT INTO endpoint_uptimes VALUES (1, 1, 1769940000);
  `);
  return { file, database };
}

describe("sentray import", () => {
  it("takes results and events over once, with what only the write-ahead log holds, and leaves the file as it is", async () => {
    const bench = await commandBench();
    const { file } = runningGatus(bench.folder);
    const before = await readFile(file);
    const first = await bench.run("import", file);
    expect(first.err).toBe("");
    expect(first.code).toBe(0);
    expect(first.out).toContain("Taken over: 2 results and 1 events of 1 endpoints.");
    expect(first.out).toContain("endpoint_uptimes (1)");
    expect((await readFile(file)).equals(before)).toBe(true);

    const second = await bench.run("import", file);
    expect(second.out).toContain("Taken over: 0 results and 0 events");
    const { out } = await bench.run("export", "--format", "json");
    expect(
      out
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { status: number }).status),
    ).toEqual([500, 200]);
  });

  it("refuses while a Sentray has the history open, and then harms nothing", async () => {
    const bench = await commandBench();
    const { file } = runningGatus(bench.folder);
    const store = await bench.openHistory();
    const refused = await bench.run("import", file);
    expect({ code: refused.code, out: refused.out }).toEqual({ code: 2, out: "" });
    expect(refused.err).toContain("is in use");
    expect(store.health.state).toBe("ok");
    await store.close();
    expect((await bench.run("import", file)).code).toBe(0);
  });

  it.each([
    ["a file that does not exist", "nowhere.db", "There is no file"],
    ["what is no database", "config.yaml", "could not be read"],
    ["another program's database", "other.db", "is not the database of a Gatus"],
  ])("refuses %s", async (_name, name, message) => {
    const bench = await commandBench();
    await bench.writeConfig("endpoints: []\n".repeat(100));
    const other = new Database(join(bench.folder, "other.db"));
    other.exec("CREATE TABLE notes (text TEXT)");
    other.close();
    const { code, err } = await bench.run("import", join(bench.folder, name));
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toContain("sentray-import-");
  });
});
