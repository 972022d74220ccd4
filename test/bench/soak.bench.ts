// Seventy-two simulated hours with ten thousand endpoints: does memory stay flat? Scheduler, conditions, alerting and the history's
// file are the real ones, on a fake clock; probes answer by timer. What is thinned so that it takes minutes: every endpoint is checked
// every two hours, besides after sleep and lost networks (every three hours one of them), and of the uptime figures for the cards
// one query in fifty is really made. What leaks with time, with checks or with outages shows all the same.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { EMPTY_OBSERVATION } from "../../shared/model/observation.ts";
import { HOUR, MINUTE, SECOND } from "../../shared/units.ts";
import { createAlertManager } from "../../src-main/alerting/alert-manager.ts";
import { isProviderType } from "../../src-main/alerting/providers/types.ts";
import { emptyConfig } from "../../src-main/composition/empty-config.ts";
import { compileConditions } from "../../src-main/conditions/compile.ts";
import { createMonitor } from "../../src-main/engine/monitor.ts";
import { openHistoryStore } from "../../src-main/history/open-store.ts";
import type { Clock, TimerHandle, Timers } from "../../src-main/ports/clock.ts";
import type { Probe } from "../../src-main/ports/probe.ts";
import type { HistoryStore } from "../../src-main/ports/history.ts";
import type { EpochMs, MonotonicMs } from "../../shared/units.ts";
import { alertConfig, alertingConfig, NO_LOG, recordingProvider, unusedWays } from "../helpers/alerting.ts";
import { endpointConfig } from "../helpers/endpoint-config.ts";

const ENDPOINTS = 10_000;
const INTERVAL_MS = 2 * HOUR;
const HOURS = 72;
/** Until then what is bounded fills up: the last of it are the 45 bars of every card. */
const WARM_UP_HOURS = 48;
/** Work that yields to the real event loop (the history seals in slices) gets its turn this often. */
const TURN_EVERY_TIMERS = 200;

/** A fake clock whose timers lie in a heap, for millions of them. */
class QuickClock implements Clock, Timers {
  readonly #heap: Array<{ dueMs: number; order: number; callback: (() => void) | null }> = [];
  #offsetMs = 0;
  #atMs = 0;
  #order = 0;

  nowMs(): EpochMs {
    return Date.UTC(2026, 2, 2) + this.#offsetMs + this.#atMs;
  }

  monotonicMs(): MonotonicMs {
    return this.#atMs as MonotonicMs;
  }

  setTimer(delayMs: number, callback: () => void): TimerHandle {
    const timer: { dueMs: number; order: number; callback: (() => void) | null } = {
      dueMs: this.#atMs + Math.max(0, delayMs),
      order: this.#order,
      callback,
    };
    this.#order += 1;
    this.#push(timer);
    return {
      cancel: () => {
        timer.callback = null;
      },
    };
  }

  sleep(forMs: number): void {
    this.#offsetMs += forMs;
  }

  async advance(byMs: number): Promise<void> {
    const endMs = this.#atMs + byMs;
    let fired = 0;
    for (let next = this.#heap[0]; next !== undefined && next.dueMs <= endMs; next = this.#heap[0]) {
      this.#pop();
      if (next.callback === null) continue;
      this.#atMs = Math.max(this.#atMs, next.dueMs);
      next.callback();
      fired += 1;
      if (fired % TURN_EVERY_TIMERS === 0) await turn();
      else for (let step = 0; step < 12; step += 1) await Promise.resolve();
    }
    this.#atMs = endMs;
  }

  #isBefore(left: number, right: number): boolean {
    const a = this.#heap[left];
    const b = this.#heap[right];
    if (a === undefined || b === undefined) return a !== undefined;
    return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
  }

  #swap(left: number, right: number): void {
    const a = this.#heap[left];
    const b = this.#heap[right];
    if (a === undefined || b === undefined) return;
    this.#heap[left] = b;
    this.#heap[right] = a;
  }

  #push(timer: { dueMs: number; order: number; callback: (() => void) | null }): void {
    this.#heap.push(timer);
    for (let at = this.#heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const child = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (child >= this.#heap.length || !this.#isBefore(child, at)) break;
      this.#swap(at, child);
      at = child;
    }
  }
}

interface Sample {
  readonly hour: number;
  readonly heapMb: number;
  readonly rssMb: number;
}

const clock = new QuickClock();
let checks = 0;
let messages = 0;

/** One in two hundred is down in any hour, another each time; every answer takes its time. */
const probe: Probe = ({ endpoint }) => {
  const number = Number(endpoint.name.slice(1));
  const hour = Math.floor(clock.nowMs() / (4 * HOUR));
  const isUp = (number + hour * 7) % 200 !== 0;
  checks += 1;
  return new Promise((resolve) => {
    clock.setTimer(20 + (number % 50), () =>
      resolve({
        ...EMPTY_OBSERVATION,
        connected: isUp,
        status: isUp ? 200 : 503,
        durationMs: 20 + (checks % 50),
        errors: isUp ? [] : ["refused"],
      }),
    );
  });
};

/** Of the queries for uptimes, which are made all day long, one in fifty is answered from the file. */
function withFewUptimes(history: HistoryStore): HistoryStore {
  const answer = history.timeSpent;
  let queries = 0;
  const timeSpent: HistoryStore["timeSpent"] = (query) => {
    queries += 1;
    return queries % 50 === 0 ? answer(query) : Promise.resolve([]);
  };
  return Object.assign(history, { timeSpent });
}

/** The slope of the line that fits best, per hour. */
function slopeOf(samples: readonly Sample[], valueOf: (sample: Sample) => number): number {
  const meanHour = samples.reduce((sum, { hour }) => sum + hour, 0) / samples.length;
  const meanValue = samples.reduce((sum, sample) => sum + valueOf(sample), 0) / samples.length;
  const above = samples.reduce((sum, sample) => sum + (sample.hour - meanHour) * (valueOf(sample) - meanValue), 0);
  return above / samples.reduce((sum, { hour }) => sum + (hour - meanHour) ** 2, 0);
}

async function soak(): Promise<readonly Sample[]> {
  const folder = mkdtempSync(join(tmpdir(), "sentray-soak-"));
  const opened = await openHistoryStore({ file: join(folder, "history.sqlite"), clock, timers: clock, logger: NO_LOG });
  if (!opened.ok) throw new Error(opened.error.message);
  const history = opened.value;
  const random = { next: () => (Math.sin(checks) + 1) / 2.000001 };
  const network = { isThere: true };
  const alerts = createAlertManager({
    store: history,
    providers: (type) => (isProviderType(type) ? recordingProvider(type) : undefined),
    deliver: () => {
      messages += 1;
      return Promise.resolve({ kind: "delivered", status: 200, reply: "ok" });
    },
    ways: unusedWays(clock),
    clock,
    timers: clock,
    random,
    logger: NO_LOG,
  });
  const alert = alertConfig({ failureThreshold: 1, successThreshold: 1 });
  const endpoints = Array.from({ length: ENDPOINTS }, (_, index) =>
    endpointConfig({ name: `e${index}`, intervalMs: INTERVAL_MS, alerts: [alert] }),
  );
  const monitor = createMonitor(
    {
      clock,
      timers: clock,
      random,
      logger: NO_LOG,
      probes: { probe, forget: () => undefined, close: () => Promise.resolve() },
      compileConditions: (texts) => compileConditions(texts, { insideSuite: false }),
      history: withFewUptimes(history),
      alerts,
      connectivity: { network: () => (network.isThere ? "home" : ""), check: () => Promise.resolve("online") },
      removeSecrets: (text) => text,
    },
    { config: { ...emptyConfig(), endpoints, alerting: alertingConfig() }, isReadable: true, problems: [], files: [] },
  );
  let shown = 0;
  monitor.on("changed", ({ changed }) => (shown += changed.length));
  await monitor.start();
  const samples: Sample[] = [];
  for (let hour = 1; hour <= HOURS; hour += 1) {
    await clock.advance(HOUR - 7 * MINUTE);
    if (hour % 6 === 0) {
      monitor.signal({ kind: "suspend" });
      clock.sleep(5 * MINUTE);
      monitor.signal({ kind: "resume" });
    } else if (hour % 3 === 0) {
      network.isThere = false;
      monitor.signal({ kind: "network", online: false });
      await clock.advance(5 * MINUTE);
      network.isThere = true;
      monitor.signal({ kind: "network", online: true });
    }
    await clock.advance(2 * MINUTE);
    await turn();
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    samples.push({ hour, heapMb: heapUsed / 2 ** 20, rssMb: rss / 2 ** 20 });
    if (hour % 6 === 0)
      process.stderr.write(`hour ${hour}: heap ${(heapUsed / 2 ** 20).toFixed(1)} MB, RSS ${(rss / 2 ** 20).toFixed(0)} MB\n`);
  }
  const stopped = monitor.stop();
  await clock.advance(10 * SECOND);
  await stopped;
  await history.close();
  rmSync(folder, { recursive: true, force: true });
  if (shown === 0) throw new Error("nothing was shown");
  return samples;
}

export default {
  name: "soak",
  async run() {
    const samples = await soak();
    const warm = samples.filter(({ hour }) => hour > WARM_UP_HOURS);
    const [first] = warm;
    const last = warm.at(-1);
    const heap = slopeOf(warm, ({ heapMb }) => heapMb);
    const rss = slopeOf(warm, ({ rssMb }) => rssMb);
    return [
      {
        metric: `checks in ${HOURS} simulated hours with ${ENDPOINTS.toLocaleString("en")} endpoints`,
        value: checks,
        unit: "",
        higherIsBetter: true,
      },
      { metric: "messages told", value: messages, unit: "", higherIsBetter: true },
      { metric: `heap at hour ${first?.hour ?? 0}, after collection`, value: first?.heapMb ?? 0, unit: "MB", higherIsBetter: false },
      { metric: `heap at hour ${last?.hour ?? 0}, after collection`, value: last?.heapMb ?? 0, unit: "MB", higherIsBetter: false },
      {
        metric: "slope of the heap, linear fit over the last day",
        value: heap * 1_024,
        unit: "KB/hour",
        target: 50,
        higherIsBetter: false,
      },
      { metric: `RSS at hour ${last?.hour ?? 0}`, value: last?.rssMb ?? 0, unit: "MB", higherIsBetter: false },
      { metric: "slope of RSS, linear fit over the last day", value: rss * 1_024, unit: "KB/hour", target: 500, higherIsBetter: false },
    ];
  },
};
