// Format 1: results in packed blocks, their rollups and runs, events, not-observed spans, large parts and named values.

/**
 * Rows that belong to an endpoint and a number within it (block, run, rollup) are keyed by `endpoint · 2^32 + number`, so that
 * an endpoint's rows lie side by side without another index.
 */
export const CREATE_RESULTS = `
  CREATE TABLE endpoint (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    group_name TEXT NOT NULL,
    identity BLOB,
    hold_ms INTEGER NOT NULL,
    removed_ms INTEGER,
    first_ms INTEGER,
    block INTEGER NOT NULL DEFAULT -1,
    block_count INTEGER NOT NULL DEFAULT 0
  );

  CREATE TABLE journal (id INTEGER PRIMARY KEY AUTOINCREMENT, data BLOB NOT NULL);

  CREATE TABLE block (
    id INTEGER PRIMARY KEY,
    endpoint_id INTEGER NOT NULL,
    min_ms INTEGER NOT NULL,
    max_ms INTEGER NOT NULL,
    count INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    degraded INTEGER NOT NULL,
    data BLOB NOT NULL
  );
  CREATE INDEX block_by_time ON block (endpoint_id, max_ms, min_ms, failures, degraded);

  CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    endpoint_id INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    state INTEGER NOT NULL,
    cause TEXT NOT NULL
  );
  CREATE INDEX run_by_time ON run (endpoint_id, end_ms, start_ms);

  CREATE TABLE rollup_minute (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE rollup_hour (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE rollup_day (id INTEGER PRIMARY KEY, data BLOB NOT NULL);

  CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    text TEXT NOT NULL
  );
  CREATE INDEX event_by_endpoint ON event (endpoint_id, at_ms);
  CREATE INDEX event_by_time ON event (at_ms);

  CREATE TABLE not_observed (
    endpoint_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    PRIMARY KEY (endpoint_id, reason, from_ms)
  ) WITHOUT ROWID;
  CREATE INDEX not_observed_by_time ON not_observed (endpoint_id, to_ms, from_ms);

  CREATE TABLE extras (
    endpoint_id INTEGER NOT NULL,
    which TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (endpoint_id, which)
  );

  CREATE TABLE named_value (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
`;
