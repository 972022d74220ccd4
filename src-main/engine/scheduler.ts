// Decides when each task runs: fixed rate on a grid, never overlapping itself, a bounded number at once, first come first
// served. It knows nothing of endpoints; a task is a function.

import { setMaxListeners } from "node:events";
import { SECOND } from "../../shared/units.ts";
import type { DurationMs, MonotonicMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { Random } from "../ports/random.ts";
import { nextOnGrid, startOffsetMs } from "./cadence.ts";
import type { Cadence } from "./cadence.ts";
import { DueQueue } from "./due-queue.ts";

/** One run of a task. Must not reject; must end soon after `signal` aborts. */
export type TaskRun = (signal: AbortSignal) => Promise<void>;

interface Entry {
  readonly id: string;
  cadence: Cadence;
  readonly run: TaskRun;
  dueMs: MonotonicMs;
  heapIndex: number;
  /** The moment that the run to come, or under way, was meant for. */
  wantedMs: MonotonicMs;
  /** Queued for a slot, or holding one. */
  phase: "idle" | "waiting" | "running";
  /** A due moment passed while it was busy: run again at once afterwards. */
  missedOne: boolean;
  /** Resolved when the run that was asked for has ended. */
  waiters: Array<() => void>;
  /** Waiters for a run that starts after the one under way. */
  nextWaiters: Array<() => void>;
  removed: boolean;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly concurrency: number;
  /** Called with how late each run started, for measurements. */
  readonly onStart?: (id: string, latenessMs: DurationMs) => void;
}

/** A timer further away than this is set in steps, because `setTimeout` overflows at 2^31 ms. */
const LONGEST_SLEEP_MS = 3_600 * SECOND;

/** Runs tasks on their cadences. Start it once; `stop` ends it for good. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #queue = new DueQueue<Entry>();
  readonly #ready: Entry[] = [];
  #readyHead = 0;
  #running = 0;
  #concurrency: number;
  #timer: TimerHandle | null = null;
  #timerDueMs = Number.POSITIVE_INFINITY;
  #state: "new" | "started" | "stopped" = "new";
  readonly #abort = new AbortController();
  #drained: (() => void) | null = null;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    // Every run under way listens for the one end of all of them.
    setMaxListeners(0, this.#abort.signal);
    this.#concurrency = Math.max(1, options.concurrency);
  }

  /** Runs under way at this moment. */
  get running(): number {
    return this.#running;
  }

  setConcurrency(concurrency: number): void {
    this.#concurrency = Math.max(1, concurrency);
    this.#fill();
  }

  /** Adds tasks; the first runs are spread so that they do not all start in the same instant. */
  add(tasks: ReadonlyArray<{ readonly id: string; readonly cadence: Cadence; readonly run: TaskRun }>): void {
    const nowMs = this.#options.clock.monotonicMs();
    tasks.forEach((task, index) => {
      if (this.#entries.has(task.id)) throw new Error(`task ${task.id} is scheduled already`);
      const offsetMs =
        task.cadence.kind === "interval" ? startOffsetMs(index, tasks.length, task.cadence.intervalMs) : task.cadence.delayMs();
      const entry: Entry = {
        id: task.id,
        cadence: task.cadence,
        run: task.run,
        dueMs: (nowMs + (offsetMs ?? 0)) as MonotonicMs,
        heapIndex: -1,
        wantedMs: nowMs,
        phase: "idle",
        missedOne: false,
        waiters: [],
        nextWaiters: [],
        removed: false,
      };
      this.#entries.set(task.id, entry);
      if (offsetMs !== null) this.#queue.push(entry);
    });
    this.#arm();
  }

  /** Takes a task out; a run under way ends in peace, one that waits for a slot is given up. */
  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    entry.removed = true;
    this.#queue.remove(entry);
  }

  /** Changes how often a task runs; the next run is one new interval from now, or earlier if it was due earlier. */
  setCadence(id: string, cadence: Cadence): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || sameCadence(entry.cadence, cadence)) return;
    entry.cadence = cadence;
    const delayMs = cadence.kind === "interval" ? cadence.intervalMs : cadence.delayMs();
    if (delayMs === null) {
      this.#queue.remove(entry);
      return;
    }
    const dueMs = (this.#options.clock.monotonicMs() + delayMs) as MonotonicMs;
    if (entry.heapIndex < 0) {
      entry.dueMs = dueMs;
      this.#queue.push(entry);
    } else if (cadence.kind === "calendar" || dueMs < entry.dueMs) {
      this.#queue.update(entry, dueMs);
    }
    this.#arm();
  }

  /** Time until a task is due; null when it is unknown or never due again. */
  dueInMs(id: string): DurationMs | null {
    const entry = this.#entries.get(id);
    return entry === undefined || entry.heapIndex < 0 ? null : Math.max(0, entry.dueMs - this.#options.clock.monotonicMs());
  }

  /** Runs a task now, besides its rhythm. Resolves when a run that began after this call has ended. */
  runNow(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined || this.#state !== "started") return Promise.resolve();
    return new Promise((resolve) => {
      if (entry.phase === "running") {
        entry.nextWaiters.push(resolve);
        entry.missedOne = true;
        return;
      }
      entry.waiters.push(resolve);
      if (entry.phase === "idle") this.#enqueue(entry, this.#options.clock.monotonicMs());
      this.#fill();
    });
  }

  /**
   * After a pause of the whole machine: every task that `concerns` picks gets a new place within its interval, at most `withinMs`
   * away. What a calendar gives stays.
   */
  respread(withinMs: DurationMs, concerns: (id: string) => boolean = () => true): void {
    const { clock, random } = this.#options;
    const nowMs = clock.monotonicMs();
    for (const entry of this.#entries.values()) {
      if (entry.heapIndex < 0 || entry.cadence.kind !== "interval" || !concerns(entry.id)) continue;
      const spreadMs = Math.min(withinMs, entry.cadence.intervalMs);
      this.#queue.update(entry, (nowMs + random.next() * spreadMs) as MonotonicMs);
    }
    this.#arm();
  }

  /** The task's last run was in vain: it runs again between `afterMs` and `withinMs` later, unless it is due earlier anyway. */
  expedite(id: string, afterMs: DurationMs, withinMs: DurationMs): void {
    const { clock, random } = this.#options;
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    const dueMs = (clock.monotonicMs() + afterMs + random.next() * withinMs) as MonotonicMs;
    if (entry.heapIndex < 0) {
      entry.dueMs = dueMs;
      this.#queue.push(entry);
    } else if (dueMs < entry.dueMs) this.#queue.update(entry, dueMs);
    this.#arm();
  }

  start(): void {
    if (this.#state !== "new") return;
    this.#state = "started";
    this.#arm();
  }

  /** Starts nothing any more; runs under way may finish until `deadlineMs` from now, then they are aborted. Resolves when all have ended. */
  async stop(deadlineMs: DurationMs): Promise<void> {
    if (this.#state === "stopped") return;
    this.#state = "stopped";
    this.#timer?.cancel();
    this.#timer = null;
    for (const entry of this.#ready.splice(0)) this.#settle(entry);
    this.#readyHead = 0;
    if (this.#running === 0) return;
    const drained = new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
    const deadline = this.#options.timers.setTimer(deadlineMs, () => this.#abort.abort(new Error("the monitor is stopping")));
    await drained;
    deadline.cancel();
  }

  #arm(): void {
    if (this.#state !== "started") return;
    const next = this.#queue.peek();
    if (next === undefined || next.dueMs >= this.#timerDueMs) return;
    this.#timer?.cancel();
    this.#timerDueMs = next.dueMs;
    const delayMs = next.dueMs - this.#options.clock.monotonicMs();
    this.#timer = this.#options.timers.setTimer(Math.min(LONGEST_SLEEP_MS, Math.max(0, delayMs)), () => this.#wake());
  }

  #wake(): void {
    this.#timer = null;
    this.#timerDueMs = Number.POSITIVE_INFINITY;
    const nowMs = this.#options.clock.monotonicMs();
    for (let entry = this.#queue.peek(); entry !== undefined && entry.dueMs <= nowMs; entry = this.#queue.peek()) {
      const wantedMs = entry.dueMs;
      this.#plan(entry, nowMs);
      if (entry.phase === "idle") this.#enqueue(entry, wantedMs);
      else entry.missedOne = true;
    }
    this.#fill();
    this.#arm();
  }

  /** Puts an entry that just became due at its next moment. */
  #plan(entry: Entry, nowMs: MonotonicMs): void {
    if (entry.cadence.kind === "interval") {
      this.#queue.update(entry, nextOnGrid(entry.dueMs, entry.cadence.intervalMs, nowMs));
      return;
    }
    const delayMs = entry.cadence.delayMs();
    if (delayMs === null) this.#queue.remove(entry);
    else this.#queue.update(entry, (nowMs + Math.max(1, delayMs)) as MonotonicMs);
  }

  #enqueue(entry: Entry, wantedMs: MonotonicMs): void {
    entry.phase = "waiting";
    entry.wantedMs = wantedMs;
    this.#ready.push(entry);
  }

  #fill(): void {
    while (this.#state === "started" && this.#running < this.#concurrency) {
      const entry = this.#ready[this.#readyHead];
      if (entry === undefined) break;
      this.#readyHead += 1;
      if (entry.removed) this.#settle(entry);
      else void this.#execute(entry);
    }
    if (this.#readyHead > 1_024 || this.#readyHead === this.#ready.length) {
      this.#ready.splice(0, this.#readyHead);
      this.#readyHead = 0;
    }
  }

  async #execute(entry: Entry): Promise<void> {
    entry.phase = "running";
    this.#running += 1;
    this.#options.onStart?.(entry.id, Math.max(0, this.#options.clock.monotonicMs() - entry.wantedMs));
    try {
      await entry.run(this.#abort.signal);
    } finally {
      this.#running -= 1;
      this.#finish(entry);
    }
  }

  #finish(entry: Entry): void {
    this.#settle(entry);
    if (this.#state === "stopped" || entry.removed) {
      for (const resolve of entry.nextWaiters.splice(0)) resolve();
    } else if (entry.missedOne) {
      entry.missedOne = false;
      entry.waiters = entry.nextWaiters.splice(0);
      this.#enqueue(entry, this.#options.clock.monotonicMs());
    }
    if (this.#state === "stopped" && this.#running === 0) this.#drained?.();
    this.#fill();
  }

  #settle(entry: Entry): void {
    entry.phase = "idle";
    for (const resolve of entry.waiters.splice(0)) resolve();
  }
}

function sameCadence(a: Cadence, b: Cadence): boolean {
  return a.kind === "interval" && b.kind === "interval" && a.intervalMs === b.intervalMs;
}
