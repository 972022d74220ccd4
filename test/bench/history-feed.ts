// What the benchmarks of the history share: results as people have them, a store on a file of its own, and measuring.

import { setTimeout as wait } from "node:timers/promises";
import { openHistoryStore } from "../../src-main/history/open-store.ts";
import type { SqliteHistoryStore } from "../../src-main/history/sqlite-store.ts";
import type { Clock, Timers } from "../../src-main/ports/clock.ts";
import { DAY, MINUTE, type MonotonicMs } from "../../shared/units.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import { builtWorker } from "./built-worker.ts";

export interface Figure {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: number;
  readonly higherIsBetter: boolean;
}

/** Results between two commits. */
export const GROUP = 2_000;
export const START_MS = Date.UTC(2026, 0, 1);
export const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export const clock: Clock = { nowMs: () => START_MS + 400 * DAY, monotonicMs: () => performance.now() as MonotonicMs };
export const timers: Timers = {
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

/** Repeatable chance (a linear congruential generator). */
export function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A mix as people have it: HTTPS with phases and a certificate, TCP, ICMP; every minute with some jitter; 1 % failing. */
export function createMix(chance: () => number): (endpoint: number, round: number) => CheckResult {
  return (endpoint, round) => {
    const kind = endpoint % 4;
    const failing = chance() < 0.01;
    const timestampMs = START_MS + round * MINUTE + endpoint * 100 + Math.floor(chance() * 20);
    const durationMs = 20 + (endpoint % 50) + 30 * chance() ** 4 * 10;
    const connectMs = durationMs * 0.2;
    const http = kind < 2;
    return {
      key: `group-${endpoint % 20}_service-${endpoint}`,
      timestampMs,
      durationMs,
      outcome: failing ? "failing" : "healthy",
      connected: !failing,
      status: http && !failing ? 200 : 0,
      hostname: `service-${endpoint}.example.org`,
      ip: "",
      dnsRcode: "",
      certificateExpiresInMs: http && !failing ? START_MS + 90 * DAY - timestampMs : null,
      domainExpiresInMs: null,
      phases: http
        ? { dnsMs: 0.4, connectMs, tlsMs: connectMs * 1.1, firstByteMs: durationMs - 2.1 * connectMs - 1, transferMs: 0.6 }
        : { dnsMs: 0.3, connectMs: durationMs - 0.3, tlsMs: 0, firstByteMs: 0, transferMs: 0 },
      conditions: http
        ? [
            { condition: "[STATUS] == 200", success: !failing, display: failing ? "[STATUS] (0) == 200" : "[STATUS] == 200" },
            { condition: "[RESPONSE_TIME] < 500", success: true, display: "[RESPONSE_TIME] < 500" },
          ]
        : [
            {
              condition: "[CONNECTED] == true",
              success: !failing,
              display: failing ? "[CONNECTED] (false) == true" : "[CONNECTED] == true",
            },
          ],
      degradedConditions: [],
      errors: failing ? [`connect ECONNREFUSED 10.0.${endpoint % 250}.1:443`] : [],
      attempts: [],
      inMaintenance: false,
    };
  };
}

export async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const began = performance.now();
  const value = await work();
  return { ms: performance.now() - began, value };
}

export async function open(file: string): Promise<SqliteHistoryStore> {
  const retention = { resultsMs: 0, removedEndpointsMs: 30 * DAY };
  const opened = await openHistoryStore({ file, clock, timers, logger: QUIET, retention, diskWorker: builtWorker("disk") });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Feeds results in groups, letting the store's own timers run in between, as a running monitor does. */
export async function feed(
  store: SqliteHistoryStore,
  results: number,
  endpoints: number,
): Promise<{ appendMs: number; packMs: number; bytes: number }> {
  const make = createMix(createChance(1));
  let appendMs = 0;
  for (let done = 0; done < results; done += GROUP) {
    const group = Array.from({ length: GROUP }, (_, index) => make((done + index) % endpoints, Math.floor((done + index) / endpoints)));
    const began = performance.now();
    for (const result of group) store.append(result);
    await store.flush();
    appendMs += performance.now() - began;
    await wait(0);
  }
  const packed = await timed(() => store.compact());
  return { appendMs, packMs: packed.ms, bytes: 0 };
}
