// What is imported in tests: the answer of a running Gatus, and a database of Uptime Kuma.

import Database from "better-sqlite3";

/** As a running Gatus answers: a failed condition is told with what was seen. */
export const STATUSES = [
  { name: "x", group: "g", results: [] },
  {
    name: "shop",
    key: "_shop",
    results: [
      {
        status: 500,
        hostname: "shop.invalid",
        conditionResults: [
          { condition: "[STATUS] (500) == 200", success: false },
          { condition: "[RESPONSE_TIME] < 300", success: true },
        ],
      },
    ],
  },
  "no status",
];

/** As version 2 keeps it, as far as the import looks. */
export function kumaDatabase(file: string): void {
  const database = new Database(file);
  database.exec(`
    CREATE TABLE monitor (id INTEGER PRIMARY KEY, name TEXT, active BOOLEAN DEFAULT 1, interval INTEGER DEFAULT 60, url TEXT, type TEXT,
      hostname TEXT, port INTEGER, maxretries INTEGER DEFAULT 0, accepted_statuscodes_json TEXT DEFAULT '["200-299"]', parent INTEGER);
    CREATE TABLE notification (id INTEGER PRIMARY KEY, name TEXT, config TEXT);
    CREATE TABLE monitor_notification (id INTEGER PRIMARY KEY, monitor_id INTEGER, notification_id INTEGER);
    CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE monitor_tag (id INTEGER PRIMARY KEY, monitor_id INTEGER, tag_id INTEGER, value TEXT);
    INSERT INTO monitor (id, name, type) VALUES (1, 'prod', 'group');
    INSERT INTO monitor (id, name, type, url, parent, active) VALUES (2, 'web', 'http', 'https://web.invalid', 1, 0);
    INSERT INTO monitor (id, name, type, hostname, port, active) VALUES (3, 'db', 'port', 'db.invalid', 5432, 0);
    INSERT INTO monitor (id, name, type) VALUES (4, 'box', 'docker');
    INSERT INTO notification VALUES (1, 'phone', '{"type":"ntfy","ntfytopic":"ops","ntfyserverurl":"https://ntfy.sh","ntfyaccesstoken":"tk_secret_1234567890","ntfyPriority":4}');
    INSERT INTO monitor_notification VALUES (1, 2, 1);
    INSERT INTO tag VALUES (1, 'team');
    INSERT INTO monitor_tag VALUES (1, 2, 1, 'a');
  `);
  database.close();
}
