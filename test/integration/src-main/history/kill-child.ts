// The monitor that kill.test.ts kills: appends results with rising numbers, and says on stdout which it knows to be kept.

import { writeSync } from "node:fs";
import { openHistoryStore } from "../../../../src-main/history/open-store.ts";
import type { Clock, Timers } from "../../../../src-main/ports/clock.ts";
import { SECOND, type MonotonicMs } from "../../../../shared/units.ts";
import { NO_PHASES } from "../../../../shared/model/observation.ts";

const START_MS = Date.UTC(2026, 2, 2, 12, 0, 0);
const KEYS = ["a_one", "a_two", "a_three"];
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const clock: Clock = { nowMs: () => START_MS, monotonicMs: () => performance.now() as MonotonicMs };
const timers: Timers = {
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

/** With it the write-ahead log goes into the file every few rounds. */
const BALLAST = "x".repeat(300_000);

const [file = "", diskWorker = "", first = "0"] = process.argv.slice(2);
const opened = await openHistoryStore({ file, clock, timers, logger: quiet, diskWorker: new URL(diskWorker) });
if (!opened.ok) throw new Error(opened.error.message);
const store = opened.value;
writeSync(1, `${first}\n`);

for (let number = Number(first); ; ) {
  const group = 1 + (number % 40);
  for (const end = number + group; number < end; number += 1) {
    store.append({
      key: KEYS[number % KEYS.length] ?? "",
      timestampMs: START_MS + number * SECOND,
      durationMs: 1 + (number % 100),
      outcome: number % 17 === 0 ? "failing" : "healthy",
      connected: true,
      status: 200,
      hostname: "",
      ip: "",
      dnsRcode: "",
      certificateExpiresInMs: null,
      domainExpiresInMs: null,
      phases: NO_PHASES,
      conditions: [{ condition: "[STATUS] == 200", success: true, display: "[STATUS] == 200" }],
      degradedConditions: [],
      errors: number % 17 === 0 ? [`error ${number}`] : [],
      attempts: [],
      inMaintenance: false,
    });
  }
  const kept = number;
  // The first write after the results, so that it is kept with them or not at all.
  if (number % 3 === 0) store.transact(() => store.putValue("acknowledged", String(kept)));
  else {
    store.putValue("acknowledged", String(kept));
    await store.flush();
  }
  writeSync(1, `${kept}\n`);
  store.putValue("ballast", BALLAST + kept);
  if (number % 11 === 0) await store.compact();
  await new Promise((resolve) => setImmediate(resolve));
}
