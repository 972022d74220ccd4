// Each step from the format before, with rows in it.

import Database from "better-sqlite3";
import path from "node:path";
import { expect, it } from "vitest";
import { Connection } from "../../../../src-main/history/connection.ts";
import { APPLICATION_ID } from "../../../../src-main/history/database-file.ts";
import { migrate, SCHEMA_VERSION } from "../../../../src-main/history/migrate.ts";
import { openStore, temporaryFolder } from "./history-support.ts";

async function fileOfFormat(version: number, fill: (connection: Connection) => void): Promise<string> {
  const file = path.join(await temporaryFolder(), "history.db");
  const connection = new Connection(new Database(file));
  migrate(connection, APPLICATION_ID, version);
  fill(connection);
  connection.close();
  return file;
}

it("makes format 1 from an empty file, with its mark", async () => {
  const file = await fileOfFormat(1, () => undefined);
  const raw = new Database(file, { readonly: true });
  expect([raw.pragma("user_version", { simple: true }), raw.pragma("application_id", { simple: true })]).toEqual([1, APPLICATION_ID]);
  raw.close();
});

it("adds alerts and the outbox to a file of format 1, and leaves its rows alone", async () => {
  const file = await fileOfFormat(1, (connection) => {
    connection.run("INSERT INTO endpoint (id, key, name, group_name, hold_ms) VALUES (7, 'core_api', 'api', 'core', 180000)");
    connection.run("INSERT INTO event (endpoint_id, kind, at_ms, text) VALUES (7, 'started', 1000, 'hello')");
    connection.run("INSERT INTO named_value (name, json) VALUES ('paused', 'true')");
  });
  const { store } = await openStore({ file });
  expect(store.movedAside).toBeNull();
  expect(store.value("paused")).toBe("true");
  expect(await store.events({ key: "core_api", fromMs: 0, toMs: 2_000, limit: 9 })).toMatchObject([{ kind: "started", text: "hello" }]);
  store.putAlertState({ key: "core_api", alertId: "slack:0", stateJson: "{}" });
  store.enqueue({ key: "core_api", alertId: "slack:0", provider: "slack", messageJson: "{}", dueMs: 1, createdMs: 1 });
  await store.close();
  const raw = new Database(file, { readonly: true });
  expect(raw.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
  expect(raw.prepare("SELECT endpoint_id FROM alert_state").all()).toEqual([{ endpoint_id: 7 }]);
  raw.close();
});
