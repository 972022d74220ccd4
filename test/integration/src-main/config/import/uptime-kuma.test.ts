// Uptime Kuma's files as they lie on a disk: a backup of version 1, databases of both, and what only claims to be one.

import { mkdtemp, readFile, readdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";

import type { Found } from "../../../../../src-main/config/import/found.ts";
import { importUptimeKuma } from "../../../../../src-main/config/import/uptime-kuma.ts";

/** A text that says so. */
function saying(text: string | RegExp): unknown {
  return expect.stringMatching(text);
}

/** Something told that says so. */
function telling(text: string | RegExp): unknown {
  return expect.objectContaining({ message: saying(text), said: expect.anything() as unknown });
}

async function place(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sentray-kuma-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, name);
}

async function found(file: string): Promise<Found> {
  const result = await importUptimeKuma(file);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** As version 2 keeps it, as far as the import looks. */
const TABLES = `
  CREATE TABLE monitor (id INTEGER PRIMARY KEY, name TEXT, active BOOLEAN DEFAULT 1, interval INTEGER DEFAULT 60, url TEXT, type TEXT,
    hostname TEXT, port INTEGER, maxretries INTEGER DEFAULT 0, accepted_statuscodes_json TEXT DEFAULT '["200-299"]', parent INTEGER,
    json_path TEXT, json_path_operator TEXT, expected_value TEXT, push_token TEXT, proxy_id INTEGER);
  CREATE TABLE notification (id INTEGER PRIMARY KEY, name TEXT, config TEXT);
  CREATE TABLE monitor_notification (id INTEGER PRIMARY KEY, monitor_id INTEGER, notification_id INTEGER);
  CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE monitor_tag (id INTEGER PRIMARY KEY, monitor_id INTEGER, tag_id INTEGER, value TEXT);
  CREATE TABLE heartbeat (id INTEGER PRIMARY KEY, monitor_id INTEGER, status INTEGER, msg TEXT);
`;

const ROWS = `
  INSERT INTO monitor (id, name, type) VALUES (1, 'prod', 'group');
  INSERT INTO monitor (id, name, type, url, parent, maxretries, proxy_id) VALUES (2, 'web', 'http', 'https://web.invalid', 1, 2, 9);
  INSERT INTO monitor (id, name, type, url, json_path, json_path_operator, expected_value)
    VALUES (3, 'api', 'json-query', 'https://api.invalid', '$.state', '!=', 'down');
  INSERT INTO monitor (id, name, type, push_token) VALUES (4, 'backup job', 'push', 'push-token');
  INSERT INTO monitor (id, name, type) VALUES (5, 'box', 'docker');
  INSERT INTO notification VALUES (1, 'phone', '{"type":"ntfy","ntfytopic":"ops"}'), (2, 'fax', '{"type":"fax"}');
  INSERT INTO monitor_notification VALUES (1, 2, 1), (2, 2, 2), (3, 2, 77);
  INSERT INTO tag VALUES (1, 'team');
  INSERT INTO monitor_tag VALUES (1, 2, 1, 'a'), (2, 2, 99, 'no such tag');
`;

function database(file: string, sql: string): void {
  const made = new Database(file);
  made.exec(sql);
  made.close();
}

/** What both kinds of file tell of the same monitors. */
const REPORT = {
  providers: [{ type: "ntfy", value: { topic: "ops" } }],
  refusals: [
    { what: "box", why: telling("Docker") },
    { what: "fax", why: telling("no channel") },
  ],
};

describe("an import from Uptime Kuma", () => {
  it("of version 1's backup tells what came over, what could not and why", async () => {
    const file = await place("backup.json");
    const monitorList = [
      { id: 1, name: "web", type: "http", url: "https://web.invalid", notificationIDList: { 1: true, 2: true } },
      { id: 2, name: "box", type: "docker" },
      "no monitor",
    ];
    const notificationList = [
      { id: 1, name: "phone", config: JSON.stringify({ type: "ntfy", ntfytopic: "ops" }) },
      { id: 2, name: "fax", config: JSON.stringify({ type: "fax" }) },
    ];
    await writeFile(file, JSON.stringify({ version: "1.23.0", monitorList, notificationList }));
    expect(await found(file)).toMatchObject({
      kind: "uptime-kuma-backup",
      source: "backup.json",
      entries: [{ list: "endpoints", value: { name: "web", url: "https://web.invalid", alerts: [{ type: "ntfy" }] } }],
      ...REPORT,
      notes: [telling("1 of its monitors"), telling("history")],
    });
  });

  it("of version 2's database tells what came over, what could not and why", async () => {
    const file = await place("kuma.db");
    database(file, TABLES + ROWS);
    expect(await found(file)).toMatchObject({
      kind: "uptime-kuma-database",
      source: "kuma.db",
      entries: [
        {
          list: "endpoints",
          value: { name: "web", group: "prod", retries: 2, tags: ["team:a"], alerts: [{ type: "ntfy" }] },
          notes: [telling("proxy")],
        },
        { value: { name: "api", conditions: ["[STATUS] >= 200", "[STATUS] <= 299", "[BODY].state != down"] }, notes: [] },
        { list: "external-endpoints", value: { name: "backup job", token: "push-token" }, notes: [telling("push")] },
      ],
      ...REPORT,
    });
  });

  it("has what the running program has not merged into its file yet, and leaves both files alone", async () => {
    const file = await place("kuma.db");
    database(file, TABLES);
    const running = new Database(file);
    onTestFinished(() => void running.close());
    running.pragma("journal_mode = WAL");
    running.exec(ROWS);
    const before = [await readFile(file), await readFile(`${file}-wal`)];
    expect((await found(file)).entries).toHaveLength(3);
    expect([await readFile(file), await readFile(`${file}-wal`)]).toEqual(before);
  });

  it("leaves no copy behind, neither when it is read nor when it is refused", async () => {
    const file = await place("kuma.db");
    const copies = async (): Promise<readonly string[]> =>
      (await readdir(tmpdir())).filter((name) => name.startsWith(`sentray-import-`)).toSorted();
    const before = await copies();
    database(file, TABLES + ROWS);
    await found(file);
    await truncate(file, 5_000);
    expect((await importUptimeKuma(file)).ok).toBe(false);
    expect((await copies()).filter((name) => !before.includes(name))).toEqual([]);
  });
});

describe("a file that is none of Uptime Kuma's", () => {
  it.each<[string, (file: string) => Promise<unknown> | void, RegExp]>([
    ["no database, but called one", (file) => writeFile(file, "not a database at all, really not"), /neither a backup .* nor a database/],
    ["a head without a database", (file) => writeFile(file, `SQLite format 3\0${"x".repeat(4_000)}`), /no SQLite database|damaged/],
    [
      "a database that is cut off",
      async (file) => {
        database(file, `${TABLES}${ROWS} INSERT INTO heartbeat (msg) SELECT hex(randomblob(2000)) FROM pragma_function_list LIMIT 200;`);
        await truncate(file, 6_000);
      },
      /damaged or was copied only in part/,
    ],
    [
      "a database with another program's pages",
      async (file) => {
        database(file, TABLES + ROWS);
        const bytes = await readFile(file);
        bytes.fill(0xa5, 100);
        await writeFile(file, bytes);
      },
      /damaged or was copied only in part/,
    ],
    ["a database of another program", (file) => database(file, "CREATE TABLE x (y)"), /no table monitor/],
    ["a view called monitor", (file) => database(file, "CREATE VIEW monitor AS SELECT 1 AS id"), /no table monitor/],
    ["a virtual table called monitor", (file) => database(file, "CREATE VIRTUAL TABLE monitor USING fts5(name)"), /no table monitor/],
    ["a device", (file) => symlink("/dev/zero", file), /not a regular file/],
    ["too large a file", (file) => writeFile(file, "{").then(() => truncate(file, 65 * 1024 * 1024)), /too large/],
    ["JSON of nothing but brackets", (file) => writeFile(file, "[".repeat(20_000_000)), /nested too deeply/],
    ["JSON of millions of values", (file) => writeFile(file, `{"monitorList": [${"{},".repeat(10_000_000)}{}]}`), /too many values/],
  ])("is refused with its reason: %s", async (_name, make, why) => {
    const file = await place("kuma.db");
    await make(file);
    const result = await importUptimeKuma(file);
    expect(result).toMatchObject({ ok: false, error: { code: "bad_request", message: saying(why) } });
  });

  it("may claim any type for any value", async () => {
    const file = await place("kuma.db");
    database(
      file,
      `CREATE TABLE monitor (id, name, type, url, interval, parent, active, accepted_statuscodes_json, headers);
       CREATE TABLE notification (id, name, config); CREATE TABLE monitor_tag (x); CREATE TABLE tag (id, name);
       INSERT INTO monitor VALUES ('x', 3.5, x'00ff', NULL, 'often', 'up', 'maybe', '{', '[1]');
       INSERT INTO monitor VALUES (2, NULL, 'http', 'https://a.invalid', -5, 2, 1, '"x"', 'null');
       INSERT INTO notification VALUES (NULL, x'00', '[]');`,
    );
    const { entries, refusals } = await found(file);
    expect(entries).toMatchObject([{ value: { name: "monitor 2", url: "https://a.invalid", interval: "60s" } }]);
    expect(refusals).toHaveLength(2);
  });

  it("is not computed with, and its longest values are left where they are", async () => {
    const file = await place("kuma.db");
    database(
      file,
      `CREATE TABLE monitor (id INTEGER PRIMARY KEY, name TEXT, type TEXT, url TEXT, body TEXT);
       INSERT INTO monitor VALUES (1, 'a', 'http', 'https://a.invalid', hex(zeroblob(20000000)));
       ALTER TABLE monitor ADD COLUMN description TEXT AS (hex(zeroblob(600000000)));`,
    );
    const { entries } = await found(file);
    expect(entries).toMatchObject([{ value: { name: "a", url: "https://a.invalid" } }]);
    expect(entries[0]?.value).not.toHaveProperty("body");
  });

  it("with more text than any list of monitors is refused", async () => {
    const file = await place("kuma.db");
    const body = "x".repeat(90_000);
    database(
      file,
      `CREATE TABLE monitor (id INTEGER PRIMARY KEY, name TEXT, type TEXT, body TEXT);
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 800)
       INSERT INTO monitor SELECT i, 'm', 'ping', '${body}' FROM n;`,
    );
    expect(await importUptimeKuma(file)).toMatchObject({ ok: false, error: { message: saying("more text") } });
  });

  it("with groups within groups without end, and links without end, is read", async () => {
    const file = await place("kuma.db");
    database(
      file,
      `${TABLES}
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
       INSERT INTO monitor (id, name, type, parent) SELECT i, 'group', 'group', i + 1 FROM n;
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
       INSERT INTO monitor (id, name, type, hostname, parent) SELECT 10000 + i, 'm', 'ping', 'h.invalid', 1 FROM n;
       INSERT INTO tag VALUES (1, 't'); INSERT INTO notification VALUES (1, 'phone', '{"type":"ntfy","ntfytopic":"ops"}');
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
       INSERT INTO monitor_tag (monitor_id, tag_id, value) SELECT 10001, 1, i FROM n;
       INSERT INTO monitor_notification (monitor_id, notification_id) SELECT monitor_id, 1 FROM monitor_tag;`,
    );
    const { entries } = await found(file);
    expect(entries).toHaveLength(5_000);
    expect(entries[0]?.value["group"]).toBe(Array.from({ length: 16 }, () => "group").join(" / "));
    expect(entries[0]?.value["tags"]).toHaveLength(100);
    expect(entries[0]?.value["alerts"]).toHaveLength(1);
  });
});
