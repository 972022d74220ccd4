// What disk.test.ts runs on a disk of its own: fills it, makes it read-only, and tells as JSON how the history took it.

import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { openHistoryStore } from "../../../../src-main/history/open-store.ts";
import type { SqliteHistoryStore } from "../../../../src-main/history/sqlite-store.ts";
import type { Clock, Timers } from "../../../../src-main/ports/clock.ts";
import { SECOND, type MonotonicMs } from "../../../../shared/units.ts";
import { NO_PHASES } from "../../../../shared/model/observation.ts";

const START_MS = Date.UTC(2026, 2, 2, 12, 0, 0);
const PATIENCE_MS = 20 * SECOND;
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const clock: Clock = { nowMs: () => START_MS, monotonicMs: () => performance.now() as MonotonicMs };
const timers: Timers = {
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

const [scenario = "", disk = "", diskWorker = ""] = process.argv.slice(2);
const file = path.join(disk, "history.db");
const ballast = path.join(disk, "ballast");
let appended = 0;

async function open(): Promise<SqliteHistoryStore> {
  const opened = await openHistoryStore({ file, clock, timers, logger: quiet, diskWorker: new URL(diskWorker) });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

function append(store: SqliteHistoryStore, results: number): void {
  for (const end = appended + results; appended < end; appended += 1) {
    store.append({
      key: "k",
      timestampMs: START_MS + appended * SECOND,
      durationMs: 1 + (appended % 100),
      outcome: "failing",
      connected: true,
      status: 500,
      hostname: "",
      ip: "",
      dnsRcode: "",
      certificateExpiresInMs: null,
      domainExpiresInMs: null,
      phases: NO_PHASES,
      conditions: [],
      degradedConditions: [],
      errors: [`error ${appended} ${"of many words ".repeat(8)}`],
      attempts: [],
      inMaintenance: false,
    });
  }
}

async function fact(store: SqliteHistoryStore): Promise<object> {
  const { health } = store;
  const { results } = await store.results({ key: "k", limit: 1_000_000 });
  return {
    health: health.state === "ok" ? "ok" : health.reason,
    message: health.state === "ok" ? "" : health.message,
    results: results.length,
  };
}

async function recovered(store: SqliteHistoryStore): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; store.health.state !== "ok" && performance.now() < end; ) await wait(50);
}

/** Takes every byte that is left. */
function fill(): void {
  for (const size of [65_536, 4_096, 512]) {
    try {
      for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: "a" });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
  }
}

async function full(): Promise<readonly object[]> {
  const store = await open();
  append(store, 100);
  await store.flush();
  fill();
  append(store, 9_000);
  await store.flush();
  store.putAlertState({ key: "k", alertId: "a", stateJson: "{}" });
  const whileFull = await fact(store);
  rmSync(ballast);
  await recovered(store);
  const after = await fact(store);
  await store.close();
  const again = await open();
  const kept = { ...(await fact(again)), alerts: again.alertStates().length, moved: again.movedAside };
  await again.close();
  return [whileFull, after, kept];
}

async function fullFromTheStart(): Promise<readonly object[]> {
  fill();
  const store = await open();
  append(store, 500);
  const whileFull = await fact(store);
  rmSync(ballast);
  await recovered(store);
  const after = await fact(store);
  await store.close();
  return [whileFull, after];
}

async function readOnly(): Promise<readonly object[]> {
  const before = await open();
  append(before, 500);
  await before.close();
  const remount = (how: "ro" | "rw"): unknown => execFileSync("mount", ["-o", `remount,${how}`, disk]);
  remount("ro");
  const store = await open();
  append(store, 500);
  const whileReadOnly = await fact(store);
  remount("rw");
  await recovered(store);
  const after = await fact(store);
  await store.close();
  return [whileReadOnly, after];
}

const SCENARIOS: Readonly<Record<string, () => Promise<readonly object[]>>> = { full, fullFromTheStart, readOnly };
process.stdout.write(JSON.stringify(await SCENARIOS[scenario]?.()));
