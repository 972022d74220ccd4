// History going out, as CSV and JSON lines, and coming in, from the database of a Gatus.

import Database from "better-sqlite3";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { exportResults, type ExportFormat } from "../../../../src-main/history/export.ts";
import { importGatusHistory, parseGatusTime } from "../../../../src-main/history/import-gatus.ts";
import { DAY, MINUTE, SECOND } from "../../../../shared/units.ts";
import { FAKE_START_MS } from "../../../helpers/fake-clock.ts";
import { checkResult, openStore, temporaryFolder } from "./history-support.ts";

const KEY = "core_front-end";

describe("export", () => {
  const exported = async (format: ExportFormat, count: number, stepMs: number): Promise<string[]> => {
    const { store } = await openStore();
    for (let index = 0; index < count; index += 1)
      store.append(checkResult({ timestampMs: FAKE_START_MS + Math.floor(index / 2) * stepMs }));
    store.append(checkResult({ key: "other", outcome: "failing", errors: ["=cmd()", "second"] }));
    await store.compact();
    const lines: string[] = [];
    const query = { keys: [KEY, "other", "nobody"], fromMs: 0, toMs: FAKE_START_MS + 400 * DAY, format };
    for await (const line of exportResults(store, query)) lines.push(line);
    return lines;
  };

  it.each([
    ["close together", 5_001, 10],
    ["a minute apart", 5_001, MINUTE],
    ["weeks apart", 20, 19 * DAY],
  ])("gives every result once, oldest first, when they are %s", async (_name, count, stepMs) => {
    const lines = (await exported("json", count, stepMs)).map((line) => JSON.parse(line) as { key: string; timestamp: string });
    const moments = lines.filter(({ key }) => key === KEY).map(({ timestamp }) => Date.parse(timestamp));
    expect(moments).toEqual(Array.from({ length: count }, (_, index) => FAKE_START_MS + Math.floor(index / 2) * stepMs));
    expect(lines).toHaveLength(count + 1);
  });

  it("never asks for more than a page at once, however many there are", async () => {
    const { store } = await openStore();
    for (let index = 0; index < 40_000; index += 1) store.append(checkResult({ timestampMs: FAKE_START_MS + index * SECOND }));
    await store.compact();
    let largestPage = 0;
    const reader: Parameters<typeof exportResults>[0] = {
      async results(query) {
        const page = await store.results(query);
        largestPage = Math.max(largestPage, page.results.length);
        return page;
      },
    };
    let lines = 0;
    for await (const _ of exportResults(reader, { keys: [KEY], fromMs: 0, toMs: FAKE_START_MS + DAY, format: "csv" })) lines += 1;
    expect(lines).toBe(40_001);
    expect(largestPage).toBeLessThanOrEqual(2_000);
  });

  it("writes CSV with a heading, and no formulas", async () => {
    const lines = await exported("csv", 1, MINUTE);
    expect(lines[0]).toMatch(/^key,timestamp,outcome,durationMs,/);
    expect(lines[1]).toBe("core_front-end,2026-03-02T12:00:00.000Z,healthy,12.34,200,true,,,false,0,1.1,0,10,1.24,,,,\r\n");
    expect(lines[2]).toMatch(/'=cmd\(\),'=cmd\(\) \| second\r\n$/);
  });
});

describe("the history of a Gatus", () => {
  const gatusFile = async (): Promise<string> => {
    const file = path.join(await temporaryFolder(), "gatus.db");
    const raw = new Database(file);
    raw.exec(`
      PRAGMA foreign_keys = on;
      CREATE TABLE suites (suite_id INTEGER PRIMARY KEY, suite_key TEXT UNIQUE, suite_name TEXT NOT NULL, suite_group TEXT NOT NULL,
        UNIQUE (suite_name, suite_group));
      CREATE TABLE suite_results (suite_result_id INTEGER PRIMARY KEY, suite_id INTEGER NOT NULL REFERENCES suites (suite_id) ON DELETE CASCADE,
        success INTEGER NOT NULL, errors TEXT NOT NULL, duration INTEGER NOT NULL, timestamp TIMESTAMP NOT NULL);
      CREATE TABLE endpoints (endpoint_id INTEGER PRIMARY KEY, endpoint_key TEXT UNIQUE, endpoint_name TEXT NOT NULL,
        endpoint_group TEXT NOT NULL, UNIQUE (endpoint_name, endpoint_group));
      CREATE TABLE endpoint_events (endpoint_event_id INTEGER PRIMARY KEY,
        endpoint_id INTEGER NOT NULL REFERENCES endpoints (endpoint_id) ON DELETE CASCADE, event_type TEXT NOT NULL, event_timestamp TIMESTAMP NOT NULL);
      CREATE TABLE endpoint_results (endpoint_result_id INTEGER PRIMARY KEY,
        endpoint_id INTEGER NOT NULL REFERENCES endpoints (endpoint_id) ON DELETE CASCADE, success INTEGER NOT NULL, errors TEXT NOT NULL,
        connected INTEGER NOT NULL, status INTEGER NOT NULL, dns_rcode TEXT NOT NULL, certificate_expiration INTEGER NOT NULL,
        domain_expiration INTEGER NOT NULL, hostname TEXT NOT NULL, ip TEXT NOT NULL, duration INTEGER NOT NULL,
        timestamp TIMESTAMP NOT NULL, suite_result_id INTEGER REFERENCES suite_results (suite_result_id) ON DELETE CASCADE);
      CREATE TABLE endpoint_result_conditions (endpoint_result_condition_id INTEGER PRIMARY KEY,
        endpoint_result_id INTEGER NOT NULL REFERENCES endpoint_results (endpoint_result_id) ON DELETE CASCADE,
        condition TEXT NOT NULL, success INTEGER NOT NULL);
      CREATE TABLE endpoint_uptimes (endpoint_uptime_id INTEGER PRIMARY KEY,
        endpoint_id INTEGER NOT NULL REFERENCES endpoints (endpoint_id) ON DELETE CASCADE, hour_unix_timestamp INTEGER NOT NULL,
        total_executions INTEGER NOT NULL, successful_executions INTEGER NOT NULL, total_response_time INTEGER NOT NULL,
        UNIQUE (endpoint_id, hour_unix_timestamp));
      CREATE TABLE endpoint_alerts_triggered (endpoint_alert_trigger_id INTEGER PRIMARY KEY,
        endpoint_id INTEGER NOT NULL REFERENCES endpoints (endpoint_id) ON DELETE CASCADE, configuration_checksum TEXT NOT NULL,
        resolve_key TEXT NOT NULL, number_of_successes_in_a_row INTEGER NOT NULL, UNIQUE (endpoint_id, configuration_checksum));
      INSERT INTO suites VALUES (1, 'core_checkout', 'checkout', 'core');
      INSERT INTO suite_results VALUES (1, 1, 1, '', 9000000, '2026-02-01 10:01:00+00:00');
      INSERT INTO endpoints VALUES (1, '${KEY}', 'front-end', 'core');
      INSERT INTO endpoint_events VALUES (1, 1, 'START', '2026-02-01 09:59:59.95+00:00'), (2, 1, 'UNHEALTHY', '2026-02-01 10:00:00+00:00');
      INSERT INTO endpoint_results VALUES
        (1, 1, 0, 'timeout|~|again', 1, 500, '', 86400000000000, 0, 'example.org', '', 12340000, '2026-02-01 10:00:00.123456789+00:00', NULL),
        (2, 1, 1, '', 1, 200, '', 0, 0, 'example.org', '', 5000000, '2026-02-01T10:01:00Z', 1),
        (3, 1, 1, '', 1, 200, '', 0, 0, 'example.org', '', 5000000, 'not a time', NULL);
      INSERT INTO endpoint_result_conditions VALUES (1, 1, '[STATUS] (500) == 200', 0), (2, 2, '[STATUS] == 200', 1);
      INSERT INTO endpoint_uptimes VALUES (1, 1, 1769940000, 2, 1, 17);
      INSERT INTO endpoint_alerts_triggered VALUES (1, 1, 'abc', '', 0);
    `);
    raw.close();
    return file;
  };

  it("comes in once, before what is known, with a report", async () => {
    const { store, clock, file } = await openStore();
    store.append(checkResult());
    await store.flush();
    const source = await gatusFile();
    const first = await importGatusHistory(store, source);
    expect(first).toMatchObject({
      ok: true,
      value: {
        endpoints: 1,
        results: 2,
        resultsLeftOut: 0,
        unreadable: 1,
        notImported: { endpoint_uptimes: 1, suite_results: 1, endpoint_alerts_triggered: 1 },
      },
    });
    expect(await importGatusHistory(store, source)).toMatchObject({ ok: true, value: { results: 0, resultsLeftOut: 2 } });
    store.append(checkResult({ timestampMs: FAKE_START_MS + MINUTE }));
    await store.close();

    const again = (await openStore({ file, clock })).store;
    const { results } = await again.results({ key: KEY, limit: 9 });
    expect(results).toHaveLength(4);
    expect(results[3]).toMatchObject({
      timestampMs: Date.UTC(2026, 1, 1, 10, 0, 0, 123),
      durationMs: 12.34,
      outcome: "failing",
      status: 500,
      errors: ["timeout", "again"],
      certificateExpiresInMs: DAY,
      conditions: [{ display: "[STATUS] (500) == 200", success: false }],
    });
    expect((await again.latest())[0]?.timestampMs).toBe(FAKE_START_MS + MINUTE);
    expect((await again.recent([KEY], 9))[0]?.outcomes).toBe("fhhh");
    const outages = await again.outages({ keys: [KEY], fromMs: 0, toMs: FAKE_START_MS + DAY, limit: 9 });
    expect(outages.map(({ endMs }) => endMs)).toEqual([Date.UTC(2026, 1, 1, 10, 1)]);
    expect((await again.uptime({ keys: [KEY], fromMs: 0, toMs: FAKE_START_MS + DAY }))[0]?.checks).toBe(4);
  });

  it("goes on after what was imported for an endpoint without history", async () => {
    const { store } = await openStore();
    expect(await importGatusHistory(store, await gatusFile())).toMatchObject({ ok: true, value: { results: 2, events: 2 } });
    store.append(checkResult());
    await store.compact();
    expect((await store.recent([KEY], 9))[0]?.outcomes).toBe("fhh");
    expect(await store.events({ key: KEY, fromMs: 0, toMs: FAKE_START_MS, limit: 9 })).toMatchObject([
      { kind: "failing" },
      { kind: "started" },
    ]);
  });

  it("comes from an older Gatus too, which kept no domain and knew no suites", async () => {
    const source = await gatusFile();
    const raw = new Database(source);
    raw.exec(`
      PRAGMA foreign_keys = off;
      ALTER TABLE endpoint_results DROP COLUMN domain_expiration;
      ALTER TABLE endpoint_results DROP COLUMN suite_result_id;
      DROP TABLE suite_results;
      DROP TABLE suites;
      DROP TABLE endpoint_alerts_triggered;
    `);
    raw.close();
    const { store } = await openStore();
    expect(await importGatusHistory(store, source)).toMatchObject({ ok: true, value: { results: 2, notImported: { suite_results: 0 } } });
    const { results } = await store.results({ key: KEY, limit: 9 });
    expect(results.map(({ domainExpiresInMs, certificateExpiresInMs }) => [domainExpiresInMs, certificateExpiresInMs])).toEqual([
      [null, null],
      [null, DAY],
    ]);
  });

  it("is refused when there is none", async () => {
    const { store, file } = await openStore();
    expect(await importGatusHistory(store, `${file}.missing`)).toMatchObject({ ok: false, error: { code: "not_found" } });
    expect(await importGatusHistory(store, file)).toMatchObject({ ok: false, error: { code: "unsupported" } });
  });

  it.each([
    ["2026-02-01 10:00:00+00:00", 0],
    ["2026-02-01 10:00:00.5 +0000 UTC", 500],
    ["2026-02-01T11:00:00.123456789+01:00", 123],
    ["2026-02-01 10:00:00", 0],
  ])("has times such as %s", (text, ms) => {
    expect(parseGatusTime(text)).toBe(Date.UTC(2026, 1, 1, 10) + ms);
  });
});
