// The outbox: what must still be told, each message at least once, those of one lane in order. Messages are stored before they are
// sent, and every attempt before the next. What they say, and to whom, comes from outside.

import type { Held } from "../../ports/alerting.ts";
import type { AlertStore, HistoryWriter } from "../../ports/history.ts";
import type { TimerHandle } from "../../ports/clock.ts";
import type { Random } from "../../ports/random.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";
import { DAY, MINUTE, SECOND } from "../../../shared/units.ts";
import type { DeliveryOutcome } from "../providers/message.ts";
import { NATIVE } from "../providers/types.ts";
import { afterFailure, LONGEST_PATIENCE_MS } from "./backoff.ts";
import type { Addressed, CourierLimits, CourierPorts } from "./courier.ts";
import { Courier } from "./courier.ts";
import type { Destination } from "./destinations.ts";
import { Destinations } from "./destinations.ts";
import { DueHeap } from "./due-heap.ts";
import { Lanes } from "./lanes.ts";
import type { FrozenRoute, OutboxEntry } from "./outbox-entry.ts";
import { formatMessage, parseMessage } from "./stored-message.ts";
import type { StoredMessage } from "./stored-message.ts";
import type { AlertWrites } from "./writes.ts";
import { storeTogether } from "./writes.ts";

/** How much is sent at once. */
export interface DeliveryLimits extends CourierLimits {
  readonly atOnce: number;
  readonly atOncePerDestination: number;
}

export const USUAL_LIMITS: DeliveryLimits = {
  atOnce: 8,
  atOncePerDestination: 4,
  pacePerHost: { burst: 10, perSecond: 5 },
  attemptTimeoutMs: MINUTE,
};

/** What the outbox asks and tells. `settled…` run inside the transaction that stores the outcome, perhaps more than once. */
export interface OutboxPorts {
  address(entry: OutboxEntry): Addressed;
  /** Messages with the same name go to the same receiver. */
  destinationOf(entry: OutboxEntry): string;
  /** The newest wording of a message that nobody has seen yet; null = as it stands. */
  refresh(entry: OutboxEntry): StoredMessage | null;
  settledDelivered(entry: OutboxEntry, keys: { readonly resolveKey?: string; readonly reference?: string }, writes: AlertWrites): void;
  settledFailed(entry: OutboxEntry, writes: AlertWrites): void;
  /** An outcome is known; for whoever shows it. */
  changed(entry: OutboxEntry): void;
}

export interface OutboxDependencies extends CourierPorts {
  readonly store: AlertStore & Pick<HistoryWriter, "transact" | "appendEvent" | "putValue">;
  readonly random: Random;
  readonly limits: DeliveryLimits;
}

/** More waiting messages than this are not taken up at once; the rest follows at the next start. */
const MOST_LOADED = 50_000;

export class Outbox {
  readonly #deps: OutboxDependencies;
  readonly #ports: OutboxPorts;
  readonly #courier: Courier;
  readonly #lanes = new Lanes();
  readonly #waiting = new DueHeap<OutboxEntry>();
  readonly #delays = new WeakMap<OutboxEntry, number>();
  readonly #destinations: Destinations<OutboxEntry>;
  readonly #inFlight = new Map<OutboxEntry, { readonly controller: AbortController; readonly done: Promise<void> }>();
  #timer: TimerHandle | null = null;
  #held: Held = "nothing";
  /** Due, but held; queued again when that ends. */
  #heldBack: OutboxEntry[] = [];
  #isRunning = false;
  #nextUnstoredId = -1;

  constructor(deps: OutboxDependencies, ports: OutboxPorts) {
    this.#deps = deps;
    this.#ports = ports;
    this.#courier = new Courier(deps, deps.limits);
    this.#destinations = new Destinations({
      atOnce: deps.limits.atOncePerDestination,
      isStillReady: (entry) => this.#isReady(entry, deps.clock.monotonicMs()),
      pausedForMs: (host) => this.#courier.pausedForMs(host),
    });
  }

  /** Takes up what an earlier run left; call once, before anything is written. */
  load(): void {
    const rows = [...this.#deps.store.pendingMessages(MOST_LOADED)].sort((a, b) => a.id - b.id);
    if (rows.length === MOST_LOADED) this.#deps.logger.warn("many alert messages are waiting; the rest is taken up at the next start");
    const nowMs = this.#deps.clock.nowMs();
    for (const row of rows) {
      const stored = parseMessage(row.messageJson);
      if (stored === null) {
        this.#deps.logger.error("a stored alert message cannot be read; it is kept but not sent", { id: row.id });
        this.#deps.store.updateMessage(row.id, { messageJson: row.messageJson, dueMs: null });
        continue;
      }
      // A clock that was set back since must not make the message wait for as long as it jumped.
      const wasSetBack = stored.atMs > nowMs;
      const delayMs = wasSetBack ? 0 : Math.min(Math.max((row.dueMs ?? nowMs) - nowMs, 0), LONGEST_PATIENCE_MS);
      this.admit({ id: row.id, createdMs: row.createdMs, stored, frozen: null }, delayMs);
    }
  }

  /** Stores a message; call inside the transaction with what caused it, and {@link admit} what it returns afterwards. */
  write(stored: StoredMessage, delayMs: DurationMs, frozen: FrozenRoute | null): OutboxEntry {
    const nowMs = this.#deps.clock.nowMs();
    const { id } = this.#deps.store.enqueue({
      key: stored.message.endpoint.key,
      alertId: stored.via.alertId,
      provider: stored.provider,
      messageJson: formatMessage(stored),
      dueMs: nowMs + delayMs,
      createdMs: nowMs,
    });
    return { id, createdMs: nowMs, stored, frozen };
  }

  /** A message that the store cannot take: it is sent all the same, but does not survive the program. */
  unstored(stored: StoredMessage, frozen: FrozenRoute | null): OutboxEntry {
    const id = this.#nextUnstoredId;
    this.#nextUnstoredId -= 1;
    return { id, createdMs: this.#deps.clock.nowMs(), stored, frozen };
  }

  /** Sends the entry when `delayMs` have passed and all before it in its lane are done. */
  admit(entry: OutboxEntry, delayMs: DurationMs): void {
    this.#delays.set(entry, this.#deps.clock.monotonicMs() + delayMs);
    if (this.#lanes.push(entry)) this.#queueHead(entry);
  }

  /** What waits in a lane, in order. */
  waitingIn(lane: string): readonly OutboxEntry[] {
    return this.#lanes.in(lane);
  }

  /** Whether nobody can have seen the message yet. */
  isUntouched(entry: OutboxEntry): boolean {
    return entry.stored.attempts === 0 && !this.#inFlight.has(entry);
  }

  /** Every waiting message, in no order. */
  all(): Iterable<OutboxEntry> {
    return this.#lanes.all();
  }

  /** Stores a change of a waiting message; joins a surrounding transaction. */
  rewrite(entry: OutboxEntry, stored: StoredMessage, writes: AlertWrites): void {
    entry.stored = stored;
    if (entry.id < 0) return;
    const dueMs = stored.state === "waiting" ? this.#deps.clock.nowMs() + this.#remainingMs(entry) : null;
    writes.updateMessage(entry.id, { messageJson: formatMessage(stored), dueMs });
  }

  /** Takes a waiting message back: it no longer says anything that is worth saying. Not for the one that is being sent. */
  drop(entry: OutboxEntry, note: string, writes: AlertWrites): void {
    if (this.#inFlight.has(entry)) return;
    this.rewrite(entry, { ...entry.stored, state: "dropped", note, atMs: this.#deps.clock.nowMs() }, writes);
    this.#remove(entry);
  }

  hold(held: Held): void {
    if (held === this.#held) return;
    this.#held = held;
    for (const entry of this.#heldBack.splice(0)) this.#waiting.push(entry, this.#delays.get(entry) ?? 0);
    this.#pump();
  }

  /** Tries failed messages at once: the configuration may have been repaired. */
  retryNow(): void {
    for (const first of this.#lanes.firsts()) {
      if (first.stored.attempts === 0 || this.#inFlight.has(first)) continue;
      this.#delays.set(first, this.#deps.clock.monotonicMs());
      this.#queueHead(first);
    }
    this.#pump();
  }

  start(): void {
    this.#isRunning = true;
    this.#pump();
  }

  /** Lets what is being sent finish until the deadline, then aborts it; aborted messages are sent again at the next start. */
  async stop(deadlineMs: EpochMs): Promise<void> {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#inFlight.size === 0) return;
    // An aborted attempt ends at once; one that does not must not keep the program from ending.
    const delayMs = Math.min(Math.max(deadlineMs - this.#deps.clock.nowMs(), 0), DAY);
    const abort = this.#deps.timers.setTimer(delayMs, () => {
      for (const { controller } of this.#inFlight.values()) controller.abort(new Error("the program ends"));
    });
    let overdue: TimerHandle | null = null;
    const patience = new Promise<void>((resolve) => {
      overdue = this.#deps.timers.setTimer(delayMs + SECOND, resolve);
    });
    await Promise.race([Promise.all([...this.#inFlight.values()].map(({ done }) => done)), patience]);
    abort.cancel();
    (overdue as TimerHandle | null)?.cancel();
  }

  /** Puts what is due into its destination's queue, starts what there is room for, and sets the timer for the rest. */
  #pump(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (!this.#isRunning || this.#held === "everything") return;
    const nowMs = this.#deps.clock.monotonicMs();
    for (let entry = this.#waiting.popDue(nowMs); entry !== null; entry = this.#waiting.popDue(nowMs)) {
      if (!this.#isReady(entry, nowMs)) continue;
      if (this.#isHeldBack(entry)) this.#heldBack.push(entry);
      else this.#destinations.push(this.#ports.destinationOf(entry), entry);
    }
    let pauseMs: DurationMs | null = null;
    while (this.#inFlight.size < this.#deps.limits.atOnce) {
      const turn = this.#destinations.take();
      if (turn.item === null) {
        pauseMs = turn.waitMs;
        break;
      }
      if (!this.#isHeldBack(turn.item)) this.#begin(turn.item, turn.destination);
      else {
        this.#destinations.release(turn.destination);
        this.#heldBack.push(turn.item);
      }
    }
    const dueMs = this.#waiting.nextDueMs;
    const nextMs = Math.min(dueMs === null ? Number.POSITIVE_INFINITY : dueMs - nowMs, pauseMs ?? Number.POSITIVE_INFINITY);
    if (nextMs !== Number.POSITIVE_INFINITY) this.#timer = this.#deps.timers.setTimer(nextMs, () => this.#pump());
  }

  #isHeldBack(entry: OutboxEntry): boolean {
    return this.#held === "outside" && entry.stored.provider !== NATIVE;
  }

  /** A heap cannot forget: what was dropped, delivered or put off since it was queued is recognised here. */
  #isReady(entry: OutboxEntry, nowMs: number): boolean {
    return this.#lanes.isFirst(entry) && !this.#inFlight.has(entry) && (this.#delays.get(entry) ?? Number.POSITIVE_INFINITY) <= nowMs;
  }

  #begin(entry: OutboxEntry, destination: Destination<OutboxEntry>): void {
    const controller = new AbortController();
    const attempt = this.#attempt(entry, destination, controller);
    const done = attempt.then((outcome) => {
      this.#destinations.release(destination);
      this.#inFlight.delete(entry);
      this.#settle(entry, outcome, controller.signal.aborted && !this.#isRunning);
      this.#pump();
    });
    this.#inFlight.set(entry, { controller, done });
  }

  async #attempt(entry: OutboxEntry, destination: Destination<OutboxEntry>, controller: AbortController): Promise<DeliveryOutcome> {
    // The attempt begins in a turn of its own, so that `#inFlight` knows it before anything can end.
    await Promise.resolve();
    const refreshed = entry.stored.attempts === 0 ? this.#ports.refresh(entry) : null;
    if (refreshed !== null) this.#store((writes) => this.rewrite(entry, refreshed, writes));
    return await this.#courier.attempt(entry, this.#ports.address(entry), destination, controller);
  }

  #settle(entry: OutboxEntry, outcome: DeliveryOutcome, wasStopped: boolean): void {
    if (wasStopped && outcome.kind === "retry") return;
    const nowMs = this.#deps.clock.nowMs();
    const attempts = entry.stored.attempts + 1;
    const made: StoredMessage = { ...entry.stored, attempts, atMs: nowMs, note: outcome.reply };
    const next =
      outcome.kind === "delivered"
        ? null
        : afterFailure(outcome, { attempts, createdMs: entry.createdMs, nowMs, chance: this.#deps.random.next() });
    if (next?.kind === "retry") {
      const reached = outcome.kind === "retry" ? [...outcome.reached] : made.reached;
      this.#delays.set(entry, this.#deps.clock.monotonicMs() + next.delayMs);
      this.#record(entry, outcome, (writes) => this.rewrite(entry, { ...made, reached }, writes));
      this.#queueHead(entry);
    } else {
      this.#record(entry, outcome, (writes) => {
        this.rewrite(entry, { ...made, state: outcome.kind === "delivered" ? "delivered" : "failed" }, writes);
        if (outcome.kind === "delivered") this.#ports.settledDelivered(entry, outcome, writes);
        else this.#giveUp(entry, nowMs, writes);
      });
      this.#remove(entry);
    }
    this.#ports.changed(entry);
  }

  #giveUp(entry: OutboxEntry, nowMs: EpochMs, writes: AlertWrites): void {
    const { message, provider, note, lane } = entry.stored;
    this.#ports.settledFailed(entry, writes);
    const text = note === "" ? provider : `${provider}: ${note}`;
    writes.appendEvent({ key: message.endpoint.key, kind: "alert-failed", atEpochMs: nowMs, text });
    if (message.kind !== "triggered") return;
    // The receiver never heard of the outage: no news of it makes sense.
    const followers = this.waitingIn(lane).filter((other) => other !== entry && other.stored.message.incidentId === message.incidentId);
    for (const follower of followers) this.drop(follower, "its first message could not be delivered", writes);
  }

  /** Stores the attempt together with what it led to. */
  #record(entry: OutboxEntry, outcome: DeliveryOutcome, work: (writes: AlertWrites) => void): void {
    const atEpochMs = this.#deps.clock.nowMs();
    const { status, reply } = outcome;
    this.#store((writes) => {
      if (entry.id > 0) writes.addAttempt({ messageId: entry.id, atEpochMs, ok: outcome.kind === "delivered", status, reply });
      work(writes);
    });
  }

  #store(work: (writes: AlertWrites) => void): void {
    storeTogether(this.#deps.store, this.#deps.logger, work);
  }

  #remove(entry: OutboxEntry): void {
    const next = this.#lanes.remove(entry);
    if (next !== null) this.#queueHead(next);
  }

  #queueHead(entry: OutboxEntry): void {
    this.#waiting.push(entry, this.#delays.get(entry) ?? 0);
    // The callers that hold a transaction open must not send from within it.
    if (!this.#isRunning || this.#held === "everything") return;
    this.#timer?.cancel();
    this.#timer = this.#deps.timers.setTimer(0, () => this.#pump());
  }

  #remainingMs(entry: OutboxEntry): DurationMs {
    return Math.max(0, (this.#delays.get(entry) ?? 0) - this.#deps.clock.monotonicMs());
  }
}
