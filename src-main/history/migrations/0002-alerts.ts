// Format 2: the alerts' states, and the outbox with every try to deliver.

export const CREATE_ALERTS = `
  CREATE TABLE alert_state (
    endpoint_id INTEGER NOT NULL,
    alert_id TEXT NOT NULL,
    state_json TEXT NOT NULL,
    PRIMARY KEY (endpoint_id, alert_id)
  ) WITHOUT ROWID;

  CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint_id INTEGER NOT NULL,
    alert_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    message_json TEXT NOT NULL,
    due_ms INTEGER,
    created_ms INTEGER NOT NULL
  );
  CREATE INDEX message_due ON message (due_ms) WHERE due_ms IS NOT NULL;
  CREATE INDEX message_by_endpoint ON message (endpoint_id, id);

  CREATE TABLE attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    status INTEGER NOT NULL,
    reply TEXT NOT NULL
  );
  CREATE INDEX attempt_by_message ON attempt (message_id);
`;
